import { expect, it } from "vitest";

import type { Json } from "../../../../src/schema/catalog.js";
import { compileSchema } from "../../../../src/schema/compile-schema.js";
import { emitTypes } from "../../../../src/schema/emit-types.js";
import { importProvider } from "../../../../src/schema/import/import-provider.js";

const listed = { type: "string", enum: ["open", "paid"] };
const closed = {
  type: "object",
  properties: { a: listed },
  required: ["a"],
  additionalProperties: false,
};
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** The event type of a document whose payloads have a member `x`. */
function imported(x: Json, schemas: Readonly<Record<string, Json>> = {}) {
  const properties = { type: { const: "a.done" }, x };
  const schema = { type: "object", required: ["type"], properties };
  const content = { "application/json": { schema } };
  const text = JSON.stringify({
    openapi: "3.1.0",
    webhooks: { "a.done": { post: { requestBody: { content } } } },
    components: { schemas },
  });
  return importProvider(
    { kind: "document", name: "acme.json", text },
    { id: "./acme.json", title: "acme", signature: "standard-webhooks" },
  ).catalog;
}

it.each<[string, Json, Readonly<Record<string, Json>>, Json[], Json[]]>([
  [
    "one of listed texts, or any that is short",
    { oneOf: [listed, { type: "string", maxLength: 3 }] },
    {},
    ["paid", "new"],
    [1],
  ],
  [
    "one of alternatives that a member deep in them tells apart",
    {
      oneOf: ["k", "l"].map((name) => ({
        type: "object",
        properties: {
          in: { type: "object", properties: { [name]: closed } },
        },
      })),
    },
    {},
    [{ in: { k: { a: "open", b: 1 }, l: { a: "open" } } }],
    [{ in: 1 }],
  ],
  [
    "one of alternatives that are closed where they refer to",
    {
      oneOf: [
        { type: "array", items: ref("Closed") },
        { type: "array", items: { type: "object", required: ["b"] } },
      ],
    },
    { Closed: closed },
    [[{ a: "open", b: 1 }]],
    [[1]],
  ],
  [
    "what something closed is denied by, through another",
    { type: "array", items: { not: ref("Box") } },
    { Box: { properties: { in: ref("Closed") } }, Closed: closed },
    [[{ in: { a: "other" } }], [{ in: { a: "open", b: 1 } }]],
    [[{ in: { a: "open" } }]],
  ],
  [
    "alternatives of which none is `false`",
    { oneOf: [{ type: "string" }, { maxLength: 2 }, false] },
    {},
    ["long", 1],
    ["ab"],
  ],
  [
    "listed texts or null, beside other alternatives",
    { enum: ["a", "b", null], anyOf: [{ maxLength: 1 }, { type: "null" }] },
    {},
    ["a", "c", null],
    ["long", 1],
  ],
])("%s", (_, x, schemas, admitted, refused) => {
  const [event] = imported(x, schemas).events;
  const validate = compileSchema(event!.schema);
  const accepts = (value: Json) => validate({ type: "a.done", x: value });
  expect([...admitted, ...refused].map(accepts)).toEqual([
    ...admitted.map(() => true),
    ...refused.map(() => false),
  ]);
});

it("has types of members with a percent sign, whatever lies below them", async () => {
  const part = { type: "object", required: ["50%"], properties: {} };
  const properties = {
    "discount%": { oneOf: [{ type: "string" }, ref("Rate")] },
    "100%": { anyOf: [{ type: "object", properties: { "a%": {} } }] },
  };
  const types = await emitTypes(
    imported(
      { type: "object", required: ["discount%"], properties },
      { Rate: { ...part, properties: { "50%": { type: "integer" } } } },
    ),
  );
  expect(types).toContain('"discount%": string | Rate;');
  expect(types).toContain('"50%": number;');
  expect(types).toContain('"a%"?: unknown;');
});
