import type { Json } from "../catalog.js";
import type { JsonObject } from "../parse-document.js";
import { isObject } from "../parse-document.js";

/** Says something of a schema's place in its document, and nothing of values. */
const placeKeywords = ["$schema", "$id", "id", "definitions", "$comment"];

/**
 * One schema of an older dialect (OpenAPI 3.0, JSON Schema draft 4 to 7) → JSON Schema 2020-12; what lies inside it is left as it is.
 *
 * @param tell is told what had to be left out
 */
export function modernize(
  schema: JsonObject,
  tell: (what: string) => void,
): JsonObject {
  const result: Record<string, Json> = { ...schema };
  for (const keyword of placeKeywords) delete result[keyword];
  exclusive(result, "minimum", "exclusiveMinimum");
  exclusive(result, "maximum", "exclusiveMaximum");
  tuple(result);
  dependencies(result);
  // Draft 3, and a frequent slip: it says so of the member, where it means nothing.
  if (typeof result["required"] === "boolean") delete result["required"];
  if (Array.isArray(result["required"]) && result["required"].length === 0) {
    delete result["required"];
  }
  if (Array.isArray(result["enum"]) && result["enum"].length === 0) {
    delete result["enum"];
  }
  pattern(result, tell);
  return nullable(discriminated(result));
}

function exclusive(
  schema: Record<string, Json>,
  bound: string,
  keyword: string,
): void {
  const value = schema[keyword];
  if (typeof value !== "boolean") return;
  delete schema[keyword];
  if (!value || schema[bound] === undefined) return;
  schema[keyword] = schema[bound];
  delete schema[bound];
}

function tuple(schema: Record<string, Json>): void {
  const { items, additionalItems } = schema;
  delete schema["additionalItems"];
  if (!Array.isArray(items)) return;
  delete schema["items"];
  if (items.length > 0) schema["prefixItems"] = items;
  if (additionalItems !== undefined) schema["items"] = additionalItems;
}

function dependencies(schema: Record<string, Json>): void {
  const all = schema["dependencies"];
  if (!isObject(all)) return;
  delete schema["dependencies"];
  const entries = Object.entries(all);
  const required = entries.filter(([, value]) => Array.isArray(value));
  const schemas = entries.filter(([, value]) => !Array.isArray(value));
  if (required.length > 0) {
    schema["dependentRequired"] = Object.fromEntries(required);
  }
  if (schemas.length > 0) {
    schema["dependentSchemas"] = Object.fromEntries(schemas);
  }
}

/** Expressions that only a laxer engine reads would keep the whole schema from being compiled. */
function pattern(
  schema: Record<string, Json>,
  tell: (what: string) => void,
): void {
  const text = schema["pattern"];
  if (typeof text === "string" && !isExpression(text)) {
    delete schema["pattern"];
    tell(`the pattern ${JSON.stringify(text.slice(0, 60))}`);
  }
  const patterns = schema["patternProperties"];
  if (!isObject(patterns)) return;
  const kept = Object.entries(patterns).filter(([key]) => {
    if (isExpression(key)) return true;
    tell(`the pattern ${JSON.stringify(key.slice(0, 60))}`);
    return false;
  });
  schema["patternProperties"] = Object.fromEntries(kept);
}

function isExpression(text: string): boolean {
  try {
    return new RegExp(text, "u") instanceof RegExp;
  } catch {
    return false;
  }
}

/** OpenAPI 3.0: a branch of a `oneOf` is told by a member whose values the mapping alone gives. */
function discriminated(schema: Record<string, Json>): Record<string, Json> {
  const { discriminator, ...rest } = schema;
  if (!isObject(discriminator)) return schema;
  const { propertyName, mapping } = discriminator;
  const keyword = Array.isArray(rest["oneOf"]) ? "oneOf" : "anyOf";
  const branches = rest[keyword];
  if (typeof propertyName !== "string" || !Array.isArray(branches)) return rest;
  const names = new Map<string, string[]>();
  for (const [value, target] of Object.entries(
    isObject(mapping) ? mapping : {},
  )) {
    if (typeof target !== "string") continue;
    const ref = target.includes("/")
      ? target
      : `#/components/schemas/${target}`;
    names.set(ref, [...(names.get(ref) ?? []), value]);
  }
  return {
    ...rest,
    [keyword]: (branches as readonly Json[]).map((branch) => {
      const ref = isObject(branch) ? branch["$ref"] : undefined;
      if (typeof ref !== "string") return branch;
      const values = names.get(ref) ?? [];
      if (values.length === 0) return branch;
      const member: Json =
        values.length === 1 ? { const: values[0]! } : { enum: values };
      return {
        allOf: [
          branch,
          {
            type: "object",
            properties: { [propertyName]: member },
            required: [propertyName],
          },
        ],
      };
    }),
  };
}

/** OpenAPI 3.0's `nullable` beside a type, an enum or a reference. */
function nullable(schema: Record<string, Json>): JsonObject {
  const { nullable: isNullable, ...rest } = schema;
  if (isNullable !== true) {
    if (isNullable === undefined) return schema;
    return rest;
  }
  const { type, enum: values, description, title } = rest;
  if (type === undefined) {
    const { description: _, title: __, ...bare } = rest;
    if (Object.keys(bare).length === 0) return rest;
    return {
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      anyOf: [bare, { type: "null" }],
    };
  }
  const types = Array.isArray(type) ? (type as readonly Json[]) : [type];
  return {
    ...rest,
    type: types.includes("null") ? types : [...types, "null"],
    ...(Array.isArray(values) &&
      !values.includes(null) && { enum: [...values, null] }),
  };
}
