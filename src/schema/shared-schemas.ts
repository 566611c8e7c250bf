import type { Json } from "./json.js";
import type { JsonObject } from "./parse-document.js";
import { isObject } from "./parse-document.js";
import { mapSubschemas } from "./subschemas.js";

const prefix = "shared_";

/** What ajv knows a shared schema by. */
export function sharedId(name: string): string {
  return prefix + name;
}

/** The name of the shared schema that ajv knows by this id; undefined when it is another's. */
export function sharedName(id: string): string | undefined {
  return id.startsWith(prefix) ? id.slice(prefix.length) : undefined;
}

/** A shared schema as an object, whatever way it is written. */
export function asObject(schema: Json): JsonObject {
  if (isObject(schema)) return schema;
  return schema === false ? { not: {} } : {};
}

/** `#/$defs/File` → what ajv knows it by */
export function pointed<T extends Json>(schema: T): T {
  if (!isObject(schema)) return schema;
  const name = referred(schema);
  const copy = mapSubschemas(schema, pointed);
  if (name !== undefined) copy["$ref"] = sharedId(name);
  return copy as Json as T;
}

/** The name of the shared schema that a schema refers to. */
export function referred({ $ref }: JsonObject): string | undefined {
  return typeof $ref === "string" ? $ref.replace("#/$defs/", "") : undefined;
}

/** Whether any of the schemas asks what earlier keywords have evaluated; what they share is looked at once. */
export function mentionsUnevaluated(schemas: Iterable<Json>): boolean {
  const shared = new Map<string, Json>();
  const mentions = (schema: Json) =>
    JSON.stringify(schema).includes('"unevaluated');
  for (const schema of schemas) {
    const { $defs, ...own } = asObject(schema);
    if (mentions(own)) return true;
    if (!isObject($defs)) continue;
    for (const name of Object.keys($defs)) shared.set(name, $defs[name]!);
  }
  return [...shared.values()].some(mentions);
}
