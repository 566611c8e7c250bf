import { FrameioGenError } from "../diagnostics/diagnostic.js";
import type { EventCatalog, Json } from "./catalog.js";
import { codeOf } from "./code-literal.js";
import { envelopeSchema } from "./envelope.js";
import { formatCode } from "./format-code.js";
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
  const declare = (name: string, schema: Json, doc: readonly string[]) => {
    try {
      return printer.declare(name, schema, doc);
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
  const events = catalog.events.map((event) =>
    declare(event.typeName, event.schema, [
      sentence(event.summary),
      event.description,
    ]),
  );
  const shared = Object.entries(definitions).map(([name, schema]) =>
    declare(name, schema, [text(schema, "title"), text(schema, "description")]),
  );
  const unknown = declare(
    "UnknownEvent",
    envelopeSchema(catalog),
    catalog.anyEvent === undefined
      ? [
          "An event whose type is not described here: what the known ones have in common.",
        ]
      : [sentence(catalog.anyEvent.summary), catalog.anyEvent.description],
  );
  const names = catalog.events.map(({ name }) => codeOf(name));
  const parts = [
    "/** All event types, in the order of the provider's description. */",
    `export const eventNames = [${names.join(", ")}] as const;`,
    "",
    "/** Event type → payload. */",
    "export interface EventMap {",
    ...catalog.events.map((e) => `${codeOf(e.name)}: ${e.typeName};`),
    "}",
    "",
    "/** An event type, such as `" + example(catalog) + "`. */",
    "export type EventName = keyof EventMap;",
    "",
    "/** Any event that is described here; its event type tells which. */",
    "export type WebhookEvent = EventMap[EventName];",
    "",
    unknown,
    "/** Any event at all. */",
    "export type AnyEvent = WebhookEvent | UnknownEvent;",
    "",
    ...events,
    ...shared,
    printer.helpers(),
  ];
  const source = parts.join("\n").replace(/^}\n(?=\S)/gm, "}\n\n");
  return formatCode(source, `the event types of ${catalog.id}`);
}

function sharedSchemas(catalog: EventCatalog): Record<string, Json> {
  const described = catalog.anyEvent
    ? [...catalog.events, catalog.anyEvent]
    : catalog.events;
  const all = described.flatMap(({ schema }) =>
    isObject(schema) && isObject(schema["$defs"])
      ? Object.entries(schema["$defs"])
      : [],
  );
  all.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(all);
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
