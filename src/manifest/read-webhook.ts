import type { Node } from "jsonc-parser";
import { didYouMean } from "../diagnostics/nearest.js";
import { quote } from "../diagnostics/printable.js";
import { namesToHandle } from "./families.js";
import {
  DEFAULT_DEDUPE,
  DEFAULT_MODE,
  defaultProvider,
  handlerFor,
} from "./defaults.js";
import type { WebhookEntry } from "./manifest.js";
import { handlerProblem } from "./names.js";
import { readDedupe } from "./read-dedupe.js";
import { readOrder, readWork, WORK_KEYS } from "./read-inbox.js";
import { readSecret } from "./read-secret.js";
import type { Report } from "./report.js";
import {
  type Members,
  readChoice,
  readObject,
  readString,
  readStrings,
  type Value,
} from "./values.js";

/** What the webhooks may refer to. */
export interface Declared {
  /** Providers as declared, the wrong ones included. */
  readonly providers: readonly string[];
  /** Event types of a declared provider; undefined when they are not known. */
  events(provider: string): readonly string[] | undefined;
  isOpen(provider: string): boolean;
}

/** An entry as far as it could be read, with the nodes that conflicts are shown at. */
export interface ReadWebhook {
  readonly entry: WebhookEntry | undefined;
  readonly provider: string | undefined;
  readonly events: readonly { readonly name: string; readonly node: Node }[];
  readonly handler: { readonly path: string; readonly node: Node } | undefined;
}

/** One entry of `webhooks`; every mistake is reported, at its own place. */
export function readWebhook(
  value: Value,
  declared: Declared,
  report: Report,
): ReadWebhook {
  const members = readObject(
    value,
    [
      "event",
      "provider",
      "handler",
      "secret",
      "mode",
      "dedupe",
      "order",
      ...WORK_KEYS,
    ],
    report,
  );
  if (members === undefined)
    return {
      entry: undefined,
      provider: undefined,
      events: [],
      handler: undefined,
    };
  const provider = readProvider(
    members.get("provider"),
    value,
    declared,
    report,
  );
  const events = readEvents(
    members.get("event"),
    value,
    provider,
    declared,
    report,
  );
  const handler = readHandler(members.get("handler"), value, events, report);
  const secret = readSecret(members.get("secret"), report);
  const mode = members.has("mode")
    ? readChoice(member(members, "mode"), ["inline", "inbox"] as const, report)
    : DEFAULT_MODE;
  const dedupe = members.has("dedupe")
    ? readDedupe(member(members, "dedupe"), report)
    : DEFAULT_DEDUPE;
  const order = members.has("order")
    ? readOrder(member(members, "order"), report)
    : "none";
  const work = readWork(members, report);
  const background = [...members].find(([key]) => INBOX_KEYS.includes(key));
  if (mode === "inline" && background !== undefined) {
    const [key, { node }] = background;
    report.at(
      node,
      "FG103",
      `${value.path}.${key} has no meaning in "inline" mode`,
      'Write "mode": "inbox", or leave it out.',
    );
  }
  const names = events.map(({ name }) => name);
  const complete =
    provider !== undefined &&
    names.length > 0 &&
    handler !== undefined &&
    secret !== undefined &&
    mode !== undefined &&
    dedupe !== undefined &&
    order !== undefined &&
    work !== undefined;
  const entry = complete
    ? {
        provider,
        events: names,
        handler: handler.path,
        secret,
        mode,
        dedupe,
        work,
        ...(order === "none" ? {} : { order }),
        place: report.locate(value.node.offset),
      }
    : undefined;
  return { entry, provider, events, handler };
}

/** What says something of the background only. */
/** What only a handler that runs after the answer may have. */
export const INBOX_KEYS: readonly string[] = ["order", ...WORK_KEYS];

function member(members: Members, key: string): Value {
  const value = members.get(key);
  if (value === undefined) throw new Error(`no member ${key}`);
  return value;
}

function readProvider(
  value: Value | undefined,
  entry: Value,
  { providers }: Declared,
  report: Report,
): string | undefined {
  if (value === undefined) {
    const only = defaultProvider(providers);
    if (only === undefined && providers.length > 1) {
      report.at(
        entry.node,
        "FG105",
        `${entry.path} does not say whose event it is`,
        `Add "provider": one of ${providers.map((id) => quote(id)).join(", ")}.`,
      );
    }
    return only;
  }
  const name = readString(value, report);
  // Where the providers themselves could not be read, the fault is theirs.
  if (name === undefined || providers.length === 0 || providers.includes(name))
    return name;
  report.at(
    value.node,
    "FG110",
    `Unknown provider ${quote(name)}`,
    didYouMean(name, providers) ?? 'Declare it below "providers".',
  );
  return undefined;
}

function readEvents(
  value: Value | undefined,
  entry: Value,
  provider: string | undefined,
  declared: Declared,
  report: Report,
): ReadWebhook["events"] {
  if (value === undefined) {
    report.at(
      entry.node,
      "FG105",
      `${entry.path} does not say which event it receives`,
      'Add "event", such as "event": "file.ready".',
    );
    return [];
  }
  const names = readStrings(value, 100, report) ?? [];
  const events = provider === undefined ? undefined : declared.events(provider);
  const isOpen = provider !== undefined && declared.isOpen(provider);
  for (const { text, value: item } of events === undefined ? [] : names) {
    if (events?.includes(text)) continue;
    const known = namesToHandle(events ?? []);
    if (known.includes(text)) continue;
    if (isOpen && isOwnName(text)) continue;
    report.at(
      item.node,
      "FG104",
      `Unknown event type ${quote(text)}`,
      isOpen ? openHint : eventHint(text, known, declared),
    );
  }
  return names.map(({ text, value: item }) => ({
    name: text,
    node: item.node,
  }));
}

/** What a pattern stands for cannot be written out where senders name event types themselves. */
const openHint =
  'Its sender names event types itself: write each, such as "invoice.paid"; `onUnknown("invoice.*", …)` in code takes the rest.';

/** Names that users give: words, with dots and the like between. */
function isOwnName(name: string): boolean {
  return /^[A-Za-z0-9](?:[\w.:/-]{0,98}[A-Za-z0-9])?$/.test(name);
}

function eventHint(
  name: string,
  known: readonly string[],
  declared: Declared,
): string | undefined {
  const owner = declared.providers.find((id) =>
    namesToHandle(declared.events(id) ?? []).includes(name),
  );
  return owner === undefined
    ? didYouMean(name, known)
    : `It belongs to another provider: add "provider": ${quote(owner)}.`;
}

function readHandler(
  value: Value | undefined,
  entry: Value,
  events: ReadWebhook["events"],
  report: Report,
): ReadWebhook["handler"] {
  if (value !== undefined) {
    const path = readString(value, report, handlerProblem);
    return path === undefined ? undefined : { path, node: value.node };
  }
  const [first] = events;
  if (first === undefined) return undefined;
  const path = handlerFor(first.name);
  if (handlerProblem(path) === undefined) return { path, node: entry.node };
  report.at(
    entry.node,
    "FG105",
    `No handler's file can be named after ${quote(first.name)}`,
    'Add "handler", such as "src/webhooks/event.ts".',
  );
  return undefined;
}
