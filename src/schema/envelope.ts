import type { EventCatalog, Json } from "./catalog.js";
import { namePointer } from "./delivery.js";
import type { JsonObject } from "./parse-document.js";
import { isObject } from "./parse-document.js";
import { pointerSegments } from "./resolve-pointer.js";
import { openString } from "./type-projection.js";
import { mapSubschemas } from "./subschemas.js";

/** More alternatives than this say nothing any more. */
const readable = 4;

/**
 * Schema of an event that the catalog does not know: what all known events have in common.
 * Only the event's name is sure to be there.
 */
export function envelopeSchema(catalog: EventCatalog): JsonObject {
  const [member, ...deeper] = pointerSegments(
    namePointer(catalog.delivery) ?? "",
  )!;
  const any = catalog.anyEvent?.schema;
  if (isObject(any as Json) && isObject((any as JsonObject)["properties"])) {
    return anyEnvelope(any as JsonObject, member);
  }
  const shared = catalog.events
    .map(({ schema }) => schema as Json)
    .reduce(commonPart);
  const properties =
    isObject(shared) && isObject(shared["properties"])
      ? shared["properties"]
      : {};
  const name: Json = {
    description: "Event type, none of `EventName`.",
    type: "string",
    [openString]: true,
  };
  if (member === undefined || deeper.length > 0) {
    return { type: "object", properties };
  }
  return {
    type: "object",
    properties: { [member]: name, ...without(properties, member) },
    required: [member],
  };
}

/** What the provider itself says of events that have no entry of their own. */
function anyEnvelope(
  schema: JsonObject,
  member: string | undefined,
): JsonObject {
  const properties = schema["properties"] as JsonObject;
  const name = member === undefined ? undefined : properties[member];
  if (member === undefined || !isObject(name)) return schema;
  const open = { ...name, [openString]: true };
  return { ...schema, properties: { ...properties, [member]: open } };
}

/** A schema that both accept, told as narrowly as stays readable. */
function commonPart(a: Json, b: Json): Json {
  if (same(a, b)) return isObject(a) && isObject(b) ? agreed(a, b) : a;
  if (!isObject(a) || !isObject(b)) return true;
  if (isObject(a["properties"]) && isObject(b["properties"])) {
    const left = a["properties"];
    const right = b["properties"];
    const keys = Object.keys(left).filter((key) => Object.hasOwn(right, key));
    const required = (b["required"] ?? []) as readonly Json[];
    return {
      ...agreedDescription(a, b),
      type: "object",
      properties: Object.fromEntries(
        keys.map((key) => [key, commonPart(left[key]!, right[key]!)]),
      ),
      required: ((a["required"] ?? []) as readonly Json[]).filter((key) =>
        required.includes(key),
      ),
    };
  }
  if (isText(a) && isText(b)) {
    return { ...agreedDescription(a, b), type: "string" };
  }
  const branches = [...alternatives(a), ...alternatives(b)].filter(
    (branch, index, all) =>
      all.findIndex((other) => same(other, branch)) === index,
  );
  // Beside anything at all, alternatives say nothing.
  const isAnything = branches.some(
    (one) => isObject(one) && Object.keys(one).length === 0,
  );
  return branches.length <= readable && !isAnything
    ? { ...agreedDescription(a, b), anyOf: branches }
    : { ...agreedDescription(a, b) };
}

/** Two schemas that say the same, perhaps in other words: words that differ are dropped. */
function agreed(a: JsonObject, b: JsonObject): Json {
  const { description: _, ...rest } = a;
  return { ...rest, ...agreedDescription(a, b) };
}

function agreedDescription(a: JsonObject, b: JsonObject) {
  return typeof a["description"] === "string" &&
    a["description"] === b["description"]
    ? { description: a["description"] }
    : {};
}

function alternatives(schema: JsonObject): readonly Json[] {
  const { description: _, ...rest } = schema;
  const only = Object.keys(rest).length === 1;
  return only && Array.isArray(rest["anyOf"])
    ? (rest["anyOf"] as readonly Json[])
    : [rest];
}

function isText(schema: JsonObject): boolean {
  const listed = "const" in schema ? [schema["const"]] : schema["enum"];
  return (
    schema["type"] === "string" ||
    (Array.isArray(listed) &&
      listed.every((value) => typeof value === "string"))
  );
}

function same(a: Json, b: Json): boolean {
  // Told apart at a glance, most of them: there may be thousands.
  if (isObject(a) && isObject(b) && memberNames(a) !== memberNames(b)) {
    return false;
  }
  return JSON.stringify(bare(a)) === JSON.stringify(bare(b));
}

function memberNames({ properties }: JsonObject): string {
  return isObject(properties) ? Object.keys(properties).join() : "";
}

function bare(schema: Json): Json {
  if (!isObject(schema)) return schema;
  const { description: _, title: __, ...rest } = schema;
  return mapSubschemas(rest, bare);
}

function without(map: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(map).filter(([k]) => k !== key));
}
