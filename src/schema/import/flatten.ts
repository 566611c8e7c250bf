import type { Json } from "../catalog.js";
import type { JsonObject } from "../parse-document.js";
import { isObject } from "../parse-document.js";

type Definitions = Readonly<Record<string, Json>>;
type Members = Readonly<Record<string, Json>>;

/** Keywords of a part that can be laid over others; what else a part says keeps it a part. */
const plain = new Set([
  "type",
  "properties",
  "required",
  "allOf",
  "$ref",
  "title",
  "description",
  "deprecated",
  "example",
  "examples",
  "externalDocs",
]);

const DEEPEST = 20;
/** Parts of one sum; definitions that are used again and again in each other would be millions. */
const MOST_PARTS = 500;

/**
 * One object instead of the sum of several, where they are objects and nothing else: its type is one interface, and the editor shows
 * its members. Anything that cannot be laid together is left as it was.
 *
 * @param definitions what references `#/$defs/<name>` mean
 */
export function flatten(
  schema: JsonObject,
  definitions: Definitions,
): JsonObject {
  if (schema["allOf"] === undefined && schema["$ref"] === undefined) {
    return schema;
  }
  const parts = partsOf(schema, definitions, 0);
  if (parts === undefined) return schema;
  const properties = new Map<string, Json>();
  const required = new Set<Json>();
  for (const part of parts) {
    const members = isObject(part["properties"]) ? part["properties"] : {};
    for (const [key, member] of Object.entries(members)) {
      const known = properties.get(key);
      properties.set(
        key,
        known === undefined ? member : both(known, member, definitions),
      );
    }
    const names = part["required"];
    for (const name of Array.isArray(names) ? names : []) required.add(name);
  }
  const text = (key: string) =>
    [schema, ...parts].map((part) => part[key]).find((each) => each);
  const [title, description] = [schema["title"], text("description")];
  const { $defs, deprecated } = schema;
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(deprecated !== undefined && { deprecated }),
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.size > 0 && { required: [...required] }),
    ...($defs !== undefined && { $defs }),
  };
}

/** The objects that a schema is the sum of; undefined where it is more than that. */
function partsOf(
  schema: Json,
  definitions: Definitions,
  depth: number,
): readonly JsonObject[] | undefined {
  if (schema === true) return [];
  if (!isObject(schema) || depth > DEEPEST) return undefined;
  const { $defs: _, additionalProperties, ...said } = schema;
  if (additionalProperties !== undefined && additionalProperties !== true) {
    return undefined;
  }
  const isPlain = Object.keys(said).every(
    (key) => plain.has(key) || key.startsWith("x-"),
  );
  if (!isPlain || (said["type"] ?? "object") !== "object") return undefined;
  const { $ref, allOf, ...own } = said;
  const inner = [
    ...($ref === undefined ? [] : [definitions[nameOf($ref)] ?? false]),
    ...(Array.isArray(allOf) ? (allOf as readonly Json[]) : []),
  ];
  const parts: JsonObject[] = [];
  for (const each of inner) {
    const found = partsOf(each, definitions, depth + 1);
    if (found === undefined || parts.length + found.length > MOST_PARTS) {
      return undefined;
    }
    parts.push(...found);
  }
  return [...parts, own];
}

/** A member that two parts speak of: both hold. */
function both(a: Json, b: Json, definitions: Definitions): Json {
  if (a === true || isEmpty(a)) return b;
  if (b === true || isEmpty(b)) return a;
  if (!isObject(a) || !isObject(b)) return { allOf: [a, b] };
  const description = a["description"] ?? b["description"];
  const told = description === undefined ? {} : { description };
  if (same(a, b)) return { ...b, ...told };
  const narrowed = narrow(a, b) ?? narrow(b, a);
  if (narrowed !== undefined) return { ...narrowed, ...told };
  const sum = flatten({ allOf: [a, b] }, definitions);
  return sum["allOf"] === undefined
    ? { ...sum, ...told }
    : { ...told, allOf: [a, b] };
}

/** Texts that are listed, within texts that are listed or of any kind. */
function narrow(a: Members, b: Members): Members | undefined {
  const values = literalsOf(a);
  if (values === undefined || values.length === 0) return undefined;
  const among = literalsOf(b) ?? (isAnyText(b) ? values : undefined);
  if (among === undefined) return undefined;
  const left = values.filter((value) => among.includes(value));
  if (left.length === 0) return undefined;
  if (left.length === 1) return { const: left[0]! };
  const isOpen = a["x-extensible-enum"] !== undefined;
  return { type: "string", [isOpen ? "x-extensible-enum" : "enum"]: left };
}

function literalsOf(schema: Members): readonly Json[] | undefined {
  const { type, description: _, title: __, ...rest } = schema;
  if (type !== undefined && type !== "string") return undefined;
  const keys = Object.keys(rest);
  const [keyword] = keys;
  if (keys.length !== 1 || keyword === undefined) return undefined;
  const listed = keyword === "const" ? [rest[keyword]] : rest[keyword];
  const known = ["const", "enum", "x-extensible-enum"].includes(keyword);
  return known && Array.isArray(listed) && isTexts(listed) ? listed : undefined;
}

function isTexts(values: readonly (Json | undefined)[]): values is Json[] {
  return values.every((value) => typeof value === "string");
}

function isAnyText(schema: Members): boolean {
  const said = Object.keys(schema).filter(
    (key) => !["description", "title", "example", "examples"].includes(key),
  );
  return schema["type"] === "string" && said.length === 1;
}

function isEmpty(schema: Json): boolean {
  return isObject(schema) && Object.keys(schema).length === 0;
}

function same(a: Members, b: Members): boolean {
  return JSON.stringify(bare(a)) === JSON.stringify(bare(b));
}

function bare(schema: Members): Members {
  const { description: _, title: __, ...rest } = schema;
  return rest;
}

function nameOf(ref: Json): string {
  return String(ref).replace("#/$defs/", "");
}
