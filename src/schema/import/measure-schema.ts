import type { Json } from "../catalog.js";
import { isObject, type JsonObject } from "../parse-document.js";

/** Definitions that lead to each other: what grows does so long before. */
const DEEPEST = 100;

type Measure = (schema: JsonObject, of: (inner: Json) => number) => number;

/**
 * A number that a schema comes to, by that of the schemas in it. Each definition is measured once, however many refer to it; where it
 * leads back to itself, that is as good as nothing.
 *
 * @param schema with its definitions
 */
export function measured(measure: Measure, schema: Json): number {
  const definitions = definitionsOf(schema);
  const known = new Map<string, number>();
  let depth = 0;
  const of = (one: Json): number => {
    if (!isObject(one)) return 1;
    const { $ref, ...rest } = one;
    const own = measure(rest, of);
    if (typeof $ref !== "string") return own;
    const name = $ref.slice("#/$defs/".length);
    let target = known.get(name);
    if (target === undefined && depth < DEEPEST) {
      known.set(name, 1);
      depth++;
      target = Object.hasOwn(definitions, name) ? of(definitions[name]!) : 1;
      depth--;
      known.set(name, target);
    }
    return own + (target ?? 1) - 1;
  };
  return of(schema);
}

function definitionsOf(schema: Json): JsonObject {
  return isObject(schema) && isObject(schema["$defs"]) ? schema["$defs"] : {};
}
