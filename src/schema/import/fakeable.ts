import type { Json } from "../catalog.js";
import { isObject } from "../parse-document.js";
import { mapSubschemas } from "../subschemas.js";
import { longestBy } from "./expressions.js";

/** As long as a text of a sample is, where its schema leaves it open. */
const LONGEST = 60;

/** Characters that an expression may ask for: the sampler makes of one `{9999}` within another what no memory holds. */
const LARGEST = 100_000;

/**
 * A schema as the sampler should read it: known values of open lists as values to choose from, numbers that nothing bounds small and
 * round, and texts short, however long they may be.
 */
export function fakeable(schema: Json): Json {
  if (!isObject(schema)) return schema;
  const known = schema["x-extensible-enum"];
  const copy = mapSubschemas(schema, fakeable);
  const { pattern } = copy;
  if (typeof pattern === "string" && longestBy(pattern) > LARGEST) {
    delete copy["pattern"];
  }
  if (isFreeNumber(copy)) {
    return { ...copy, type: "integer", minimum: 1, maximum: 100 };
  }
  if (Array.isArray(known) && known.length > 0) return { ...copy, enum: known };
  const { minLength, maxLength } = copy;
  if (typeof maxLength === "number" && maxLength > LONGEST) {
    const least = typeof minLength === "number" ? minLength : 0;
    return { ...copy, maxLength: Math.max(least, LONGEST) };
  }
  return copy;
}

function isFreeNumber({ type, ...rest }: Record<string, Json>): boolean {
  const bounds = ["minimum", "maximum", "multipleOf", "enum", "const"];
  return (
    (type === "number" || type === "integer") &&
    ![...bounds, "exclusiveMinimum", "exclusiveMaximum"].some(
      (keyword) => rest[keyword] !== undefined,
    )
  );
}
