import { expect, test } from "vitest";

import type { Json, JsonSchema } from "../../../src/schema/catalog.js";
import { describedPart } from "../../../src/schema/described-part.js";

const text = { type: "string" };
const one = { type: "object", properties: { a: text } };

test.each<[string, JsonSchema, Json, Json]>([
  ["a member that is not named", one, { a: "", b: 1 }, { a: "" }],
  [
    "a member that is required, but not described",
    { ...one, required: ["b"], additionalProperties: { type: "number" } },
    { a: "", b: 1 },
    { a: "" },
  ],
  [
    "one of alternatives within an alternative, told apart by a member",
    {
      anyOf: [
        one,
        {
          oneOf: ["k0", "k1"].map((kind) => ({
            allOf: [
              { type: "object" },
              { type: "object", properties: { kind: { enum: [kind] } } },
            ],
          })),
        },
      ],
    },
    { kind: "k1", b: 1 },
    { kind: "k1" },
  ],
  [
    "an alternative whose member is of another type, be it referred to",
    {
      anyOf: [
        { type: "object", properties: { id: { $ref: "#/$defs/One" } } },
        { type: "object", properties: { a: { type: ["null", "integer"] } } },
      ],
      $defs: { One: one },
    },
    { id: 1, a: 2 },
    { a: 2 },
  ],
  ["an object without members", { type: "object" }, { b: 1 }, { b: 1 }],
  [
    "members of any name beside others",
    { ...one, additionalProperties: true },
    { a: "", b: 1 },
    { a: "", b: 1 },
  ],
  [
    "a map of objects",
    { type: "object", additionalProperties: one },
    { x: { a: "", b: 1 } },
    { x: { a: "" } },
  ],
  [
    "a sum",
    { allOf: [one, { properties: { b: text } }] },
    { a: "", b: "", c: 1 },
    { a: "", b: "" },
  ],
  [
    "a list, and what is referred to",
    { type: "array", items: { $ref: "#/$defs/One" }, $defs: { One: one } },
    [{ a: "", b: 1 }],
    [{ a: "" }],
  ],
  [
    "the alternative that is meant",
    {
      oneOf: [
        { properties: { kind: { const: "x" }, a: text } },
        { properties: { kind: { const: "y" }, b: text } },
      ],
    },
    { kind: "y", a: "", b: "" },
    { kind: "y", b: "" },
  ],
  [
    "the alternative that has what it requires",
    {
      oneOf: [
        { properties: { kind: text, a: text }, required: ["kind"] },
        { properties: { b: text } },
      ],
    },
    { a: "", b: "" },
    { b: "" },
  ],
])("%s", (_, schema, value, part) => {
  expect(describedPart(value, schema)).toEqual(part);
});

test("parts and alternatives that lead to each other in three places are looked at once", () => {
  const definitions = Array.from({ length: 40 }, (_, n) => {
    const next = { $ref: `#/$defs/D${n + 1}` };
    const last = { ...one, required: ["a"] };
    const list = n % 2 === 0 ? "allOf" : "anyOf";
    return [`D${n}`, n < 39 ? { [list]: [next, next, next] } : last] as const;
  });
  const schema = { $ref: "#/$defs/D0", $defs: Object.fromEntries(definitions) };
  const started = performance.now();
  expect(describedPart({ a: "", b: 1 }, schema)).toEqual({ a: "" });
  expect(performance.now() - started).toBeLessThan(10_000);
});
