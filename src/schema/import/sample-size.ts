import type { Json } from "../catalog.js";
import type { JsonObject } from "../parse-document.js";
import { isObject } from "../parse-document.js";
import { mapSubschemas, sameValueKeywords } from "../subschemas.js";

/** Values in one sample: with more, it is no use to anybody who reads it, and takes minutes to make. */
export const MOST_VALUES = 20_000;

/** Definitions that lead to each other: what grows does so long before. */
const DEEPEST = 100;

/** How large samples of a schema become, estimated. A small document may ask for more values than a machine can hold. */
export interface SampleSize {
  /** Values that each sample has at least. */
  readonly least: number;
  /** Values that lists within lists have together at least, where members are there that may be missing. */
  readonly widest: number;
}

/** @param schema with its definitions */
export function sampleSize(schema: Json): SampleSize {
  const definitions = definitionsOf(schema);
  return {
    least: measured(leastOf, definitions)(schema),
    widest: measured(widestOf, definitions)(schema),
  };
}

/** What checking one value at one place takes, in schemas: alternatives within alternatives multiply. */
export function checkSteps(schema: Json): number {
  return measured(stepsOf, definitionsOf(schema))(schema);
}

function definitionsOf(schema: Json): JsonObject {
  return isObject(schema) && isObject(schema["$defs"]) ? schema["$defs"] : {};
}

type Measure = (schema: JsonObject, of: (inner: Json) => number) => number;

/** Each definition is measured once, however many refer to it; where it leads back to itself, that is as good as nothing. */
function measured(measure: Measure, definitions: JsonObject) {
  const known = new Map<string, number>();
  let depth = 0;
  const of = (schema: Json): number => {
    if (!isObject(schema)) return 1;
    const { $ref, ...rest } = schema;
    const own = measure(rest, of);
    if (typeof $ref !== "string") return own;
    const name = $ref.slice("#/$defs/".length);
    let target = known.get(name);
    if (target === undefined && depth < DEEPEST) {
      known.set(name, 1);
      depth++;
      target = Object.hasOwn(definitions, name) ? of(definitions[name]!) : 1;
      depth--;
      known.set(name, target);
    }
    return own + (target ?? 1) - 1;
  };
  return of;
}

function leastOf(schema: JsonObject, of: (inner: Json) => number): number {
  const { properties, required, prefixItems } = schema;
  const members = isObject(properties) ? properties : {};
  const names = listOf(required).filter(
    (name) => typeof name === "string" && Object.hasOwn(members, name),
  ) as readonly string[];
  const all = (list: readonly Json[]) =>
    list.reduce<number>((sum, each) => sum + of(each), 0);
  const least = (list: readonly Json[]) =>
    list.length === 0 ? 0 : Math.min(...list.map(of));
  const count = atLeast(schema, "minItems");
  return (
    1 +
    all(names.map((name) => members[name]!)) +
    all(listOf(schema["allOf"])) +
    least(listOf(schema["anyOf"])) +
    least(listOf(schema["oneOf"])) +
    all(listOf(prefixItems).slice(0, count)) +
    count * of(schema["items"] ?? true) +
    atLeast(schema, "minContains") * of(schema["contains"] ?? true) +
    atLeast(schema, "minProperties") +
    // A long text is as good as many values.
    atLeast(schema, "minLength") / 10
  );
}

function widestOf(schema: JsonObject, of: (inner: Json) => number): number {
  let inner = 1;
  const { $defs: _, ...own } = schema;
  mapSubschemas(own, (each) => {
    inner = Math.max(inner, of(each));
    return each;
  });
  const counts = ["minItems", "minContains", "minProperties"];
  const asked = counts.map((name) => atLeast(schema, name));
  return inner * Math.max(1, ...asked, atLeast(schema, "minLength") / 10);
}

function stepsOf(schema: JsonObject, of: (inner: Json) => number): number {
  let same = 0;
  let other = 0;
  const { $defs: _, ...own } = schema;
  mapSubschemas(own, (each, [keyword]) => {
    const steps = of(each);
    if (sameValueKeywords.has(String(keyword))) same += steps;
    else other = Math.max(other, steps);
    return each;
  });
  return Math.max(1 + same, other);
}

function atLeast(schema: JsonObject, keyword: string): number {
  const value = schema[keyword];
  return typeof value === "number" && value > 0 ? value : 0;
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}
