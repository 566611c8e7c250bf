import type { SchemaBundler } from "../bundle-schema.js";
import type { DeliveryDescription, Json } from "../catalog.js";
import { createChecks, type SchemaChecks } from "../compile-schema.js";
import type { DocumentProblems } from "../document-problems.js";
import { withEventLiteral } from "../event-literal.js";
import type { JsonObject } from "../parse-document.js";
import { isObject } from "../parse-document.js";
import { pointerSegments } from "../resolve-pointer.js";
import { mentionsUnevaluated } from "../shared-schemas.js";
import { mapSubschemas } from "../subschemas.js";
import { flatten } from "./flatten.js";
import { makeSample } from "./make-sample.js";
import type { NamedEvent } from "./name-events.js";
import { createOpener } from "./open-schemas.js";
import type { PinnedEvent } from "./write-document.js";

/**
 * What is pinned of each event type: its schema opened, laid together and with its name, and a sample that is valid.
 *
 * @param delivery with its preset filled in
 * @param warn is told what had to be made up
 */
export function pinEvents(
  events: readonly NamedEvent[],
  bundler: SchemaBundler,
  problems: DocumentProblems,
  delivery: DeliveryDescription,
  warn: (message: string) => void,
): { events: PinnedEvent[]; definitions: Record<string, Json> } {
  const bundled = events.map((event) => ({
    event,
    schema: bundler.bundle(event.schema, event.schemaPath),
  }));
  problems.throwIfAny();
  const all: Record<string, Json> = {};
  for (const { schema } of bundled) {
    if (isObject(schema) && isObject(schema["$defs"])) {
      Object.assign(all, schema["$defs"]);
    }
  }
  const opener = createOpener(
    all,
    bundled.map(({ schema }) => schema),
  );
  const definitions = Object.fromEntries(
    Object.entries(opener.definitions()).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const path =
    "pointer" in delivery.event
      ? (pointerSegments(delivery.event.pointer) ?? [])
      : [];
  const keep = new Set(path.slice(0, 1));
  const checks = createChecks(
    mentionsUnevaluated(bundled.map(({ schema }) => schema)),
  );
  const pinned = bundled.map(({ event, schema: closed }): PinnedEvent => {
    const { $defs, ...own } = isObject(closed) ? closed : {};
    const schema = opener.open(own, keep) as JsonObject;
    const used = namesOf($defs);
    const named = withName(
      {
        ...schema,
        ...(used.length > 0 && {
          $defs: Object.fromEntries(
            used.map((name) => [name, definitions[name]!]),
          ),
        }),
      },
      path,
      event,
      problems,
    );
    const whole = flatten(named, definitions);
    const example = exampleOf(event, whole, checks, problems, warn);
    return { ...event, schema: whole, example: example ?? null };
  });
  return { definitions: usedBy(pinned, definitions), events: pinned };
}

/** Definitions that the event types still use, once they are laid together. */
function usedBy(
  events: readonly PinnedEvent[],
  definitions: Readonly<Record<string, Json>>,
): Record<string, Json> {
  const used = new Set<string>();
  const visit = (schema: Json): Json => {
    if (!isObject(schema)) return schema;
    const name = String(schema["$ref"] ?? "").replace("#/$defs/", "");
    if (name !== "" && !used.has(name)) {
      used.add(name);
      visit(definitions[name] ?? true);
    }
    const { $defs: _, ...own } = schema;
    mapSubschemas(own, visit);
    return schema;
  };
  for (const { schema } of events) visit(schema);
  return Object.fromEntries(
    Object.entries(definitions).filter(([name]) => used.has(name)),
  );
}

function namesOf(defs: Json | undefined): string[] {
  return isObject(defs) ? Object.keys(defs) : [];
}

/** The member that holds the event's name, or its part of it, gets exactly one value. */
function withName(
  schema: JsonObject,
  path: readonly string[],
  { key, literal }: NamedEvent,
  problems: DocumentProblems,
): JsonObject {
  if (literal === undefined || path.length === 0) return schema;
  const [member, ...deeper] = path;
  if (deeper.length === 0) {
    const told = withEventLiteral(schema, member!, literal);
    if (typeof told !== "string") return told.schema;
    problems.add("FG205", `\`${key}\`: ${told}`);
    return schema;
  }
  const { $defs, ...rest } = schema;
  const named = path.reduceRight<Json>(
    (inner, name) => ({
      type: "object",
      properties: { [name]: inner },
      required: [name],
    }),
    { const: literal },
  );
  return { allOf: [rest, named], ...($defs !== undefined && { $defs }) };
}

function exampleOf(
  { name, example }: NamedEvent,
  schema: JsonObject,
  checks: SchemaChecks,
  problems: DocumentProblems,
  warn: (message: string) => void,
): Json | undefined {
  const given = [
    example,
    schema["example"],
    ...(Array.isArray(schema["examples"]) ? schema["examples"] : []),
  ].filter((value): value is Json => value !== undefined);
  try {
    const sample = makeSample(schema, given, checks);
    if (sample === undefined) {
      problems.add("FG206", `No sample of \`${name}\` could be made`);
    } else if (given.length > 0 && !given.includes(sample)) {
      warn(
        `The example of \`${name}\` breaks its own schema: a sample was made instead`,
      );
    }
    return sample;
  } catch (error) {
    // Each schema that leads to another is a level of the check's code, unless it was met before.
    const reason =
      error instanceof RangeError
        ? "its schemas lead to each other over more steps than a check can be made for"
        : error instanceof Error
          ? error.message
          : String(error);
    problems.add(
      "FG205",
      `The schema of \`${name}\` cannot be used: ${reason}`,
    );
    return undefined;
  }
}
