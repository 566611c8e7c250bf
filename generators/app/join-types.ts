import type { EventType } from "../../src/schema/catalog.js";
import { memberCode } from "../../src/schema/code-literal.js";
import { eventIdentifier } from "../../src/schema/event-names.js";

/** The types of one provider, in a module of their own. */
export interface TypeSource {
  /** Key of the manifest's `providers`. */
  readonly id: string;
  /** Import path of the module. */
  readonly module: string;
  readonly types: string;
  readonly events: readonly Pick<EventType, "name" | "typeName">[];
}

/** What every provider's module has; the joined module says it of all of them. */
export const joinedNames = [
  "AnyEvent",
  "EventMap",
  "EventName",
  "UnknownEvent",
  "WebhookEvent",
  "eventNames",
];

/**
 * The module that joins the types of several providers: one map, one union. Each provider's types are also there under its name
 * (`acme.InvoicePaidEvent`); those whose name nobody before it took, by themselves.
 *
 * An event type that several providers have is the union of their payloads.
 */
export function joinTypes(sources: readonly TypeSource[]): string {
  const named = sources.map((source) => ({
    ...source,
    name: namespaceOf(source.id),
    names: exportsOf(source.types),
  }));
  const map = new Map<string, string[]>();
  for (const { name, events } of named)
    for (const event of events)
      map.set(event.name, [
        ...(map.get(event.name) ?? []),
        `${name}.${event.typeName}`,
      ]);
  const taken = new Set<string>(joinedNames);
  const exported = named.flatMap(({ names, module }) => {
    const free = names.filter((name) => !taken.has(name));
    for (const name of free) taken.add(name);
    return free.length === 0 ? [] : [exportOf(free, module)];
  });
  return [
    ...named.flatMap(({ name, module }) => [
      `import type * as ${name} from ${JSON.stringify(module)};`,
      `import { eventNames as ${name}Names } from ${JSON.stringify(module)};`,
    ]),
    "",
    `export type { ${named.map(({ name }) => name).join(", ")} };`,
    ...exported,
    "",
    "/** All event types, by provider. */",
    "export const eventNames = [",
    ...named.map(({ name }) => `  ...${name}Names,`),
    "] as const;",
    "",
    "/** Event type → payload. */",
    "export interface EventMap {",
    ...[...map].map(
      ([event, types]) =>
        `  ${union(`${memberCode(event) ?? JSON.stringify(event)}:`, types, 2)}`,
    ),
    "}",
    "",
    "/** An event type of any provider. */",
    "export type EventName = keyof EventMap;",
    "",
    "/** Any event that is described here. */",
    "export type WebhookEvent = EventMap[EventName];",
    "",
    "/** An event whose type is not described here. */",
    union(
      "export type UnknownEvent =",
      named.map(({ name }) => `${name}.UnknownEvent`),
    ),
    "",
    "/** Any event at all. */",
    "export type AnyEvent = WebhookEvent | UnknownEvent;",
  ].join("\n");
}

/** Names that a module of ours exports. */
export function exportsOf(types: string): string[] {
  return [...types.matchAll(/^export (?:interface|type|const) (\w+)/gm)].map(
    ([, name]) => name ?? "",
  );
}

/** Laid out as Prettier does it: on one line, on the next, or one type a line. */
function union(start: string, types: readonly string[], indent = 0): string {
  const inner = " ".repeat(indent + 2);
  const joined = types.join(" | ");
  if (indent + start.length + joined.length + 2 <= 80)
    return `${start} ${joined};`;
  // An only type is never moved to a line of its own with a bar before it.
  if (types.length === 1 || (indent > 0 && inner.length + joined.length < 80))
    return `${start}\n${inner}${joined};`;
  return `${start}\n${types.map((type) => `${inner}| ${type}`).join("\n")};`;
}

/** Laid out as Prettier does it. */
function exportOf(names: readonly string[], module: string): string {
  const from = `from ${JSON.stringify(module)};`;
  const line = `export type { ${names.join(", ")} } ${from}`;
  return line.length <= 80
    ? line
    : ["export type {", ...names.map((name) => `  ${name},`), `} ${from}`].join(
        "\n",
      );
}

/** `acme-billing` → `acmeBilling` */
export function namespaceOf(id: string): string {
  return eventIdentifier(id);
}
