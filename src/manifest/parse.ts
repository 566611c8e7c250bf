import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { quote } from "../diagnostics/printable.js";
import { reportConflicts } from "./conflicts.js";
import { DEFAULT_LIMITS } from "./defaults.js";
import type { Limits, Manifest, Target, WebhookEntry } from "./manifest.js";
import { packageNameProblem } from "./names.js";
import { readInbox } from "./read-inbox.js";
import { readNamed, readTemplates } from "./read-customize.js";
import { type ProviderNames, readProviders } from "./read-providers.js";
import { readWebhook } from "./read-webhook.js";
import { createReport, type Report } from "./report.js";
import { readTree } from "./syntax.js";
import {
  expected,
  type Members,
  readArray,
  readChoice,
  readInteger,
  readObject,
  readString,
  type Value,
} from "./values.js";

const keys = [
  "$schema",
  "name",
  "target",
  "packageManager",
  "providers",
  "webhooks",
  "actions",
  "validate",
  "validators",
  "metrics",
  "telemetry",
  "limits",
  "inbox",
  "templates",
  "layers",
  "generators",
];
const targets: readonly Target[] = ["node"];
const laterTargets = ["aws-lambda", "cloudflare", "vercel"];

export interface ParsedManifest {
  /** With every default filled in; absent when there is an error. */
  readonly manifest?: Manifest;
  /** All mistakes, in the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the text of `frameio.jsonc`. Never throws, whatever the text.
 *
 * @param options.providers the built-in providers, injected so that this phase needs no schema
 */
export function parseManifest(
  text: string,
  { providers }: { readonly providers: ProviderNames },
): ParsedManifest {
  const body = text.replace(/^\uFEFF/, "");
  const report = createReport(body);
  const node = readTree(body, report);
  const manifest =
    node === undefined
      ? undefined
      : readManifest({ node, path: "" }, providers, report);
  const diagnostics = report.diagnostics();
  return manifest === undefined || diagnostics.length > 0
    ? { diagnostics }
    : { manifest, diagnostics };
}

function readManifest(
  root: Value,
  names: ProviderNames,
  report: Report,
): Manifest | undefined {
  const members = readObject(root, keys, report);
  if (members === undefined) return undefined;
  const schema = members.get("$schema");
  if (schema !== undefined) readString(schema, report);
  const name = readName(members.get("name"), root, report);
  const target = readTarget(members.get("target"), report);
  const packageManager = choice(
    members,
    "packageManager",
    ["npm", "pnpm", "yarn", "bun"] as const,
    "npm",
    report,
  );
  const providers = readProviders(members.get("providers"), names, report);
  // Asked for once each: the names may have to be loaded.
  const known = new Map(
    Object.entries(providers.entries).map(([id, { schema: wanted }]) => [
      id,
      names.events(wanted),
    ]),
  );
  const webhooks = readWebhooks(
    members.get("webhooks"),
    {
      providers: providers.ids,
      events: (id) => known.get(id),
      isOpen: (id) => {
        const entry = providers.entries[id];
        return entry !== undefined && names.isOpen?.(entry.schema) === true;
      },
    },
    report,
  );
  readActions(members.get("actions"), report);
  const validate = choice(
    members,
    "validate",
    ["off", "report", "reject"] as const,
    "report",
    report,
  );
  const validators = choice(
    members,
    "validators",
    ["handled", "all"] as const,
    "handled",
    report,
  );
  const metrics = choice(
    members,
    "metrics",
    ["off", "prometheus"] as const,
    "off",
    report,
  );
  const telemetry = choice(
    members,
    "telemetry",
    ["off", "opentelemetry"] as const,
    "off",
    report,
  );
  const limits = readLimits(members.get("limits"), report);
  const inbox = readInbox(members.get("inbox"), report);
  const templates = readTemplates(members.get("templates"), report);
  const layers = readNamed(members.get("layers"), report);
  const generators = readNamed(members.get("generators"), report);
  if (
    name === undefined ||
    target === undefined ||
    packageManager === undefined ||
    validate === undefined ||
    validators === undefined ||
    metrics === undefined ||
    telemetry === undefined ||
    limits === undefined ||
    inbox === undefined ||
    templates === undefined
  )
    return undefined;
  return {
    name,
    target,
    packageManager,
    providers: providers.entries,
    webhooks,
    validate,
    validators,
    metrics,
    telemetry,
    limits,
    inbox,
    templates,
    layers,
    generators,
  };
}

function readName(
  value: Value | undefined,
  root: Value,
  report: Report,
): string | undefined {
  if (value !== undefined) return readString(value, report, packageNameProblem);
  report.at(
    root.node,
    "FG105",
    'The manifest has no "name"',
    'Add "name", such as "name": "my-app".',
  );
  return undefined;
}

function readTarget(
  value: Value | undefined,
  report: Report,
): Target | undefined {
  if (value === undefined) return "node";
  if (!laterTargets.includes(String(value.node.value)))
    return readChoice(value, targets, report);
  report.at(
    value.node,
    "FG108",
    `The target ${quote(String(value.node.value))} is not available yet`,
    'Write "node".',
  );
  return undefined;
}

function choice<T extends string>(
  members: Members,
  key: string,
  choices: readonly T[],
  fallback: T,
  report: Report,
): T | undefined {
  const value = members.get(key);
  return value === undefined ? fallback : readChoice(value, choices, report);
}

function readWebhooks(
  value: Value | undefined,
  declared: Parameters<typeof readWebhook>[1],
  report: Report,
): WebhookEntry[] {
  const items = value === undefined ? [] : (readArray(value, report) ?? []);
  const read = items.map((item) => readWebhook(item, declared, report));
  reportConflicts(read, report);
  return read.map(({ entry }) => entry).filter((entry) => entry !== undefined);
}

function readActions(value: Value | undefined, report: Report): void {
  const [first] = value === undefined ? [] : (readArray(value, report) ?? []);
  if (first !== undefined)
    report.at(
      first.node,
      "FG108",
      "Custom actions are not available yet",
      'Leave "actions" empty, or out.',
    );
}

/** Least, most and unit of each limit. */
const LIMITS: Readonly<
  Record<keyof Limits, readonly [least: number, most: number, unit: string]>
> = {
  bodyBytes: [1024, 64 * 1024 * 1024, "bytes"],
  toleranceSeconds: [1, 3600, "seconds"],
  refusedPerMinute: [0, 1_000_000, "requests"],
  receivingBytes: [64 * 1024, 16 * 1024 * 1024 * 1024, "bytes"],
  trustedProxies: [0, 10, "proxies"],
};

function readLimits(
  value: Value | undefined,
  report: Report,
): Limits | undefined {
  if (value === undefined) return DEFAULT_LIMITS;
  if (value.node.type !== "object") {
    expected(value, "an object { … }", report);
    return undefined;
  }
  const members = readObject(value, Object.keys(LIMITS), report);
  if (!members) return undefined;
  const limits: Record<string, number | undefined> = { ...DEFAULT_LIMITS };
  let sound = true;
  for (const [key, [least, most, unit]] of Object.entries(LIMITS)) {
    const member = members.get(key);
    if (member === undefined) continue;
    limits[key] = readInteger(member, least, most, unit, report);
    sound &&= limits[key] !== undefined;
  }
  return sound ? { ...DEFAULT_LIMITS, ...limits } : undefined;
}
