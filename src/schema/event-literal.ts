import type { Json } from "./catalog.js";
import type { JsonObject } from "./parse-document.js";
import { isObject } from "./parse-document.js";
import { resolvePointer } from "./resolve-pointer.js";

/** A payload schema whose event name is one literal, and that name. */
export interface LiteralEvent {
  readonly name: string;
  readonly schema: JsonObject;
}

/**
 * Makes the event types tell themselves apart: the member that holds the event name gets exactly one value.
 * A literal in the schema wins over the webhook's key, which documents often write differently.
 *
 * @param member key of the payload that holds the event name
 * @returns a message where the schema contradicts the key
 */
export function withEventLiteral(
  schema: JsonObject,
  member: string,
  key: string,
): LiteralEvent | string {
  const values = membersOf(schema, member, schema).map((found) =>
    literals(found, schema),
  );
  const only = values.find((list) => list?.length === 1)?.[0];
  const name = only ?? key;
  if (values.some((list) => list && !list.includes(name))) {
    return `\`${member}\` of the payload cannot be ${JSON.stringify(name)}`;
  }
  const required = Array.isArray(schema["required"])
    ? (schema["required"] as readonly Json[])
    : [];
  const properties = schema["properties"];
  if (
    schema["$ref"] === undefined &&
    isObject(properties) &&
    Object.hasOwn(properties, member)
  ) {
    const { description } = isObject(properties[member])
      ? properties[member]
      : {};
    const literal = {
      ...(description !== undefined && { description }),
      const: name,
    };
    return {
      name,
      schema: {
        ...schema,
        type: "object",
        properties: { ...properties, [member]: literal },
        required: required.includes(member) ? required : [...required, member],
      },
    };
  }
  const { $defs, ...rest } = schema;
  const literal = {
    type: "object",
    properties: { [member]: { const: name } },
    required: [member],
  };
  return {
    name,
    schema: {
      allOf: [rest, literal],
      ...($defs !== undefined && { $defs }),
    },
  };
}

/**
 * The names that a schema admits at a place in the payload; undefined where it does not list them.
 *
 * @param path keys that lead to the member
 */
export function namesAt(
  schema: JsonObject,
  path: readonly string[],
  root: JsonObject,
): readonly string[] | undefined {
  let level: readonly Json[] = [schema];
  for (const key of path) {
    level = level.flatMap((each) => membersOf(each, key, root));
  }
  const lists = level
    .map((found) => literals(found, root))
    .filter((list) => list !== undefined);
  // Each list holds: what all of them admit is left.
  return lists.length === 0
    ? undefined
    : lists.reduce((a, b) => a.filter((name) => b.includes(name)));
}

/** Everything that a schema says of one member, through references and `allOf`. */
function membersOf(
  schema: Json,
  member: string,
  root: JsonObject,
  seen = new Set<Json>(),
): Json[] {
  if (!isObject(schema) || seen.has(schema)) return [];
  seen.add(schema);
  const { properties, allOf, $ref } = schema;
  return [
    ...(isObject(properties) && Object.hasOwn(properties, member)
      ? [properties[member]!]
      : []),
    ...(Array.isArray(allOf) ? (allOf as readonly Json[]) : []).flatMap(
      (part) => membersOf(part, member, root, seen),
    ),
    ...($ref === undefined
      ? []
      : membersOf(target($ref, root), member, root, seen)),
  ];
}

/** The strings that a schema admits; undefined when it does not list them. */
function literals(
  schema: Json,
  root: JsonObject,
  hops = 0,
): readonly string[] | undefined {
  if (!isObject(schema) || hops > 20) return undefined;
  const listed = "const" in schema ? [schema["const"]] : schema["enum"];
  if (Array.isArray(listed)) {
    return listed.filter((value) => typeof value === "string");
  }
  return schema["$ref"] === undefined
    ? undefined
    : literals(target(schema["$ref"], root), root, hops + 1);
}

function target(ref: Json | undefined, root: JsonObject): Json {
  return typeof ref === "string"
    ? (resolvePointer(root, ref)?.value ?? {})
    : {};
}
