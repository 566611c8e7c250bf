import { FrameioGenError } from "../diagnostics/diagnostic.js";
import type { EventCatalog, Json } from "./catalog.js";
import { codeOf, memberCode, stringCode } from "./code-literal.js";
import { envelopeSchema } from "./envelope.js";
import { commonEnvelope } from "./event-envelope.js";
import { freeTypeName } from "./event-names.js";
import { anyEventType } from "./named-events.js";
import { isObject } from "./parse-document.js";
import { nameRepeated } from "./repeated-objects.js";
import { createTypePrinter } from "./type-nodes.js";
import { commentOf, projectType } from "./type-projection.js";

/**
 * TypeScript for a catalog, without a file header: one named interface per event, what they share, the list of names,
 * the map and the union. Flat on purpose: `EventMap[K]` costs the compiler next to nothing, `Extract` does not.
 *
 * @throws FrameioGenError FG212 where a schema is beyond TypeScript
 */
export async function emitTypes(catalog: EventCatalog): Promise<string> {
  const shared = sharedSchemas(catalog);
  const declared = nameRepeated(
    new Map<string, Json>([
      [anyEventType, projectType(envelopeSchema(catalog))],
      ...catalog.events.map(
        ({ typeName, schema }) => [typeName, projectType(schema)] as const,
      ),
      ...[...shared].map(
        ([name, schema]) => [name, projectType(schema)] as const,
      ),
    ]),
  );
  const envelope = commonEnvelope(
    new Map(
      catalog.events.map(({ typeName }) => [typeName, declared.get(typeName)!]),
    ),
  );
  const envelopeName = freeTypeName("EventEnvelope", declared.keys());
  const printer = createTypePrinter(declared);
  const declarations: string[] = [];
  const declare = async (
    name: string,
    doc: readonly string[],
    schema = declared.get(name)!,
  ): Promise<void> => {
    const own = envelope?.heirs.get(name);
    try {
      declarations.push(
        own === undefined
          ? await printer.declare(name, schema, doc)
          : await printer.declare(name, own, doc, envelopeName),
      );
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
    anyEventType,
    catalog.anyEvent === undefined
      ? [
          "An event whose type is not described here: what the known ones have in common.",
        ]
      : [sentence(catalog.anyEvent.summary), catalog.anyEvent.description],
  );
  declarations.push(
    "/** Any event at all. */\nexport type AnyEvent = WebhookEvent | UnknownEvent;\n\n",
  );
  if (envelope !== undefined) {
    const doc = ["What events have in common, in the same words."];
    await declare(envelopeName, doc, envelope.schema);
  }
  const events = new Set([anyEventType]);
  for (const { typeName, summary, description } of catalog.events) {
    events.add(typeName);
    await declare(typeName, [sentence(summary), description]);
  }
  const others = [...declared.keys()].filter((name) => !events.has(name));
  for (const name of others.sort(byText)) {
    const schema = shared.get(name);
    await declare(
      name,
      schema === undefined
        ? commentOf(declared.get(name)!)
        : [text(schema, "title"), text(schema, "description")],
    );
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

/** By name. */
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
  return all;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
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
