import type { Node } from "jsonc-parser";
import { FrameioGenError } from "../diagnostics/diagnostic.js";
import {
  DEFAULT_PROVIDERS,
  DEFAULT_VARIABLE,
  defaultProvider,
  handlerFor,
  DEFAULT_MODE,
} from "./defaults.js";
import type { SecretText } from "./entry-text.js";
import { createReport } from "./report.js";
import { readTree } from "./syntax.js";
import { expected, readObject } from "./values.js";

/** The parts of a manifest's text that edits touch. Tolerant of every mistake that is elsewhere. */
export interface Outline {
  readonly root: Node;
  /** The list of webhooks, where there is one. */
  readonly list: Node | undefined;
  readonly entries: readonly OutlineEntry[];
  readonly defaultProvider: string | undefined;
}

export interface OutlineEntry {
  readonly node: Node;
  /** Value of `event`: a string or a list. */
  readonly eventNode: Node;
  readonly events: readonly string[];
  readonly provider: string | undefined;
  readonly handler: string | undefined;
  readonly secret: SecretText | undefined;
  readonly mode: string;
}

/**
 * @param text without byte order mark
 * @throws FrameioGenError when the syntax is broken, or `webhooks` is no list
 */
export function outlineOf(text: string): Outline {
  const report = createReport(text);
  const root = readTree(text, report);
  const members =
    root === undefined
      ? undefined
      : readObject({ node: root, path: "" }, undefined, report);
  const webhooks = members?.get("webhooks");
  if (webhooks !== undefined && webhooks.node.type !== "array")
    expected(webhooks, "a list [ … ]", report);
  const diagnostics = report.diagnostics();
  if (root === undefined || diagnostics.length > 0)
    throw new FrameioGenError(diagnostics);
  const providers = members?.get("providers")?.node;
  const declared =
    providers === undefined
      ? Object.keys(DEFAULT_PROVIDERS)
      : keysOf(providers);
  const fallback = defaultProvider(declared);
  const entries = (webhooks?.node.children ?? []).flatMap((node) =>
    entryOf(node, fallback),
  );
  return { root, list: webhooks?.node, entries, defaultProvider: fallback };
}

function entryOf(node: Node, fallback: string | undefined): OutlineEntry[] {
  const eventNode = memberOf(node, "event");
  if (eventNode === undefined) return [];
  const events = stringsOf(eventNode);
  const [first] = events;
  const handler = memberOf(node, "handler");
  return [
    {
      node,
      eventNode,
      events,
      provider: memberOf(node, "provider")?.value ?? fallback,
      handler:
        handler === undefined
          ? first && handlerFor(first)
          : String(handler.value),
      secret: secretOf(memberOf(node, "secret")),
      mode: String(memberOf(node, "mode")?.value ?? DEFAULT_MODE),
    },
  ];
}

function secretOf(node: Node | undefined): SecretText | undefined {
  if (node === undefined) return { env: DEFAULT_VARIABLE };
  const env = memberOf(node, "env");
  const resolver = memberOf(node, "resolver");
  if (env !== undefined) return { env: stringsOf(env) };
  return resolver === undefined
    ? undefined
    : { resolver: String(resolver.value) };
}

function stringsOf(node: Node): string[] {
  return (node.type === "array" ? (node.children ?? []) : [node])
    .filter(({ type }) => type === "string")
    .map(({ value }) => String(value));
}

function keysOf(node: Node): string[] {
  return node.type === "object"
    ? (node.children ?? []).map(({ children }) => String(children?.[0]?.value))
    : [];
}

function memberOf(node: Node, key: string): Node | undefined {
  if (node.type !== "object") return undefined;
  return node.children?.find(({ children }) => children?.[0]?.value === key)
    ?.children?.[1];
}
