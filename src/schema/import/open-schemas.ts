import type { Json } from "../catalog.js";
import { isObject } from "../parse-document.js";
import { mapSubschemas } from "../subschemas.js";
import { isExact, leadingTo, namesIn, usesOf } from "./schema-uses.js";

type Definitions = Readonly<Record<string, Json>>;

/**
 * Schemas as a receiver should read them: a provider that adds a member or a value tomorrow must not break what runs today.
 * Closed objects are opened, and lists of texts as well, except where alternatives are told apart by them. What is denied is read as it
 * stands: to open it would deny more.
 *
 * A `oneOf` of branches that admit more than they did would be met twice by what met it once: it becomes an `anyOf`.
 */
export interface Opener {
  /** @param keep members at the top whose lists stay closed, such as the one that holds the event's name */
  open(schema: Json, keep?: ReadonlySet<string>): Json;
  definitions(): Definitions;
}

/** @param definitions what schemas refer to as `#/$defs/<name>` */
export function createOpener(
  definitions: Definitions,
  roots: readonly Json[],
): Opener {
  const uses = usesOf(definitions, roots);
  /** How often anything was opened. */
  let opened = 0;
  let widened: ReadonlySet<string> = new Set();

  /** @param alternative whether the schema is one of several, which its lists may tell apart */
  const visit = (
    schema: Json,
    alternative: boolean,
    keep?: ReadonlySet<string>,
  ): Json => {
    if (!isObject(schema)) return schema;
    let isWider = false;
    const result: Record<string, Json> = mapSubschemas(
      schema,
      (inner, path) => {
        const [keyword, key] = path;
        if (isExact(keyword) || keyword === "propertyNames") return inner;
        const branch = keyword === "oneOf" || keyword === "anyOf";
        const same = branch || keyword === "allOf" || keyword === "then";
        if (keyword === "properties") {
          const closed = alternative || keep?.has(String(key)) === true;
          return closed ? withinClosed(inner) : visit(inner, false);
        }
        const before = opened;
        const own = visit(
          inner,
          branch || (same && alternative),
          same ? keep : undefined,
        );
        if (keyword === "oneOf") {
          const names = namesIn(inner);
          isWider ||=
            opened > before || names.some((each) => widened.has(each));
        }
        return own;
      },
    );
    for (const keyword of ["additionalProperties", "unevaluatedProperties"]) {
      if (result[keyword] !== false) continue;
      delete result[keyword];
      opened++;
    }
    if (isWider && schema["anyOf"] === undefined) {
      result["anyOf"] = result["oneOf"]!;
      delete result["oneOf"];
    }
    const list = openList(result);
    if (list !== result) opened++;
    return list;
  };

  /** The list itself stays; what lies deeper is opened. */
  const withinClosed = (schema: Json): Json => {
    if (!isObject(schema) || !Array.isArray(schema["enum"])) {
      return visit(schema, false);
    }
    return schema;
  };

  const all = () =>
    Object.entries(definitions).map(([name, schema]): [string, Json] => [
      name,
      uses.exact.has(name) ? schema : visit(schema, uses.told.has(name)),
    ]);
  const wider = Object.keys(definitions).filter((name) => {
    const before = opened;
    if (!uses.exact.has(name)) visit(definitions[name]!, uses.told.has(name));
    return opened > before;
  });
  widened = leadingTo(wider, definitions);

  return {
    open: (schema, keep) => visit(schema, false, keep),
    definitions: () => Object.fromEntries(all()),
  };
}

/** Several texts → known values of an open text. */
function openList(schema: Record<string, Json>): Json {
  const values = schema["enum"];
  if (!Array.isArray(values)) return schema;
  const texts = values.filter((value) => typeof value === "string");
  const others = values.filter((value) => typeof value !== "string");
  const onlyNull = others.every((value) => value === null);
  if (texts.length < 2 || !onlyNull || schema["const"] !== undefined) {
    return schema;
  }
  const { enum: _, type: __, ...rest } = schema;
  const open = { type: "string", "x-extensible-enum": texts };
  if (others.length === 0) return { ...rest, ...open };
  const either = { anyOf: [open, { type: "null" }] };
  const { anyOf, ...more } = rest;
  return anyOf === undefined
    ? { ...rest, ...either }
    : { allOf: [{ ...more, anyOf }, either] };
}
