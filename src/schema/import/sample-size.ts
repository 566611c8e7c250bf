import type { Json } from "../catalog.js";
import type { JsonObject } from "../parse-document.js";
import { isObject } from "../parse-document.js";
import { mapSubschemas } from "../subschemas.js";
import { measured } from "./measure-schema.js";

/** Values in one sample: with more, it is no use to anybody who reads it, and takes minutes to make. */
export const MOST_VALUES = 20_000;

/** How large samples of a schema become, estimated. A small document may ask for more values than a machine can hold. */
export interface SampleSize {
  /** Values that each sample has at least. */
  readonly least: number;
  /** Values that lists within lists have together at least, where members are there that may be missing. */
  readonly widest: number;
}

/** @param schema with its definitions */
export function sampleSize(schema: Json): SampleSize {
  return {
    least: measured(leastOf, schema),
    widest: measured(widestOf, schema),
  };
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

function atLeast(schema: JsonObject, keyword: string): number {
  const value = schema[keyword];
  return typeof value === "number" && value > 0 ? value : 0;
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}
