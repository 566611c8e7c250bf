import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import type { Json, JsonSchema } from "../catalog.js";
import { documentLimits, isObject } from "../parse-document.js";
import { mapSubschemas } from "../subschemas.js";

/** An event type as it is pinned. */
export interface PinnedEvent {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  /** References are `#/$defs/<name>`. */
  readonly schema: JsonSchema;
  /** Absent where none was found. */
  readonly example?: Json;
}

export interface PinnedDocument {
  readonly title: string;
  readonly version: string;
  readonly delivery: Json;
  /** How webhooks are registered at the provider, where its document says so. */
  readonly registration?: Json | undefined;
  readonly contentType: string;
  readonly events: readonly PinnedEvent[];
  readonly definitions: Readonly<Record<string, Json>>;
}

/** Text of the OpenAPI 3.1 document that is pinned: one webhook for each event type, and the schemas that they use. */
export function writeDocument(document: PinnedDocument): string {
  const { title, version, delivery, contentType, events, definitions } =
    document;
  const value = {
    openapi: "3.1.0",
    info: { title, version },
    "x-webhook-delivery": delivery,
    ...(document.registration !== undefined && {
      "x-webhook-registration": document.registration,
    }),
    webhooks: Object.fromEntries(
      events.map(({ name, summary, description, schema, example }) => [
        name,
        {
          post: {
            summary,
            ...(description !== "" && { description }),
            requestBody: {
              required: true,
              content: {
                [contentType]: {
                  schema: pointed(schema),
                  ...(example !== undefined && { example }),
                },
              },
            },
            responses: { "200": { description: "Received." } },
          },
        },
      ]),
    ),
    ...(Object.keys(definitions).length > 0 && {
      components: {
        schemas: Object.fromEntries(
          Object.entries(definitions).map(([name, schema]) => [
            name,
            pointed(schema),
          ]),
        ),
      },
    }),
  };
  return textOf(value);
}

/** Indented; where that would be too large to be read again, a line for each event type and schema. */
function textOf(value: object): string {
  const indented = JSON.stringify(value, null, 2);
  const text =
    indented.length < documentLimits.characters ? indented : onLines(value, 3);
  if (text.length < documentLimits.pinned) return `${text}\n`;
  throw new FrameioGenError([
    {
      code: "FG209",
      severity: "error",
      message: `What would be pinned of the source is larger than ${documentLimits.pinned / 1024 / 1024} MiB`,
      hint: "Name a document that describes fewer event types, or cut the examples that are large.",
    },
  ]);
}

/** @param levels of objects whose members have lines of their own */
function onLines(value: unknown, levels: number): string {
  if (levels === 0 || !isObject(value)) return JSON.stringify(value);
  const lines = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}: ${onLines(member, levels - 1)}`,
  );
  return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n}`;
}

/** `#/$defs/File` → `#/components/schemas/File` */
function pointed(schema: Json): Json {
  if (!isObject(schema)) return schema;
  const { $defs: _, ...rest } = schema;
  const copy = mapSubschemas(rest, pointed);
  const { $ref } = copy;
  return typeof $ref === "string"
    ? {
        ...copy,
        $ref: $ref.replace(/^#\/\$defs\//, "#/components/schemas/"),
      }
    : copy;
}
