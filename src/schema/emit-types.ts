import { FrameioGenError } from "../diagnostics/diagnostic.js";
import type { EventCatalog, Json } from "./catalog.js";
import { codeOf, memberCode, stringCode } from "./code-literal.js";
import { envelopeSchema } from "./envelope.js";
import { isObject } from "./parse-document.js";
import { createTypePrinter } from "./type-nodes.js";

/**
 * TypeScript for a catalog, without a file header: one named interface per event, what they share, the list of names,
 * the map and the union. Flat on purpose: `EventMap[K]` costs the compiler next to nothing, `Extract` does not.
 *
 * @throws FrameioGenError FG212 where a schema is beyond TypeScript
 */
export async function emitTypes(catalog: EventCatalog): Promise<string> {
  const definitions = sharedSchemas(catalog);
  const printer = createTypePrinter(definitions);
  const declarations: string[] = [];
  const declare = async (
    name: string,
    schema: Json,
    doc: readonly string[],
  ): Promise<void> => {
    try {
      declarations.push(await printer.declare(name, schema, doc));
    } catch (error) {
      throw new FrameioGenError(
        [
          {
            code: "FG212",
            severity: "error",
            message: `No type can be made of \`${name}\``,
          },
        ],
        { cause: error },
      );
    }
  };
  await declare(
    "UnknownEvent",
    envelopeSchema(catalog),
    catalog.anyEvent === undefined
      ? [
          "An event whose type is not described here: what the known ones have in common.",
        ]
      : [sentence(catalog.anyEvent.summary), catalog.anyEvent.description],
  );
  declarations.push(
    "/** Any event at all. */\nexport type AnyEvent = WebhookEvent | UnknownEvent;\n\n",
  );
  for (const { typeName, schema, summary, description } of catalog.events) {
    await declare(typeName, schema, [sentence(summary), description]);
  }
  for (const [name, schema] of definitions) {
    const doc = [text(schema, "title"), text(schema, "description")];
    await declare(name, schema, doc);
  }
  const parts = [
    "/** All event types, in the order of the provider's description. */",
    nameList(catalog.events.map(({ name }) => stringCode(name))),
    "",
    "/** Event type → payload. */",
    eventMap(catalog),
    "",
    "/** An event type, such as `" + example(catalog) + "`. */",
    "export type EventName = keyof EventMap;",
    "",
    "/** Any event that is described here; its event type tells which. */",
    "export type WebhookEvent = EventMap[EventName];",
    "",
    declarations.join("") + (await printer.helpers()),
  ];
  return parts.join("\n").replace(/^}\n(?=\S)/gm, "}\n\n");
}
/** By name, sorted. */
function sharedSchemas({
  events,
  anyEvent,
}: EventCatalog): ReadonlyMap<string, Json> {
  const all = new Map<string, Json>();
  for (const { schema } of anyEvent ? [...events, anyEvent] : events) {
    const defs = isObject(schema) ? schema["$defs"] : undefined;
    for (const [name, shared] of Object.entries(isObject(defs) ? defs : {})) {
      all.set(name, shared);
    }
  }
  return new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** On one line where it fits. */
function nameList(names: readonly string[]): string {
  const line = `export const eventNames = [${names.join(", ")}] as const;`;
  if (line.length <= 80) return line;
  return [
    "export const eventNames = [",
    ...names.map((name) => `  ${name},`),
    "] as const;",
  ].join("\n");
}

function eventMap({ events }: EventCatalog): string {
  if (events.length === 0) return "export interface EventMap {}";
  return [
    "export interface EventMap {",
    ...events.map(
      ({ name, typeName }) =>
        `  ${memberCode(name) ?? codeOf(name)}: ${typeName};`,
    ),
    "}",
  ].join("\n");
}

function example(catalog: EventCatalog): string {
  return (catalog.events[0]?.name ?? "user.created")
    .replaceAll("*/", "*\\/")
    .replaceAll("`", "'");
}

/** Summaries are titles; as the first line of a comment they read better with a full stop. */
function sentence(summary: string): string {
  return /\s/.test(summary)
    ? summary.replace(/[\p{L}\p{N})`]$/u, "$&.")
    : summary;
}

function text(schema: Json, key: string): string {
  const value = isObject(schema) ? schema[key] : undefined;
  return typeof value === "string" ? value : "";
}
