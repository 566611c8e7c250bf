import type { DeliveryDescription, Json } from "../catalog.js";
import { namesAt } from "../event-literal.js";
import type { JsonObject } from "../parse-document.js";
import { isObject } from "../parse-document.js";
import { pointerSegments, followed, valueAt } from "../resolve-pointer.js";
import type { RawEvent } from "./raw-event.js";
import { textOf } from "./text-of.js";

/** One event type of a source. */
export interface NamedEvent extends RawEvent {
  readonly name: string;
  /** What the payload says of it, at the delivery's pointer: all of the name, or the part that no header has. */
  readonly literal: string | undefined;
}

export interface Name {
  readonly name: string;
  readonly literal?: string;
  /** The part of the name that a header has, where the source's key told it. */
  readonly base?: string;
}

/** What all entries together tell of names in a header. */
export interface KnownHeaders {
  /** Spells the part of a key that is a header's value as deliveries do. */
  readonly spell: (base: string) => string;
  /** Parts of keys that are known to be a header's value. */
  readonly bases: ReadonlySet<string>;
}

export interface Rules {
  readonly root: JsonObject;
  readonly delivery: Pick<DeliveryDescription, "event">;
  readonly known?: KnownHeaders;
}

/** What may stand beside alternatives without being part of each. */
const saysNothing = new Set([
  "$comment",
  "$defs",
  "$id",
  "$schema",
  "definitions",
  "description",
  "example",
  "examples",
  "id",
  "title",
  "type",
]);

/** Alternatives within alternatives, as deep as documents have them. */
const DEEPEST = 5;

/** A source's kind of delivery, or each of the alternatives that it is told to be, where they can be told apart. */
export function splitEvent(raw: RawEvent, rules: Rules): readonly RawEvent[] {
  return raw.name === undefined ? alternativesOf(raw, rules, 0) : [raw];
}

/**
 * Which event types one of them stands for. The names are those that deliveries bear, wherever the payload or a header
 * tells them; only where nothing does, what the source calls it.
 */
export function nameEvents(raw: RawEvent, rules: Rules): NamedEvent[] {
  const { event } = rules.delivery;
  if (raw.name !== undefined) {
    const literal = "header" in event ? undefined : raw.name;
    return [{ ...raw, name: raw.name, literal }];
  }
  return named(raw, rules).map(({ name, literal }) => ({
    ...raw,
    name,
    literal,
  }));
}

/** A payload that is one of several, told apart by its name, is as many event types. */
function alternativesOf(
  raw: RawEvent,
  rules: Rules,
  depth: number,
): RawEvent[] {
  const schema = followed(rules.root, raw.schema)?.value;
  if (depth > DEEPEST || schema === undefined) return [raw];
  if (schema["type"] === "array" && isObject(schema["items"])) {
    // A delivery that holds several events: each is one for itself.
    const example = Array.isArray(raw.example)
      ? (raw.example[0] as Json)
      : raw.example;
    const item = { ...raw, schema: schema["items"], example };
    return alternativesOf(item, rules, depth + 1);
  }
  const pointer = pointerOf(rules);
  const keyword = Array.isArray(schema["oneOf"]) ? "oneOf" : "anyOf";
  const branches = schema[keyword];
  if (pointer === undefined || !Array.isArray(branches)) return [raw];
  const split = (branches as readonly Json[]).flatMap((branch) => {
    const { [keyword]: _, discriminator: __, ...rest } = schema;
    const alone = Object.keys(rest).every((key) => saysNothing.has(key));
    const one: Json = alone ? branch : { ...rest, allOf: [branch] };
    const inner = followed(rules.root, branch)?.value ?? {};
    return alternativesOf(
      {
        ...raw,
        key: refName(branch) ?? raw.key,
        summary: textOf(inner["title"]) ?? raw.summary,
        description: textOf(inner["description"]) ?? raw.description,
        schema: one,
        example: undefined,
      },
      rules,
      depth + 1,
    );
  });
  // Where a header has the first part of the name, what the document calls a branch tells it.
  const byKey = "header" in rules.delivery.event;
  const tellApart = split.every(
    ({ schema: each, key }) =>
      (byKey && key !== raw.key) ||
      (isObject(each) && namesAt(each, pointer, rules.root)?.length === 1),
  );
  return tellApart ? split.map((each) => withExample(each, raw, rules)) : [raw];
}

/** The whole's example belongs to the branch that it names. */
function withExample(each: RawEvent, whole: RawEvent, rules: Rules): RawEvent {
  const { event } = rules.delivery;
  if (whole.example === undefined || !("pointer" in event)) return each;
  const named = valueAt(whole.example, event.pointer);
  const own = isObject(each.schema)
    ? namesAt(each.schema, pointerOf(rules) ?? [], rules.root)
    : undefined;
  return typeof named === "string" && own?.[0] === named
    ? { ...each, example: whole.example }
    : each;
}

/** The names of an entry that stands for no alternatives. */
export function named(raw: RawEvent, rules: Rules): readonly Name[] {
  const event: {
    readonly pointer?: string;
    readonly header?: string;
    readonly separator?: string;
  } = rules.delivery.event;
  const path = pointerOf(rules);
  const schema = followed(rules.root, raw.schema)?.value ?? {};
  const listed =
    path === undefined ? undefined : namesAt(schema, path, rules.root);
  if (event.header === undefined) {
    return byMember(raw, listed, rules).map((name) => ({
      name,
      literal: name,
    }));
  }
  const header =
    raw.headers[event.header] ?? raw.exampleHeaders?.[event.header];
  const separator = event.separator ?? ".";
  const { spell = (base: string) => base, bases } = rules.known ?? {};
  if (listed === undefined) {
    return [{ name: header ?? spell(withoutEvent(raw.key)) }];
  }
  const wanted = listed.filter((action) => endsWith(raw.key, action));
  const actions = wanted.length > 0 ? wanted : listed;
  return actions.map((action) => {
    const base = endsWith(raw.key, action)
      ? withoutEnd(raw.key, action)
      : (longestStart(raw.key, bases) ?? withoutEvent(raw.key));
    const first = header ?? spell(base);
    return { name: `${first}${separator}${action}`, literal: action, base };
  });
}

/** `create$event` → `create` */
function withoutEvent(key: string): string {
  return key.replace(/(?<=[A-Za-z0-9])[^A-Za-z0-9]*event$/i, "");
}

/** `custom-property` of `custom-property-promoted`, where other keys show that it is a header's value. */
function longestStart(
  key: string,
  bases: ReadonlySet<string> | undefined,
): string | undefined {
  return [...(bases ?? [])]
    .filter(
      (base) =>
        key.startsWith(base) && /^[^A-Za-z0-9]/.test(key.slice(base.length)),
    )
    .sort((a, b) => b.length - a.length)[0];
}

function byMember(
  raw: RawEvent,
  listed: readonly string[] | undefined,
  { delivery: { event } }: Rules,
): readonly string[] {
  const { pointer } = event as { readonly pointer: string };
  if (listed === undefined || listed.length === 0) {
    const shown =
      raw.example === undefined ? undefined : valueAt(raw.example, pointer);
    return [typeof shown === "string" && shown !== "" ? shown : raw.key];
  }
  const likely = listed.filter((name) => letters(name) === letters(raw.key));
  return likely.length > 0 ? likely : listed;
}

/** Keys that lead to the part of the name that the payload holds. */
function pointerOf({ delivery: { event } }: Rules) {
  return "pointer" in event ? pointerSegments(event.pointer) : undefined;
}

function endsWith(key: string, action: string): boolean {
  return (
    letters(key).endsWith(letters(action)) &&
    letters(key).length > letters(action).length
  );
}

/** `check-run-completed` without `completed` → `check-run` */
function withoutEnd(key: string, action: string): string {
  if (!endsWith(key, action)) return key;
  let end = key.length;
  for (let left = letters(action).length; left > 0; end--) {
    if (/[a-z0-9]/i.test(key[end - 1] ?? "")) left--;
  }
  return key.slice(0, end).replace(/[^A-Za-z0-9]+$/, "");
}

/** What is left of a name when it is written otherwise: `chargeSucceeded` is `charge.succeeded`. */
export function letters(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "");
}

/** `#/components/schemas/InvoicePaid` → `InvoicePaid` */
function refName(schema: Json): string | undefined {
  const ref = isObject(schema) ? schema["$ref"] : undefined;
  return typeof ref === "string"
    ? pointerSegments(ref.slice(1))?.at(-1)
    : undefined;
}
