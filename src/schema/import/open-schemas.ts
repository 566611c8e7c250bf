import type { Json } from "../catalog.js";
import { isObject } from "../parse-document.js";
import { mapSubschemas } from "../subschemas.js";

type Definitions = Readonly<Record<string, Json>>;

/**
 * Schemas as a receiver should read them: a provider that adds a member or a value tomorrow must not break what runs today.
 * Closed objects are opened, and lists of texts as well, except where alternatives are told apart by them.
 *
 * A `oneOf` whose branches only their closedness keeps apart would be met twice once they are open: it becomes an `anyOf`.
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
  const all = [...Object.values(definitions), ...roots];
  const told = new Set<string>();
  const exact = new Set<string>();
  for (const schema of all) collect(schema, told, exact);

  const isClosed = (schema: Json, seen = new Set<Json>()): boolean => {
    if (!isObject(schema) || seen.has(schema)) return schema === false;
    seen.add(schema);
    const { additionalProperties, unevaluatedProperties, allOf } = schema;
    if (additionalProperties === false || unevaluatedProperties === false) {
      return true;
    }
    const parts = [
      ...(Array.isArray(allOf) ? (allOf as readonly Json[]) : []),
      definitions[nameOf(schema["$ref"]) ?? ""] ?? true,
    ];
    return parts.some((part) => isClosed(part, seen));
  };

  /** @param alternative whether the schema is one of several, which its lists may tell apart */
  const visit = (
    schema: Json,
    alternative: boolean,
    keep?: ReadonlySet<string>,
  ): Json => {
    if (!isObject(schema)) return schema;
    const result: Record<string, Json> = mapSubschemas(
      schema,
      (inner, path) => {
        const [keyword, key] = path;
        if (keyword === "not" || keyword === "if") return inner;
        if (keyword === "contains" || keyword === "propertyNames") return inner;
        const branch = keyword === "oneOf" || keyword === "anyOf";
        const same = branch || keyword === "allOf" || keyword === "then";
        if (keyword === "properties") {
          const closed = alternative || keep?.has(String(key)) === true;
          return closed ? withinClosed(inner) : visit(inner, false);
        }
        return visit(
          inner,
          branch || (same && alternative),
          same ? keep : undefined,
        );
      },
    );
    if (result["additionalProperties"] === false) {
      delete result["additionalProperties"];
    }
    if (result["unevaluatedProperties"] === false) {
      delete result["unevaluatedProperties"];
    }
    const branches = schema["oneOf"];
    if (Array.isArray(branches) && schema["anyOf"] === undefined) {
      if ((branches as readonly Json[]).some((each) => isClosed(each))) {
        result["anyOf"] = result["oneOf"]!;
        delete result["oneOf"];
      }
    }
    return openList(result);
  };

  /** The list itself stays; what lies deeper is opened. */
  const withinClosed = (schema: Json): Json => {
    if (!isObject(schema) || !Array.isArray(schema["enum"])) {
      return visit(schema, false);
    }
    return schema;
  };

  return {
    open: (schema, keep) => visit(schema, false, keep),
    definitions: () =>
      Object.fromEntries(
        Object.entries(definitions).map(([name, schema]) => [
          name,
          exact.has(name) ? schema : visit(schema, told.has(name)),
        ]),
      ),
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
  return { ...rest, anyOf: [open, { type: "null" }] };
}

/** Names of definitions that are branches of alternatives, and of those that negations and conditions use. */
function collect(schema: Json, told: Set<string>, exact: Set<string>): void {
  if (!isObject(schema)) return;
  mapSubschemas(schema, (inner, [keyword]) => {
    const name = isObject(inner) ? nameOf(inner["$ref"]) : undefined;
    if (keyword === "oneOf" || keyword === "anyOf") {
      for (const each of branchNames(inner)) told.add(each);
    }
    if (keyword === "not" || keyword === "if" || keyword === "contains") {
      if (name !== undefined) exact.add(name);
    } else collect(inner, told, exact);
    return inner;
  });
}

function branchNames(branch: Json): string[] {
  if (!isObject(branch)) return [];
  const own = nameOf(branch["$ref"]);
  const parts = Array.isArray(branch["allOf"])
    ? (branch["allOf"] as readonly Json[])
    : [];
  return [...(own === undefined ? [] : [own]), ...parts.flatMap(branchNames)];
}

function nameOf(ref: Json | undefined): string | undefined {
  return typeof ref === "string" ? ref.slice("#/$defs/".length) : undefined;
}
