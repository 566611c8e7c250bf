import { describe, expect, it } from "vitest";

import type { Json, JsonSchema } from "../../../../src/schema/catalog.js";
import { makeSample } from "../../../../src/schema/import/make-sample.js";
import { createChecks } from "../../../../src/schema/schema-checks.js";

type Members = Readonly<Record<string, Json>>;

function sampleOf(schema: Members) {
  const started = performance.now();
  const made = makeSample(schema as JsonSchema, [], createChecks(false));
  expect(performance.now() - started).toBeLessThan(3000);
  return made;
}

const member = (schema: Members, required = ["a"]) => ({
  type: "object",
  properties: { a: schema },
  required,
});

/** Definitions that each lead to the next one in ten places. */
function laughs(levels: number, members: (next: Members) => Members): Members {
  const definitions = Array.from({ length: levels }, (_, n) => [
    `D${n}`,
    members(
      n + 1 < levels ? { $ref: `#/$defs/D${n + 1}` } : { type: "string" },
    ),
  ]);
  return {
    ...member({ $ref: "#/$defs/D0" }),
    $defs: Object.fromEntries(definitions) as Json,
  };
}

const names = Array.from({ length: 10 }, (_, n) => `m${n}`);
const tenTimes = (next: Members) => ({
  type: "object",
  properties: Object.fromEntries(names.map((name) => [name, next])),
});

describe("a sample", () => {
  it("is short where texts may be very long", () => {
    const { sample } = sampleOf(member({ type: "string", maxLength: 1e9 }));
    expect((sample as { a: string }).a.length).toBeLessThan(61);
  });

  it("is of the type that members and items imply, though the schema admits null", () => {
    const tree = {
      properties: {
        of: { $ref: "#/$defs/Tree" },
        kids: { items: { $ref: "#/$defs/Tree" } },
      },
    };
    const schema = {
      ...member({ $ref: "#/$defs/Tree" }),
      $defs: { Tree: tree },
    };
    const { sample } = sampleOf(schema);
    expect(sample).toHaveProperty("a.kids");
    expect(JSON.stringify(sample)).not.toContain("null");
  });

  it("leaves out what may be missing and would be large", () => {
    const list = { type: "array", minItems: 1e7, items: { type: "string" } };
    expect(sampleOf(member(list, [])).sample).toEqual({});
    expect(sampleOf(laughs(9, tenTimes)).sample).toHaveProperty("a.m0.m0");
  });

  it.each<[string, Members]>([
    [
      "a list of millions",
      member({ type: "array", minItems: 1e7, items: true }),
    ],
    ["a text of gigabytes", member({ type: "string", minLength: 1e9 })],
    ["an object of millions", member({ type: "object", minProperties: 1e7 })],
    [
      "millions to contain",
      member({ type: "array", contains: true, minContains: 1e6 }),
    ],
    [
      "members that double and double",
      laughs(9, (next) => ({ ...tenTimes(next), required: names })),
    ],
    [
      "lists in lists in lists",
      laughs(9, (items) => ({ type: "array", minItems: 10, items })),
    ],
  ])("is not made of %s", (_, schema) => {
    expect(sampleOf(schema)).toEqual({
      reason: "a payload has more than 20000 values",
    });
  });
});
