import type { Json } from "./json.js";
import type { JsonObject } from "./parse-document.js";
import { isObject } from "./parse-document.js";

// Where JSON Schema 2020-12 keeps schemas inside schemas. All else is data, in which `$ref` or `description` mean nothing.
const single = [
  "additionalProperties",
  "contains",
  "contentSchema",
  "else",
  "if",
  "items",
  "not",
  "propertyNames",
  "then",
  "unevaluatedItems",
  "unevaluatedProperties",
];
const lists = ["allOf", "anyOf", "oneOf", "prefixItems"];
const maps = ["$defs", "dependentSchemas", "patternProperties", "properties"];

/** Keywords whose schemas apply to the very value that the schema itself applies to. */
export const sameValueKeywords: ReadonlySet<string> = new Set([
  "$ref",
  "allOf",
  "anyOf",
  "dependentSchemas",
  "else",
  "if",
  "not",
  "oneOf",
  "then",
]);

/**
 * A copy of a schema with each schema right inside it replaced.
 *
 * @param replace gets the inner schema and the keys that lead to it
 */
export function mapSubschemas(
  schema: JsonObject,
  replace: (inner: Json, path: readonly (string | number)[]) => Json,
): Record<string, Json> {
  const result: Record<string, Json> = { ...schema };
  for (const keyword of single) {
    const value = schema[keyword];
    if (value !== undefined) result[keyword] = replace(value, [keyword]);
  }
  for (const keyword of lists) {
    const value = schema[keyword];
    if (!Array.isArray(value)) continue;
    result[keyword] = value.map((item: Json, index) =>
      replace(item, [keyword, index]),
    );
  }
  for (const keyword of maps) {
    const value = schema[keyword];
    if (!isObject(value)) continue;
    result[keyword] = Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        replace(item, [keyword, key]),
      ]),
    );
  }
  return result;
}

/** The schemas right inside a schema. */
export function innerSchemas(schema: JsonObject): Json[] {
  const inner: Json[] = [];
  for (const keyword of single) {
    const value = schema[keyword];
    if (value !== undefined) inner.push(value);
  }
  for (const keyword of lists) {
    const value = schema[keyword];
    if (Array.isArray(value)) inner.push(...(value as readonly Json[]));
  }
  for (const keyword of maps) {
    const value = schema[keyword];
    if (isObject(value)) inner.push(...Object.values(value));
  }
  return inner;
}
