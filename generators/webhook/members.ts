import type {
  DeliveryDescription,
  EventType,
} from "../../src/schema/catalog.js";
import { namePointer } from "../../src/schema/delivery.js";
import { isObject, type JsonObject } from "../../src/schema/parse-document.js";
import {
  pointerSegments,
  resolvePointer,
} from "../../src/schema/resolve-pointer.js";
import type { Json } from "../../src/schema/catalog.js";

/** A member of an event that new code may read: every payload has it. */
export interface SureMember {
  /** What logs call it. */
  readonly label: string;
  /** Keys from the event down to it; all are identifiers. */
  readonly path: readonly { readonly key: string }[];
}

/** The thing that events are about, else their own id; null where a payload may lack both. */
export function subjectOf(
  { resource, id }: DeliveryDescription,
  events: readonly EventType[],
): SureMember | null {
  return (
    sureMember("resource", resource?.id, events) ??
    sureMember("id", id && "pointer" in id ? id.pointer : undefined, events)
  );
}

/** The event's name in the payload; null where a header has it. */
export function nameOf(
  delivery: DeliveryDescription,
  events: readonly EventType[],
): SureMember | null {
  const name = sureMember("name", namePointer(delivery), events);
  // Deeper down it is any text to TypeScript.
  return name?.path.length === 1 ? name : null;
}

/** Longer than this the line that reads it would have to be broken. */
const longest = 30;

function sureMember(
  label: string,
  pointer: string | undefined,
  events: readonly EventType[],
): SureMember | null {
  const keys = pointer === undefined ? [] : (pointerSegments(pointer) ?? []);
  const usable =
    keys.length > 0 &&
    keys.join(".").length <= longest &&
    keys.every((key) => /^[A-Za-z_$][\w$]*$/.test(key)) &&
    events.every(({ schema }) => has(schema, keys, schema));
  return usable ? { label, path: keys.map((key) => ({ key })) } : null;
}

/** Whether every value of a schema has the members. */
function has(
  schema: Json,
  [key, ...rest]: readonly string[],
  root: Json,
  hops = 0,
): boolean {
  if (key === undefined) return true;
  if (!isObject(schema) || hops > 20) return false;
  const { properties, required, allOf, $ref } = schema as JsonObject;
  const next =
    typeof $ref === "string" ? resolvePointer(root, $ref)?.value : undefined;
  const parts = [...(Array.isArray(allOf) ? allOf : []), next ?? true];
  return (
    (Array.isArray(required) &&
      required.includes(key) &&
      isObject(properties) &&
      has(properties[key] ?? true, rest, root, hops + 1)) ||
    parts.some((part) => has(part, [key, ...rest], root, hops + 1))
  );
}
