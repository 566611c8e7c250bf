import type { Json, JsonSchema } from "./catalog.js";
import type { JsonObject } from "./parse-document.js";
import { isObject } from "./parse-document.js";

/**
 * A payload without the members that its schema does not name: its type does not name them either, and TypeScript refuses them in a
 * literal. What a schema leaves open altogether stays.
 */
export function describedPart(value: Json, schema: JsonSchema): Json {
  const definitions =
    isObject(schema) && isObject(schema["$defs"]) ? schema["$defs"] : {};
  return part(value, [schema], definitions);
}

/** @param schemas what is said of the value, in several places perhaps */
function part(
  value: Json,
  schemas: readonly Json[],
  definitions: JsonObject,
): Json {
  const said = saidOf(schemas, value, definitions);
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((item, index) =>
      part(
        item,
        said.flatMap((each) => itemSchemas(each, index)),
        definitions,
      ),
    );
  }
  if (!isObject(value)) return value;
  const naming = said.filter(({ properties }) => hasMembers(properties));
  const isOpen = naming.length === 0 || naming.some(isMap);
  const members = Object.entries(value).flatMap(([key, member]) => {
    const own = naming.flatMap(({ properties }) =>
      isObject(properties) && Object.hasOwn(properties, key)
        ? [properties[key]!]
        : [],
    );
    if (own.length === 0 && !isOpen) return [];
    const rest = said.flatMap(({ additionalProperties }) =>
      isObject(additionalProperties) ? [additionalProperties] : [],
    );
    const inner = own.length > 0 ? own : rest;
    return [[key, part(member, inner, definitions)] as const];
  });
  return Object.fromEntries(members);
}

/** Whether its type has an index signature beside its members. */
function isMap({ additionalProperties }: JsonObject): boolean {
  return additionalProperties === true;
}

function hasMembers(properties: Json | undefined): boolean {
  return isObject(properties) && Object.keys(properties).length > 0;
}

function itemSchemas(
  { prefixItems, items }: JsonObject,
  index: number,
): readonly Json[] {
  const listed = Array.isArray(prefixItems)
    ? (prefixItems[index] as Json | undefined)
    : undefined;
  const schema = listed ?? items;
  return schema === undefined ? [] : [schema];
}

/**
 * Every schema that speaks of the value, through references, sums and the alternatives that may be meant: each once, however many ways
 * lead to it.
 */
function saidOf(
  schemas: readonly Json[],
  value: Json,
  definitions: JsonObject,
): readonly JsonObject[] {
  const said = new Set<JsonObject>();
  const may = alternativesOf(value, definitions);
  const open = [...schemas].reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!isObject(next) || said.has(next)) continue;
    said.add(next);
    const { $ref, allOf, anyOf, oneOf } = next;
    const target = targetOf($ref, definitions);
    const branches = [anyOf, oneOf].flatMap((list) =>
      Array.isArray(list) && !list.some(saysNothing)
        ? (list as readonly Json[])
        : [],
    );
    const inner = [
      ...(target === undefined ? [] : [target]),
      ...(Array.isArray(allOf) ? (allOf as readonly Json[]) : []),
      ...branches.filter(may),
    ];
    open.push(...inner.reverse());
  }
  return [...said];
}

function targetOf(
  $ref: Json | undefined,
  definitions: JsonObject,
): Json | undefined {
  return typeof $ref === "string"
    ? definitions[$ref.replace("#/$defs/", "")]
    : undefined;
}

/** An alternative that admits everything makes the others as good as not there. */
function saysNothing(schema: Json): boolean {
  return (
    schema === true || (isObject(schema) && Object.keys(schema).length === 0)
  );
}

/**
 * Whether an alternative may be meant: the members that tell it apart have the value's, or those of one of its own alternatives. One that
 * leads back to itself says nothing more there.
 */
function alternativesOf(
  value: Json,
  definitions: JsonObject,
): (schema: Json) => boolean {
  const known = new Map<JsonObject, boolean>();
  const may = (schema: Json): boolean => {
    if (!isObject(value) || !isObject(schema)) return true;
    const before = known.get(schema);
    if (before !== undefined) return before;
    known.set(schema, true);
    const { $ref, properties, required, allOf, anyOf, oneOf } = schema;
    const own = Object.entries(isObject(properties) ? properties : {});
    const target = targetOf($ref, definitions);
    const found =
      own.every(
        ([key, member]) =>
          !Object.hasOwn(value, key) ||
          admits(member, value[key]!, definitions),
      ) &&
      (!Array.isArray(required) ||
        required.every((key) => Object.hasOwn(value, String(key)))) &&
      (target === undefined || may(target)) &&
      (!Array.isArray(allOf) || (allOf as readonly Json[]).every(may)) &&
      [anyOf, oneOf].every(
        (list) => !Array.isArray(list) || (list as readonly Json[]).some(may),
      );
    known.set(schema, found);
    return found;
  };
  return may;
}

/** Whether a member may have the value, as far as that shows without a look into it: TypeScript tells alternatives apart by that, too. */
function admits(schema: Json, value: Json, definitions: JsonObject): boolean {
  if (!isObject(schema)) return true;
  const target = targetOf(schema["$ref"], definitions);
  // Of a reference that leads to another one, the first step tells enough.
  return [schema, ...(isObject(target) ? [target] : [])].every(
    (each) => lists(each, value) && isOfType(each["type"], value),
  );
}

function lists(schema: JsonObject, value: Json): boolean {
  const listed =
    schema["const"] !== undefined ? [schema["const"]] : schema["enum"];
  return !Array.isArray(listed) || listed.includes(value as never);
}

function isOfType(type: Json | undefined, value: Json): boolean {
  if (type === undefined) return true;
  const own =
    value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  return [type]
    .flat()
    .some((each) => (each === "integer" ? "number" : each) === own);
}
