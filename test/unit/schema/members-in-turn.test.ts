import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkMembersInTurn } from "../../../src/schema/members-in-turn.js";
import { draws } from "../../support/draws.js";

const leaf = fc.constantFrom(
  { type: "string" },
  { type: ["integer", "null"] },
  { const: "x" },
  { type: "array", items: { type: "string" } },
  true,
);
const names = ["a", "b", "c", "constructor"];
const object = (inner: fc.Arbitrary<unknown>) =>
  fc
    .tuple(
      fc.record({
        properties: fc.dictionary(fc.constantFrom(...names), inner),
      }),
      fc.oneof(
        fc.constant({}),
        fc.record({ anyOf: fc.tuple(inner, inner) }),
        fc.record({ oneOf: fc.tuple(inner, inner) }),
        fc.record({ allOf: fc.tuple(inner, inner) }),
        fc.record({ not: inner }),
        fc.record({ additionalProperties: inner }),
        fc.record({ required: fc.subarray(names, { maxLength: 1 }) }),
      ),
      fc.constantFrom({}, {}, { unevaluatedProperties: false }),
    )
    .map((parts): object => Object.assign({}, ...parts) as object);
const schemas = object(fc.oneof(leaf, object(fc.oneof(leaf, object(leaf)))));
const members = (inner: fc.Arbitrary<unknown>) =>
  fc.dictionary(fc.constantFrom(...names), inner);
const values = members(
  fc.oneof(fc.constantFrom("x", 1, null, ["x"], [1]), members(fc.jsonValue())),
);

test("checks are those of ajv, first error by first error, and all of them", () => {
  const decided = { valid: 0, invalid: 0 };
  fc.assert(
    fc.property(
      schemas,
      fc.array(values, { minLength: 10, maxLength: 20 }),
      fc.boolean(),
      fc.boolean(),
      (schema, data, allErrors, ownProperties) => {
        const options = {
          strict: false,
          validateSchema: false,
          allErrors,
          ownProperties,
        };
        const theirs = new Ajv2020(options).compile(schema);
        const ours = new Ajv2020(options);
        checkMembersInTurn(ours);
        const validate = ours.compile(schema);
        for (const value of data) {
          const expected = theirs(value);
          expect([validate(value), validate.errors]).toEqual([
            expected,
            theirs.errors,
          ]);
          decided[expected ? "valid" : "invalid"]++;
        }
      },
    ),
    draws(11, 120),
  );
  expect(decided.valid).toBeGreaterThan(100);
  expect(decided.invalid).toBeGreaterThan(100);
});

test("thousands of members are not too deep", () => {
  const properties = Object.fromEntries(
    Array.from({ length: 5000 }, (_, n) => [`m${n}`, { type: "string" }]),
  );
  const ajv = new Ajv2020({ strict: false, logger: false });
  checkMembersInTurn(ajv);
  const validate = ajv.compile({ type: "array", items: { properties } });
  expect(validate([{ m0: "" }, { m4999: 1 }])).toBe(false);
  expect(validate.errors).toMatchObject([{ instancePath: "/1/m4999" }]);
});
