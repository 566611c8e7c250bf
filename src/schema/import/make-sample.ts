import { generateSync, type JsonSchema as Fakeable } from "json-schema-faker";
import type { Json, JsonSchema } from "../catalog.js";
import { compileSchema } from "../compile-schema.js";
import { createChecks, type SchemaChecks } from "../schema-checks.js";
import { fakeable } from "./fakeable.js";
import { withImpliedTypes } from "./implied-types.js";
import { mendSample } from "./mend-sample.js";
import { MOST_VALUES, sampleSize } from "./sample-size.js";

/** The sampler follows constraints, but not all of them at once: another draw may do better. */
const DRAWS = 12;

/** How many of the draws are worth mending: the next one is another draw of the same. */
const MENDED = 2;

/**
 * A payload that a schema accepts: the first candidate that it does, else one that is drawn, else one that is mended; the same for the
 * same schema. What is made up fits the type as well, wherever that is possible.
 *
 * @param candidates such as the examples of the source, the best first
 * @returns where none was found, what the nearest one breaks
 * @throws Error when the schema cannot be compiled; its message is fit for users
 */
export function makeSample(
  schema: JsonSchema,
  candidates: readonly Json[],
  checks: SchemaChecks,
): Made {
  const accepts = checks.compile(schema);
  const given = candidates.find((candidate) => accepts(candidate));
  if (given !== undefined) return { sample: given };
  const { least, widest } = sampleSize(schema);
  if (least > MOST_VALUES) {
    return { reason: `a payload has more than ${MOST_VALUES} values` };
  }
  const typed = withImpliedTypes(schema) as JsonSchema | undefined;
  const fits = typed === undefined ? accepts : checkOf(typed);
  const made = madeUp(typed ?? schema, candidates, {
    isGood: (sample) => accepts(sample) && fits(sample),
    isFull: widest <= MOST_VALUES,
  });
  if (made.sample !== undefined || typed === undefined) return made;
  return madeUp(schema, candidates, {
    isGood: accepts,
    isFull: widest <= MOST_VALUES,
  });
}

interface Wanted {
  readonly isGood: (sample: Json) => boolean;
  /** Whether it may have every member: where that does not end, or contradicts itself, what must come is enough. */
  readonly isFull: boolean;
}

function madeUp(
  schema: JsonSchema,
  candidates: readonly Json[],
  { isGood, isFull }: Wanted,
): Made {
  // Every member shows what may come.
  const full = (draw: number) => draw % 2 === 0 && isFull;
  const plain = fakeable(schema) as Fakeable;
  const near: Json[] = [...candidates];
  for (let draw = 0; draw < DRAWS; draw++) {
    const sample = drawn(plain, draw, full(draw));
    if (sample === undefined) continue;
    if (isGood(sample)) return { sample };
    if (near.length < candidates.length + MENDED) near.push(sample);
  }
  for (const sample of [...near, {}]) {
    const mended = mendSample(schema, sample, (part, seed) =>
      drawn(fakeable(part) as Fakeable, seed, full(seed)),
    );
    if (mended !== undefined && isGood(mended)) return { sample: mended };
  }
  return { reason: faultOf(near.at(-1) ?? {}, schema) };
}

/** Its `$defs` are not those of the document: it has checks of its own. */
function checkOf(schema: JsonSchema): (value: Json) => boolean {
  try {
    return createChecks(false).compile(schema);
  } catch {
    return () => false;
  }
}

interface Made {
  readonly sample?: Json;
  readonly reason?: string;
}

function faultOf(value: Json, schema: JsonSchema): string {
  const validate = compileSchema(schema);
  validate(value);
  const [error] = validate.errors ?? [];
  const place = error?.instancePath || "the payload";
  return `${place} ${error?.message ?? "is not valid"}`;
}

/** @param full whether members are there that may be missing */
function drawn(
  schema: Fakeable,
  draw: number,
  full: boolean,
): Json | undefined {
  try {
    const sample = generateSync(schema, {
      seed: draw + 1,
      alwaysFakeOptionals: full,
      minItems: 1,
      maxItems: 2,
      maxDepth: 6,
    });
    const text = JSON.stringify(sample);
    return text === undefined ? undefined : (JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}
