import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/schema/catalog.js";
import { formatCode } from "../../../src/schema/format-code.js";
import { createTypePrinter } from "../../../src/schema/type-nodes.js";
import { projectType } from "../../../src/schema/type-projection.js";
import { schemas } from "./arbitraries.js";
import { draws } from "../../support/draws.js";

const shared = new Map<string, Json>(
  ["A", "Reference", "ANameThatIsLongEnoughToBreakLinesWhereverItStands"].map(
    (name) => [name, { type: "object", properties: { id: true } }],
  ),
);

/** Schemas whose types are about as wide as a line, or wider. */
const { wide } = fc.letrec<{ wide: Json; object: Json }>((tie) => {
  const wide = tie("wide");
  const list = fc.array(wide, { minLength: 1, maxLength: 4 });
  const objectOf = (properties: Record<string, Json>) => ({
    type: "object",
    properties,
    required: Object.keys(properties).slice(1),
  });
  return {
    object: fc
      .dictionary(
        fc.constantFrom(
          "a",
          "width",
          "aMemberOfSomeLength",
          "no-name",
          "größe",
        ),
        wide,
        { minKeys: 1, maxKeys: 3, noNullPrototype: true },
      )
      .map(objectOf),
    wide: fc.oneof(
      { maxDepth: 5, depthSize: "medium" },
      fc
        .constantFrom(...shared.keys())
        .map((name) => ({ $ref: `#/$defs/${name}` })),
      fc
        .array(
          fc.constantFrom<Json>(
            "a",
            "ten chars.",
            "it's",
            'say "x"',
            "日本語日本語",
            "x".repeat(30),
            -1,
            0.5,
            1e30,
            null,
            true,
          ),
          { minLength: 1, maxLength: 9 },
        )
        .map((values) => ({ enum: values })),
      fc.constantFrom<Json>(
        { type: "null" },
        { type: ["string", "number", "boolean", "null"] },
        { type: "object" },
        true,
        false,
      ),
      tie("object"),
      wide.map((items) => ({ type: "array", items })),
      list.map((prefixItems) => ({ type: "array", prefixItems })),
      wide.map((value) => ({ type: "object", additionalProperties: value })),
      wide.map((value) => ({ anyOf: [value, { type: "null" }] })),
      list.map((oneOf) => ({ oneOf })),
      list.map((anyOf) => ({ anyOf })),
      list.map((allOf) => ({ allOf })),
    ),
  };
});

describe("a declaration stands as Prettier would write it", () => {
  test.each([
    ["of schemas as providers have them", schemas],
    ["of any width", wide],
  ])("%s", async (_, arbitrary) => {
    await fc.assert(
      fc.asyncProperty(arbitrary, fc.boolean(), async (schema, wrapped) => {
        const printer = createTypePrinter(shared);
        const whole = wrapped
          ? { type: "object", properties: { member: schema } }
          : schema;
        const text = await printer.declare("TheName", projectType(whole), [
          "What it is.",
        ]);
        expect(text).toBe(await formatCode(text, "it"));
      }),
      draws(1, 300),
    );
  });

  test("that extends another, whatever their names", async () => {
    const printer = createTypePrinter(shared);
    const schema = {
      type: "object",
      properties: { id: { type: "string" } },
    };
    for (const length of [3, 42, 43, 44, 80]) {
      const name = "N".repeat(length);
      const text = await printer.declare(name, schema, [], "Base");
      expect(text).toBe(await formatCode(text, "it"));
      expect(text).toMatch(/^export interface N+\s+extends Base \{$/m);
    }
  });
});
