import type { Json } from "../json.js";
import { isObject } from "../parse-document.js";
import { mapSubschemas } from "../subschemas.js";

/** What says by itself which types there may be, or leaves it to another schema. */
const TYPED = ["type", "$ref", "allOf", "anyOf", "oneOf", "enum", "const"];

/**
 * A schema whose members or items say that it is an object or an array, with that as its type. Without one JSON Schema admits null and
 * numbers there; its TypeScript type does not, and nobody means them.
 *
 * @returns undefined when nothing in it is like that
 */
export function withImpliedTypes(schema: Json): Json | undefined {
  let found = false;
  const typed = (inner: Json): Json => {
    if (!isObject(inner)) return inner;
    const copy = mapSubschemas(inner, typed);
    const type = impliedType(copy);
    if (type === undefined) return copy;
    found = true;
    return { ...copy, type };
  };
  const copy = typed(schema);
  return found ? copy : undefined;
}

function impliedType(schema: Record<string, Json>): string | undefined {
  if (TYPED.some((keyword) => schema[keyword] !== undefined)) return undefined;
  if (schema["properties"] !== undefined) return "object";
  return schema["items"] === undefined ? undefined : "array";
}
