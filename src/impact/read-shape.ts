import type { Json } from "../schema/catalog.js";
import { isObject, type JsonObject } from "../schema/parse-document.js";
import {
  intersection,
  type Literal,
  type Member,
  type ObjectShape,
  type Part,
  type Scalar,
  type Shape,
  shape,
  typeOf,
  union,
  UNKNOWN,
} from "./shape.js";

/** A chain of references or alternatives that goes deeper than this has no meaning that anybody could read. */
const DEEPEST = 60;

/** Reads what the payload schemas of one catalog mean. */
export interface ShapeReader {
  (schema: Json): Shape;
}

/** @param definitions the schema's own `$defs` */
export function shapeReader(definitions: JsonObject): ShapeReader {
  const known = new Map<string, Shape>();
  const open = new Set<string>();

  function read(schema: Json, depth: number): Shape {
    if (schema === false) return shape({});
    if (!isObject(schema) || depth > DEEPEST) return UNKNOWN;
    const parts = [
      ...(typeof schema["$ref"] === "string" ? [named(schema["$ref"])] : []),
      ...list(schema["allOf"]).map((part) => read(part, depth + 1)),
      ...["anyOf", "oneOf"].flatMap((keyword) => {
        const branches = list(schema[keyword]).filter(saysMore);
        return branches.length === 0
          ? []
          : [union(branches.map((branch) => read(branch, depth + 1)))];
      }),
      ownShape(schema),
    ];
    const all = parts.reduce(intersection, UNKNOWN);
    return schema["nullable"] === true && !all.unknown
      ? { ...all, nullable: true }
      : all;
  }

  function named(ref: string): Shape {
    const name = /^#\/\$defs\/(.+)$/.exec(ref)?.[1];
    if (name === undefined || !Object.hasOwn(definitions, name)) return UNKNOWN;
    const done = known.get(name);
    if (done !== undefined) return done;
    if (open.has(name)) return UNKNOWN;
    open.add(name);
    const found = read(definitions[name] ?? true, 0);
    open.delete(name);
    // One object under one name; where it is a choice of several, each has its own.
    const [only] = found.objects;
    const result =
      found.objects.length === 1 && only !== undefined
        ? { ...found, objects: [{ ...only, name: only.name ?? name }] }
        : found;
    known.set(name, result);
    return result;
  }

  const later = (schema: Json): Part => {
    let value: Shape | undefined;
    return () => (value ??= read(schema, 0));
  };

  function ownShape(schema: JsonObject): Shape {
    const literals = literalsOf(schema);
    if (literals !== undefined) return literals;
    const types = typesOf(schema);
    if (types === undefined) return UNKNOWN;
    const format = schema["format"];
    const values = list(schema["x-extensible-enum"]).filter(isLiteral);
    return shape({
      nullable: types.includes("null"),
      scalars: types.filter(isScalar).sort(),
      literals: types.includes("string") ? values : [],
      format:
        types.some((type) => isScalar(type) && type !== "boolean") &&
        typeof format === "string"
          ? format
          : undefined,
      objects: types.includes("object") ? [objectOf(schema)] : [],
      lists: types.includes("array")
        ? [
            {
              first: list(schema["prefixItems"]).map(later),
              items: later(schema["items"] ?? true),
              least: leastOf(schema),
            },
          ]
        : [],
    });
  }

  function objectOf(schema: JsonObject): ObjectShape {
    const properties = isObject(schema["properties"])
      ? schema["properties"]
      : {};
    const required = new Set(list(schema["required"]));
    const members = new Map<string, Member>(
      Object.entries(properties).map(([key, value]) => [
        key,
        { required: required.has(key), part: later(value) },
      ]),
    );
    for (const key of required) {
      if (typeof key === "string" && !members.has(key))
        members.set(key, { required: true, part: () => UNKNOWN });
    }
    return { name: undefined, members, others: othersOf(schema) };
  }

  /** Values under names that follow a pattern, and under any other name: whichever says something. */
  function othersOf(schema: JsonObject): Part | undefined {
    const patterns = isObject(schema["patternProperties"])
      ? Object.values(schema["patternProperties"])
      : [];
    const rest = schema["additionalProperties"];
    const parts = [...patterns, ...(isObject(rest) ? [rest] : [])];
    if (!parts.some(saysMore) || (patterns.length > 0 && rest === true))
      return undefined;
    const [only] = parts;
    return parts.length === 1 && only !== undefined
      ? later(only)
      : later({ anyOf: parts });
  }

  return (schema) => read(schema, 0);
}

function literalsOf(schema: JsonObject): Shape | undefined {
  const values = "const" in schema ? [schema["const"]] : schema["enum"];
  if (!Array.isArray(values) || values.length === 0) return undefined;
  const given = values as readonly Json[];
  if (given.some((value) => typeof value === "object" && value !== null))
    return UNKNOWN;
  return shape({
    nullable: given.includes(null),
    literals: given.filter(isLiteral),
  });
}

/** Undefined where the schema says nothing of the type. */
function typesOf(schema: JsonObject): readonly Json[] | undefined {
  const { type } = schema;
  if (typeof type === "string") return [type];
  if (Array.isArray(type)) return type as readonly Json[];
  if (["properties", "additionalProperties", "required"].some(has(schema)))
    return ["object"];
  if (["items", "prefixItems"].some(has(schema))) return ["array"];
  return undefined;
}

/** How many items there are at least. */
function leastOf({ minItems }: JsonObject): number {
  return typeof minItems === "number" ? minItems : 0;
}

function has(schema: JsonObject) {
  return (key: string) => schema[key] !== undefined;
}

/** `oneOf: [{ required: ["a"] }, { required: ["b"] }]` says which members go together, and nothing of what they are. */
function saysMore(schema: Json): boolean {
  return (
    !isObject(schema) ||
    Object.keys(schema).some(
      (key) => !["required", "description", "title"].includes(key),
    )
  );
}

function isScalar(type: Json): type is Scalar {
  return ["string", "number", "integer", "boolean"].includes(type as string);
}

function isLiteral(value: Json): value is Literal {
  return ["string", "number", "boolean"].includes(typeOf(value as Literal));
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}
