import type { Json } from "./catalog.js";
import { isObject } from "./parse-document.js";
import { mapSubschemas } from "./subschemas.js";

/** Marks a string that admits any value beside the listed ones. */
export const openString = "x-open-string";
/** Marks a list whose first items have schemas of their own: `{ first, least, rest? }`, projected. */
export const tuple = "x-tuple";
/** Carries the comment of a member. */
export const comment = "x-comment";

/** Keywords that say something about the type; openapi-typescript makes comments or mistakes of the others. */
const kept = [
  "type",
  "nullable",
  "properties",
  "patternProperties",
  "additionalProperties",
  "required",
  "items",
  "prefixItems",
  "allOf",
  "anyOf",
  "oneOf",
  "$ref",
  openString,
];

/**
 * What openapi-typescript should see of a schema: constraints and annotations gone, literals as plain alternatives,
 * lists that are open (`x-extensible-enum`, or an `enum` beside `type: string`) marked as such.
 */
export function projectType(schema: Json): Json {
  if (schema === true) return {};
  if (schema === false) return { anyOf: [false] };
  if (!isObject(schema)) return {};
  const notes = describe(schema);
  const literals = literalValues(schema);
  if (literals) {
    return { anyOf: literals.map(literal), ...notes };
  }
  const inner = mapSubschemas(schema, projectType);
  let result: Record<string, Json> = {};
  for (const keyword of kept) {
    if (inner[keyword] !== undefined) result[keyword] = inner[keyword];
  }
  if (result["items"] !== undefined) result["items"] = alone(result["items"]);
  // Closed objects stay open; and an index signature must hold for the named members as well, which a schema's need not.
  const closed = schema["additionalProperties"] === false;
  const mixed =
    schema["properties"] !== undefined &&
    schema["additionalProperties"] !== true;
  if (closed || mixed) delete result["additionalProperties"];
  if (mixed) delete result["patternProperties"];
  // openapi-typescript takes a reference for the whole schema.
  if (result["$ref"] !== undefined && hasMore(result)) {
    const { $ref, allOf, ...rest } = result;
    const more = Array.isArray(allOf) ? (allOf as readonly Json[]) : [];
    return { ...rest, allOf: [{ $ref: $ref! }, ...more], ...notes };
  }
  if (Array.isArray(result["prefixItems"])) {
    result = withTuple(result, schema);
  }
  const known = schema["x-extensible-enum"];
  if (Array.isArray(known) && schema["type"] === "string") {
    const values = known.filter((value) => typeof value === "string");
    return {
      anyOf: [
        ...values.map(literal),
        values.length > 0
          ? { type: "string", [openString]: true }
          : { type: "string" },
      ],
      ...notes,
    };
  }
  for (const keyword of ["anyOf", "oneOf"]) {
    const branches = result[keyword];
    if (Array.isArray(branches)) {
      result[keyword] = openAlternatives(branches as readonly Json[]);
    }
  }
  return { ...result, ...notes };
}

/**
 * The one alternative that there is, and the one type. openapi-typescript makes a list of lists a mere list where it does not see that
 * the items are of `type: array`.
 */
function alone(schema: Json): Json {
  if (!isObject(schema)) return schema;
  const { [comment]: _, ...said } = schema;
  const [keyword = "", ...more] = Object.keys(said);
  const value = said[keyword];
  const isOne = Array.isArray(value) && value.length === 1 && more.length === 0;
  if (isOne && ["allOf", "anyOf", "oneOf"].includes(keyword)) {
    return alone((value as readonly Json[])[0]!);
  }
  const { type } = said;
  return Array.isArray(type) && type.length === 1
    ? { ...schema, type: (type as readonly Json[])[0]! }
    : schema;
}

/** The first items may be missing, and others may follow, unless the schema says otherwise. */
function withTuple(
  projected: Record<string, Json>,
  { type, items, minItems }: { readonly [key: string]: Json },
): Record<string, Json> {
  const { prefixItems: first, items: rest = {}, ...others } = projected;
  const least = typeof minItems === "number" ? minItems : 0;
  const list: Json = {
    [tuple]: { first: first!, least, ...(items !== false && { rest }) },
  };
  const besides = (Array.isArray(type) ? (type as readonly Json[]) : []).filter(
    (each) => each !== "array",
  );
  if (besides.length === 0) return { ...others, ...list };
  delete others["type"];
  return { ...others, anyOf: [list, { type: besides }] };
}

/** openapi-typescript takes `const: null` for no literal. */
function literal(value: Json): Json {
  return value === null ? { type: "null" } : { const: value };
}

/** `"a" | string` is nothing but `string`; an open string keeps the known values in sight. */
function openAlternatives(branches: readonly Json[]): Json[] {
  const hasLiteral = branches.some(
    (branch) =>
      isObject(branch) &&
      Array.isArray(branch["anyOf"]) &&
      (branch["anyOf"] as readonly Json[]).some(
        (item) => isObject(item) && typeof item["const"] === "string",
      ),
  );
  const open = branches.flatMap((branch) => {
    if (!isObject(branch)) return branch;
    // Alternatives of alternatives are one list.
    const { anyOf, ...more } = branch;
    const isList = Array.isArray(anyOf) && Object.keys(more).length === 0;
    if (isList) return anyOf as readonly Json[];
    return hasLiteral && branch["type"] === "string"
      ? { ...branch, [openString]: true }
      : branch;
  });
  // A list that was open already, beside any string.
  const first = open.findIndex(isOpenString);
  return open.filter((branch, at) => at === first || !isOpenString(branch));
}

function isOpenString(schema: Json): boolean {
  return isObject(schema) && schema[openString] === true;
}

function literalValues(schema: { readonly [key: string]: Json }) {
  const values = "const" in schema ? [schema["const"]!] : schema["enum"];
  if (!Array.isArray(values) || values.length === 0) return undefined;
  // Objects and lists as literals are rare and unreadable as types.
  return values.every((value) => value === null || typeof value !== "object")
    ? (values as readonly Json[])
    : undefined;
}

function hasMore(schema: { readonly [key: string]: Json }): boolean {
  return Object.keys(schema).length > 1;
}

function describe(schema: { readonly [key: string]: Json }) {
  const text = [schema["title"], schema["description"]]
    .filter((part) => typeof part === "string" && part.trim() !== "")
    .join("\n\n");
  const notes = schema["deprecated"] === true ? [text, "@deprecated"] : [text];
  return notes.join("") === "" ? {} : { [comment]: notes };
}

/** Paragraphs of a projected schema's comment. */
export function commentOf(schema: Json): readonly string[] {
  const doc = isObject(schema) ? schema[comment] : undefined;
  return Array.isArray(doc) ? (doc as string[]) : [];
}
