import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import type {
  EventType,
  Json,
  JsonSchema,
} from "../../../src/schema/catalog.js";
import { compileValidators } from "../../../src/schema/compile-validators.js";
import { createChecks } from "../../../src/schema/schema-checks.js";
import { mutatedJson, schemas } from "./arbitraries.js";
import { draws } from "../../support/draws.js";

// Under their own name they would be what can be awaited.
const ifThenElse = JSON.parse(
  '{ "if": { "type": "object" }, "then": { "minProperties": 2 }, "else": { "type": "null" } }',
) as Json;
const keywords = fc.constantFrom<Json>(
  { type: "string", format: "uuid" },
  { type: "string", pattern: "^[ab]+$" },
  { type: "number", multipleOf: 0.1 },
  { type: "integer", exclusiveMaximum: 2 },
  { type: "array", uniqueItems: true, maxItems: 2 },
  { type: "array", prefixItems: [{ type: "string" }], items: false },
  { type: "array", contains: { type: "null" }, maxContains: 1 },
  ifThenElse,
  { not: { type: ["string", "array"] } },
  { propertyNames: { maxLength: 1 } },
  { dependentRequired: { a: ["b"] } },
  { dependentSchemas: { a: { required: ["c"] } } },
  { enum: [{ a: 1, b: [2] }, null, "a"] },
  { $ref: "#/$defs/Tree" },
  { properties: { a: { type: "string", pattern: "(" } } },
  { patternProperties: { "(": true } },
  { properties: { a: { enum: [] } } },
  { properties: { a: { nullable: true } } },
  { properties: { a: { type: "string", nullable: true } } },
  { properties: { a: { $async: true } } },
  { dependencies: { a: ["b"], b: { required: ["c"] } } },
);
const inner = fc.oneof(schemas, keywords);
const objects = fc
  .dictionary(fc.constantFrom("a", "b", "constructor"), inner)
  .map((properties): Json => ({ properties }));
const Tree = {
  type: "object",
  properties: { a: { $ref: "#/$defs/Tree" }, b: { type: "integer" } },
};
const leaf = fc.constantFrom<Json>("", "a", "ab", 0, 1, 0.3, 1.5, null, true);
const values = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(leaf, { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value"), {
      noNullPrototype: true,
    }),
  ),
})).value;

/** What comes out, or the reason why nothing does. */
function resultOf<T>(action: () => T): T | string {
  try {
    return action();
  } catch (error) {
    return (error as Error).message;
  }
}

test("what is valid as it stands is valid by ajv, and nothing else", () => {
  const decided = { valid: 0, invalid: 0 };
  fc.assert(
    fc.property(
      fc.oneof(inner, objects),
      fc.array(values.chain(mutatedJson), { minLength: 10, maxLength: 20 }),
      (own, data) => {
        const whole = { allOf: [own], $defs: { Tree } };
        const accepts = resultOf(() => createChecks(false).compile(whole));
        const ajv = new Ajv2020({
          strict: false,
          validateFormats: false,
          validateSchema: false,
          ownProperties: true,
        });
        ajv.opts.unevaluated = false;
        const referee = resultOf(() => ajv.compile(whole));
        if (typeof accepts === "string" || typeof referee === "string") {
          expect(accepts).toBe(referee);
          return;
        }
        for (const each of data) {
          // What JSON cannot say does not come.
          const value = JSON.parse(JSON.stringify(each)) as Json;
          expect([value, accepts(value)]).toEqual([value, referee(value)]);
          decided[accepts(value) ? "valid" : "invalid"]++;
        }
      },
    ),
    draws(5, 150),
  );
  expect(decided.valid).toBeGreaterThan(200);
  expect(decided.invalid).toBeGreaterThan(200);
});

test.each([
  ["no schema", { type: "text" }, "type must be equal to one of"],
  [
    "a shared one that is none",
    { $defs: { A: { minLength: "1" } } },
    "minLength must be integer",
  ],
  [
    "more alternatives than code can nest",
    { anyOf: Array.from({ length: 400 }, (_, n) => ({ const: n })) },
    "more alternatives than a check can be made for",
  ],
  [
    "alternatives of alternatives",
    {
      oneOf: Array.from({ length: 200 }, () => ({
        allOf: Array.from({ length: 200 }, (_, n) => ({ minLength: n })),
      })),
    },
    "more alternatives than a check can be made for",
  ],
])("%s is refused before any value is looked at", (_, schema, reason) => {
  const checks = createChecks(false);
  expect(() => checks.compile(schema as never)).toThrow(reason);
});

const alternatives = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    type: "object",
    properties: { [`m${n}`]: { minLength: n } },
  }));
const named = (values: readonly object[]) =>
  Object.fromEntries(values.map((value, n) => [`a${n}`, value]));

test.each([
  ["allOf", alternatives],
  ["anyOf", alternatives],
  ["oneOf", alternatives],
  ["prefixItems", alternatives],
  ["patternProperties", (count: number) => named(alternatives(count))],
  ["dependentSchemas", (count: number) => named(alternatives(count))],
  [
    "dependentRequired",
    (count: number) => named(alternatives(count).map(() => ["x"])),
  ],
] as const)(
  "a validator can be made of as much of `%s` as is not refused",
  (keyword, make) => {
    const listed = (count: number) =>
      ({ type: "array", items: { [keyword]: make(count) } }) as JsonSchema;
    const [schema, larger] = [listed(338), listed(360)];
    createChecks(false).compile(schema);
    expect(() => createChecks(false).compile(larger)).toThrow("alternatives");
    const event = { name: "a", schema } as EventType;
    const { validators } = compileValidators([event], false);
    expect(validators["a"]?.text).toContain("function validate(");
  },
);
