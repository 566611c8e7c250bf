import type { Json } from "../catalog.js";
import type { JsonObject } from "../parse-document.js";
import { mapSubschemas, sameValueKeywords } from "../subschemas.js";
import { measured } from "./measure-schema.js";

/** What checking one value at one place takes, in schemas: alternatives within alternatives multiply. */
export function checkSteps(schema: Json): number {
  return measured(stepsOf, schema);
}

function stepsOf(schema: JsonObject, of: (inner: Json) => number): number {
  let same = 0;
  let other = 0;
  const { $defs: _, ...own } = schema;
  mapSubschemas(own, (each, [keyword]) => {
    const steps = of(each);
    if (sameValueKeywords.has(String(keyword))) same += steps;
    else other = Math.max(other, steps);
    return each;
  });
  return Math.max(1 + same, other);
}
