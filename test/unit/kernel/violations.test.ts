import { expect, test } from "vitest";
import type { Violation } from "../../../templates/app/src/frameio/kernel/events/validation.gen.js";
import { tell } from "../../../templates/app/src/frameio/kernel/events/violations.gen.js";
import type { Json } from "../../../src/schema/catalog.js";
import { readCatalog } from "../../../src/schema/read-catalog.js";
import { documentOf, webhookOf } from "../schema/documents.js";
import { loadValidators } from "../schema/validators.js";

const secret = "sk_live_4eC39HqLyjWDarjtT1zdp7dc";

test.each<[string, Json, Json, [string, string, string]]>([
  ["type", { type: "string" }, 7, ["/x", "string", "integer"]],
  [
    "types",
    { type: ["object", "null"] },
    [1],
    ["/x", "object or null", "array of 1 item"],
  ],
  ["const", { const: "a" }, secret, ["/x", '"a"', "string of 32 characters"]],
  [
    "enum",
    { enum: ["a", 1, null] },
    true,
    ["/x", 'one of "a", 1, null', "true"],
  ],
  [
    "required",
    { required: ["a/b"] },
    { token: secret },
    ["/x/a~1b", "a value", "nothing"],
  ],
  [
    "minLength",
    { minLength: 1 },
    "",
    ["/x", "at least 1 character", "string of 0 characters"],
  ],
  [
    "pattern",
    { pattern: "^a+$" },
    secret,
    ["/x", "a string that matches ^a+$", "string of 32 characters"],
  ],
  [
    "minimum",
    { minimum: 0 },
    -4111,
    ["/x", "a number >= 0", "negative integer"],
  ],
  ["multipleOf", { multipleOf: 2 }, 1.5, ["/x", "a multiple of 2", "number"]],
  [
    "items",
    { items: { type: "string" } },
    ["a", null],
    ["/x/1", "string", "null"],
  ],
  [
    "uniqueItems",
    { uniqueItems: true },
    [secret, secret],
    ["/x", "no item twice", "array of 2 items"],
  ],
  [
    "additionalProperties",
    { additionalProperties: false },
    { [secret]: 1 },
    ["/x", "no members but those of the schema", "object of 1 member"],
  ],
  [
    "propertyNames",
    { propertyNames: { maxLength: 5 } },
    { [secret]: 1 },
    [
      "/x",
      "at most 5 characters",
      "a member whose name is string of 32 characters",
    ],
  ],
  [
    "anyOf",
    { anyOf: [{ type: "null" }] },
    secret,
    ["/x", "null", "string of 32 characters"],
  ],
  [
    "not",
    { not: { type: "string" } },
    secret,
    ["/x", "a value that is not excluded", "string of 32 characters"],
  ],
  ["false", false, secret, ["/x", "nothing", "string of 32 characters"]],
  [
    "a rule of many words",
    { enum: Array.from({ length: 99 }, (_, n) => `v${n}`) },
    secret,
    [
      "/x",
      expect.stringMatching(/^one of "v0", .{1,70}…$/) as never,
      "string of 32 characters",
    ],
  ],
])(
  "%s: where, what was expected and what came, but never the value",
  async (_, x, value, [pointer, expected, got]) => {
    const document = documentOf({ a: webhookOf("a", { x }) });
    const catalog = readCatalog(JSON.stringify(document), "x@1");
    const validate = (await loadValidators(catalog)).get("a")!;
    const payload = { type: "a", x: value };
    expect(validate(payload)).toBe(false);
    const [violation] = validate.errors as readonly Violation[];
    const told = tell(violation!, payload);
    expect(told).toEqual({ pointer, expected, got });
    expect(JSON.stringify(told)).not.toContain("sk_live");
  },
);

test("places are cut short", () => {
  const instancePath = `/${"x".repeat(5000)}`;
  const violation = { instancePath, keyword: "type", params: { type: "null" } };
  expect(tell(violation, {}).pointer).toHaveLength(201);
});
