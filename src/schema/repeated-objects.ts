import type { Json } from "./catalog.js";
import { freeTypeName, schemaTypeName } from "./event-names.js";
import { isObject, type JsonObject } from "./parse-document.js";
import { mapSubschemas } from "./subschemas.js";
import { comment } from "./type-projection.js";

/** What is said in so many places of a document is worth a name of its own: less text to read, for people and compilers alike. */
export const OFTEN = 50;

/** An object that stands in many places, in the same words. */
interface Repeated {
  /** Keys that lead to the first of the places. */
  readonly keys: readonly string[];
  readonly schema: JsonObject;
  places: number;
  /** Comment of the places, where it is the same for all. */
  doc: Json | undefined;
}

/**
 * Gives objects within schemas that are written out again and again a name, and refers to them instead. Of objects within such an
 * object, only those are named that are often found elsewhere, too.
 *
 * @param declared projected schemas by the names of their types; these themselves stay
 * @returns the same, and then what was named, as `#/$defs/<name>` refers to it
 */
export function nameRepeated(
  declared: ReadonlyMap<string, Json>,
): ReadonlyMap<string, Json> {
  const repeated = findRepeated([...declared.values()]);
  if (repeated.size === 0) return declared;
  const names = new Map<string, string>();
  const byFrequency = [...repeated].sort(([, a], [, b]) => b.places - a.places);
  for (const [text, { keys }] of byFrequency) {
    const taken = [...declared.keys(), ...names.values()];
    const name = freeTypeName(schemaTypeName(`event ${keys.join(" ")}`), taken);
    names.set(text, name);
  }
  const referring = (schema: JsonObject): JsonObject =>
    mapSubschemas(schema, (inner, path) => {
      if (!isObject(inner)) return inner;
      const name = isNameable(inner, path)
        ? names.get(textOf(inner))
        : undefined;
      if (name === undefined) return referring(inner);
      return { $ref: `#/$defs/${name}`, ...commentOf(inner[comment]) };
    });
  return new Map([
    ...[...declared].map(
      ([name, schema]) =>
        [name, isObject(schema) ? referring(schema) : schema] as const,
    ),
    ...byFrequency.map(
      ([text, { schema, doc }]) =>
        [
          names.get(text)!,
          { ...referring(withoutComment(schema)), ...commentOf(doc) },
        ] as const,
    ),
  ]);
}

/** By their text. */
function findRepeated(schemas: readonly Json[]): Map<string, Repeated> {
  const total = new Map<string, number>();
  for (const schema of schemas) {
    walk(schema, [], (text) => {
      total.set(text, (total.get(text) ?? 0) + 1);
      return true;
    });
  }
  const isFrequent = (text: string) => total.get(text)! >= OFTEN;
  const found = new Map<string, Repeated>();
  for (const schema of schemas) {
    walk(schema, [], (text, inner, keys) => {
      if (!isFrequent(text)) return true;
      const doc = inner[comment];
      const known = found.get(text);
      if (known === undefined) {
        found.set(text, { keys, schema: inner, places: 1, doc });
        return true;
      }
      known.places++;
      if (!same(known.doc, doc)) known.doc = undefined;
      // What is inside stands in the named one alone.
      return false;
    });
  }
  return new Map([...found].filter(([, { places }]) => places >= OFTEN));
}

/** Shows each object that may be named, with the keys that lead to it; what is in it only where it is told to. */
function walk(
  schema: Json,
  keys: readonly string[],
  visit: (text: string, schema: JsonObject, keys: readonly string[]) => boolean,
): void {
  if (!isObject(schema)) return;
  mapSubschemas(schema, (inner, path) => {
    const own = keysAt(keys, path);
    if (!isObject(inner)) return inner;
    if (!isNameable(inner, path) || visit(textOf(inner), inner, own)) {
      walk(inner, own, visit);
    }
    return inner;
  });
}

/** The member alone, for its name is what it is known by; and what of it. */
function keysAt(
  keys: readonly string[],
  [keyword, key]: readonly (string | number)[],
): readonly string[] {
  switch (keyword) {
    case "properties":
      return [String(key)];
    case "items":
      return [...keys, "item"];
    case "additionalProperties":
    case "patternProperties":
      return [...keys, "value"];
    default:
      return keys;
  }
}

/** An object of several members that is nothing besides, and no part of another one. */
function isNameable(
  { type, nullable, properties, $ref }: JsonObject,
  [keyword]: readonly (string | number)[],
): boolean {
  return (
    keyword !== "allOf" &&
    $ref === undefined &&
    nullable === undefined &&
    (type === undefined || type === "object") &&
    isObject(properties) &&
    Object.keys(properties).length > 1
  );
}

function textOf(schema: JsonObject): string {
  return JSON.stringify(withoutComment(schema));
}

function withoutComment(schema: JsonObject): JsonObject {
  const { [comment]: _, ...rest } = schema;
  return rest;
}

function commentOf(doc: Json | undefined): JsonObject {
  return doc === undefined ? {} : { [comment]: doc };
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
