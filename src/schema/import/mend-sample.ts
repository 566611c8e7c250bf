import type { ErrorObject } from "ajv";
import type { Json, JsonSchema } from "../catalog.js";
import { createExplainer, type Explain } from "../compile-schema.js";
import { isObject } from "../parse-document.js";
import { placeIn, type Place } from "./place-in-value.js";

/** A value that may keep a schema; undefined where none comes to mind. */
export type Draw = (schema: Json, seed: number) => Json | undefined;

/** Each round mends at least one fault; a sample that needs more is given up. */
const ROUNDS = 40;
/** From then on, what is still wrong is tried to be left out as well. */
const PATIENCE = 10;
/** Alternatives within alternatives, as deep as they are tried one by one. */
const DEEPEST = 3;

/**
 * A value that breaks its schema, changed where it does, until it does not: what must not be there is taken away, what is missing or
 * wrong is drawn by the schema of its place alone. So faults that lie deep do not need everything above them to be drawn again.
 *
 * @returns undefined when it cannot be mended so
 */
export function mendSample(
  schema: JsonSchema,
  value: Json,
  draw: Draw,
): Json | undefined {
  const definitions = isObject(schema) ? schema["$defs"] : undefined;
  const within = (part: Json): Json =>
    isObject(part) && definitions !== undefined
      ? { ...part, $defs: definitions }
      : part;
  return mended(schema, value, {
    draw: (part, seed) => draw(within(part), seed),
    within,
    depth: 0,
  });
}

interface Means {
  readonly draw: Draw;
  /** A part of the schema, as a schema for itself. */
  readonly within: (part: Json) => Json;
  readonly depth: number;
}

function mended(schema: Json, value: Json, means: Means): Json | undefined {
  let explain: Explain;
  try {
    explain = createExplainer(schema as JsonSchema);
  } catch {
    return undefined;
  }
  // The value stands in a list of one: so it has a place itself.
  const holder: Json[] = [structuredClone(value)];
  for (let round = 1; round <= ROUNDS; round++) {
    const errors = explain(holder[0]!);
    if (errors.length === 0) return holder[0];
    const replaced: string[] = [];
    const choices = errors.filter(({ keyword }) => isChoice(keyword));
    let changed = false;
    for (const [index, error] of errors.entries()) {
      const { instancePath: path } = error;
      // What alternatives say of a value is no fault of it as long as one of them can be met.
      const later = choices.some(
        (choice) =>
          choice !== error &&
          isWithin(path, choice.instancePath) &&
          errors.indexOf(choice) > index,
      );
      if (later || replaced.some((done) => isWithin(path, done))) continue;
      const place = placeIn(holder, path);
      if (place === undefined || !mend(place, error, round, means)) continue;
      changed = true;
      if (!isPart(error.keyword)) replaced.push(path);
    }
    if (!changed) return undefined;
  }
  return undefined;
}

/** Keywords whose fault is mended inside the value, beside other faults of it. */
function isPart(keyword: string): boolean {
  return ["required", "dependentRequired"].includes(keyword);
}

function isChoice(keyword: string): boolean {
  return keyword === "anyOf" || keyword === "oneOf";
}

function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}/`);
}

/** @returns whether the value is another one now */
function mend(
  place: Place,
  { keyword, params, schema, parentSchema }: ErrorObject,
  round: number,
  means: Means,
): boolean {
  const value = place.get();
  const given = params as Readonly<Record<string, Json | undefined>>;
  const set = (next: Json | undefined): boolean => {
    if (next === undefined) return false;
    place.set(next);
    return true;
  };
  const without = (name: Json | undefined): boolean => {
    if (!isObject(value) || typeof name !== "string") return false;
    const { [name]: _, ...rest } = value;
    return Object.hasOwn(value, name) && set(rest);
  };
  const part = parentSchema as Json;
  // What no value is right for may be missing, or what it stands in may.
  if (round > PATIENCE && round % 2 === 1 && !isPart(keyword)) {
    if (place.remove()) return true;
  }
  switch (keyword) {
    case "const":
      return set(schema as Json);
    case "enum": {
      const values = schema as readonly Json[];
      return set(values[(round - 1) % Math.max(values.length, 1)]);
    }
    case "required":
    case "dependentRequired": {
      const name = given["missingProperty"];
      if (!isObject(value) || typeof name !== "string") return false;
      const members = isObject(part) ? part["properties"] : undefined;
      const member =
        isObject(members) && Object.hasOwn(members, name)
          ? members[name]!
          : true;
      const drawn = means.draw(member, round);
      return drawn !== undefined && set({ ...value, [name]: drawn });
    }
    case "additionalProperties":
      return without(given["additionalProperty"]);
    case "unevaluatedProperties":
      return without(given["unevaluatedProperty"]);
    case "propertyNames":
      return without(given["propertyName"]);
    case "false schema":
      return place.remove();
    case "items":
    case "maxItems":
    case "unevaluatedItems":
    case "uniqueItems": {
      if (!Array.isArray(value)) return false;
      const list = value as readonly Json[];
      const length = Number(given["limit"] ?? given["len"] ?? given["i"]);
      return length < list.length && set(list.slice(0, length));
    }
    case "minItems":
    case "contains": {
      const items = keyword === "contains" ? schema : itemsOf(part);
      const drawn = means.draw(items as Json, round);
      return (
        Array.isArray(value) &&
        drawn !== undefined &&
        set([...(value as readonly Json[]), drawn])
      );
    }
    case "anyOf":
    case "oneOf":
      return set(branchOf(schema as readonly Json[], value, round, means));
    case "if":
    case "not":
      return false;
    default:
      return set(means.draw(part, round));
  }
}

/** The value as the nearest alternative wants it, another one in each round. */
function branchOf(
  branches: readonly Json[],
  value: Json,
  round: number,
  means: Means,
): Json | undefined {
  if (means.depth >= DEEPEST) return undefined;
  const inner = { ...means, depth: means.depth + 1 };
  for (let n = 0; n < branches.length; n++) {
    const branch = means.within(branches[(n + round - 1) % branches.length]!);
    const kept = mended(branch, value, inner);
    if (kept !== undefined) return kept;
    const drawn = means.draw(branch, round);
    const other =
      drawn === undefined ? undefined : mended(branch, drawn, inner);
    if (other !== undefined) return other;
  }
  return undefined;
}

function itemsOf(schema: Json): Json {
  return isObject(schema) ? (schema["items"] ?? true) : true;
}
