import type { SchemaBundler } from "../bundle-schema.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { DeliveryDescription, Json, JsonSchema } from "../catalog.js";
import { createChecks, type SchemaChecks } from "../schema-checks.js";
import {
  collectProblems,
  type DocumentProblems,
} from "../document-problems.js";
import { withEventLiteral } from "../event-literal.js";
import type { JsonObject } from "../parse-document.js";
import { isObject } from "../parse-document.js";
import { pointerSegments } from "../resolve-pointer.js";
import { mentionsUnevaluated } from "../shared-schemas.js";
import { mapSubschemas } from "../subschemas.js";
import { flatten } from "./flatten.js";
import { type Bounded, createBounded } from "./bounded.js";
import { mayTakeForEver } from "./expressions.js";
import type { LeftOut } from "./left-out.js";
import { makeSample } from "./make-sample.js";
import type { NamedEvent } from "./name-events.js";
import { createOpener } from "./open-schemas.js";
import { checkSteps } from "./check-steps.js";
import type { PinnedEvent } from "./write-document.js";

/** Each delivery is checked by its schema: what takes longer than this keeps a receiver from its work. */
const MOST_STEPS = 100_000;

interface Means {
  readonly bundler: (problems: DocumentProblems) => SchemaBundler;
  readonly leftOut: LeftOut;
  /** With its preset filled in. */
  readonly delivery: DeliveryDescription;
  /** Is told what had to be made up. */
  readonly warn: (message: string, more?: Partial<Diagnostic>) => void;
}

/**
 * What is pinned of each event type: its schema opened, laid together and with its name, and a sample that is valid, where one is found.
 */
export function pinEvents(
  events: readonly NamedEvent[],
  means: Means,
): { events: PinnedEvent[]; definitions: Record<string, Json> } {
  const { leftOut, delivery, warn } = means;
  const bundled = bundledEvents(events, means);
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
  const bounded = createBounded();
  const pinned = bundled.flatMap(({ event, schema: closed }) => {
    const { $defs, ...own } = isObject(closed) ? closed : {};
    const schema = opener.open(own, keep) as JsonObject;
    const used = namesOf($defs);
    const self = {
      ...schema,
      ...(used.length > 0 && {
        $defs: Object.fromEntries(
          used.map((name) => [name, definitions[name]!]),
        ),
      }),
    };
    return (
      leftOut.sift(event.key, (problems): PinnedEvent[] => {
        const named = withName(self, path, event, problems);
        if (!problems.empty) return [];
        const whole = flatten(named, definitions);
        const sample = sampleOf(event, whole, { checks, bounded }, problems);
        const { value: example, broken } = sample;
        if (example === undefined) warnOfNone(event, sample, delivery, warn);
        else if (broken) {
          warn(
            `The example of \`${event.name}\` breaks its own schema: a sample was made instead`,
          );
        }
        const { example: _, ...rest } = event;
        return [
          {
            ...rest,
            schema: whole,
            ...(example !== undefined && { example }),
          },
        ];
      }) ?? []
    );
  });
  return { definitions: usedBy(pinned, definitions), events: pinned };
}

interface BundledEvent {
  readonly event: NamedEvent;
  readonly schema: JsonSchema;
}

/** All share one bundler, so that what they share has one name; only where that finds a fault they are looked at one by one. */
function bundledEvents(
  events: readonly NamedEvent[],
  { bundler, leftOut }: Means,
): readonly BundledEvent[] {
  const problems = collectProblems();
  const { bundle } = bundler(problems);
  const bundled = events.map((event) => ({
    event,
    schema: bundle(event.schema, event.schemaPath),
  }));
  if (problems.empty) return bundled;
  const sound = events.filter(
    ({ key, schema, schemaPath }) =>
      leftOut.sift(key, (own) => bundler(own).bundle(schema, schemaPath)) !==
      undefined,
  );
  // At least one is fewer now, so this ends.
  return sound.length < events.length
    ? bundledEvents(sound, { bundler, leftOut } as Means)
    : bundled;
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

interface Sample {
  readonly value: Json | undefined;
  /** Whether the source has examples, and none of them is valid. */
  readonly broken: boolean;
  /** Why there is none. */
  readonly reason?: string | undefined;
}

function sampleOf(
  { name, example }: NamedEvent,
  schema: JsonObject,
  means: { readonly checks: SchemaChecks; readonly bounded: Bounded },
  problems: DocumentProblems,
): Sample {
  const given = [
    example,
    schema["example"],
    ...(Array.isArray(schema["examples"]) ? schema["examples"] : []),
  ].filter((value): value is Json => value !== undefined);
  if (checkSteps(schema) > MOST_STEPS) {
    problems.add(
      "FG205",
      `The schema of \`${name}\` cannot be used: its alternatives and parts within each other are more than ${MOST_STEPS} steps for one value`,
    );
    return { value: undefined, broken: false };
  }
  try {
    const make = () => makeSample(schema, given, means.checks);
    const { sample, reason } = mayTakeForEver(schema)
      ? (means.bounded.run(make) ?? tooLong)
      : make();
    const broken = sample !== undefined && !given.includes(sample);
    return { value: sample, broken: given.length > 0 && broken, reason };
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
    return { value: undefined, broken: false };
  }
}

const tooLong: ReturnType<typeof makeSample> = {
  reason: "an expression of its `pattern` takes too long over a text",
};

function warnOfNone(
  { name }: NamedEvent,
  { reason }: Sample,
  { contentType }: DeliveryDescription,
  warn: Means["warn"],
): void {
  if (reason === undefined) return;
  const keys = ["webhooks", name, "post", "requestBody", "content"];
  const place = [...keys, contentType, "example"]
    .map((key) => key.replaceAll("~", "~0").replaceAll("/", "~1"))
    .join("/");
  warn(
    `\`${name}\` has no sample, as its schema contradicts itself or is too intricate: ${reason}`,
    {
      code: "FG206",
      hint: `Write an \`example\` at #/${place} of the pinned document before you handle the event, or its fixture in test/fixtures after that.`,
    },
  );
}
