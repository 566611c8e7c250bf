import fc from "fast-check";
import type { Json } from "../../../../src/schema/catalog.js";
import { hostileText } from "../arbitraries.js";

/** Names of the shared schemas that any schema may refer to, themselves as well. */
const shared = ["Tree", "Money", "Owner", "class"];

const member = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("id", "a", "b", "kind", "type") },
  {
    weight: 2,
    arbitrary: fc.constantFrom("class", "é", "日本", "x-1", "new", "a/b", "~0"),
  },
  { weight: 1, arbitrary: hostileText.filter(isName) },
);

/** No lone surrogates, which are no text; no names that each object inherits, for which TypeScript has types of its own; and not the empty one, which ajv does not miss where it is required. */
function isName(text: string): boolean {
  return text !== "" && !/\p{Cs}/u.test(text) && !(text in {});
}

const leaf = fc.constantFrom<Json>(
  { type: "string" },
  { type: "string", minLength: 1, maxLength: 4 },
  { type: "string", format: "date-time", description: "*/ when */" },
  { type: "string", pattern: "^[a-z]{1,3}$" },
  { type: "string", enum: ["open", "paid", "void"] },
  { type: "string", nullable: true },
  { type: "string", enum: ["x", "y"], nullable: true },
  { enum: ["a", 1, null, true] },
  { enum: [{ a: 1 }, [1], "a"] },
  { const: "only" },
  { const: null },
  { const: { a: [1] } },
  { type: "integer", minimum: 0, maximum: 9 },
  { type: "number", exclusiveMinimum: 0, multipleOf: 0.5 },
  { type: "number", minimum: 0, exclusiveMinimum: true },
  { type: "boolean", default: true, deprecated: true },
  { type: ["string", "integer", "null"] },
  { type: "null" },
  { type: ["array", "object", "null"] },
  { type: "string", format: "uuid" },
  { type: "string", pattern: "^\\p{L}+$", maxLength: 3 },
  {
    type: "string",
    minLength: 2,
    maxLength: 2,
    examples: ["\u{1f600}\u{1f600}"],
  },
  { type: "number", multipleOf: 0.01, maximum: 100 },
  { type: "integer", multipleOf: 3, minimum: -9, exclusiveMaximum: 9 },
  { enum: [1, 2.5, -3, "1", false] },
  { not: { type: "string" } },
  { type: "string", not: { enum: ["", "x"] } },
  {},
  true,
);

const refs = fc
  .constantFrom(...shared)
  .map((name): Json => ({ $ref: `#/components/schemas/${name}` }));

type Schema = fc.Arbitrary<Json>;

function objects(schema: Schema): Schema {
  const more = fc.constantFrom<object>(
    {},
    {},
    { additionalProperties: false },
    { additionalProperties: { type: "number" } },
    { additionalProperties: true },
    { additionalProperties: { $ref: "#/components/schemas/Tree" } },
    {
      patternProperties: {
        "^é": { type: "integer" },
        "\\d$": { type: "string" },
      },
      additionalProperties: { type: ["boolean", "null"] },
    },
    { patternProperties: { "^x-": true }, additionalProperties: false },
    { propertyNames: { pattern: "^[a-zA-Z]" } },
    { dependentSchemas: { a: { required: ["b"], properties: { b: true } } } },
    { minProperties: 1 },
    { maxProperties: 3 },
    { propertyNames: { maxLength: 40 } },
    { nullable: true },
    { patternProperties: { "^x-": { type: "string" } } },
    { dependentRequired: { a: ["b"] } },
    { dependencies: { a: ["id"], b: { required: ["id"] } } },
    { unevaluatedProperties: false },
    // A literal with a member 'then' is taken for a promise.
    JSON.parse('{"if":{"required":["a"]},"then":{"required":["b"]}}') as object,
    JSON.parse(
      '{"if":{"properties":{"a":{"type":"string"}}},"then":{"required":["id"]},"else":{"maxProperties":2}}',
    ) as object,
    { not: { required: ["forbidden"] } },
  );
  return fc
    .tuple(
      fc.dictionary(member, schema, { maxKeys: 4, noNullPrototype: true }),
      fc.array(member, { maxLength: 2 }),
      more,
      fc.option(hostileText, { nil: undefined }),
    )
    .map(([properties, required, rest, description]) => ({
      type: "object",
      properties,
      ...(required.length > 0 && { required: [...new Set(required)] }),
      ...(description !== undefined && { description, title: description }),
      ...rest,
    })) as Schema;
}

function lists(schema: Schema): Schema {
  return fc.oneof(
    schema.map((items): Json => ({ type: "array", items, maxItems: 3 })),
    schema.map((items): Json => ({ type: "array", items, uniqueItems: true })),
    fc
      .array(schema, { minLength: 1, maxLength: 2 })
      .map((prefixItems): Json => ({ type: "array", prefixItems })),
    schema.map((first): Json => ({
      type: "array",
      prefixItems: [first],
      items: false,
    })),
    schema.map((some): Json => ({
      type: "array",
      contains: some,
      maxItems: 4,
    })),
    schema.map((first): Json => ({
      type: "array",
      allOf: [{ prefixItems: [first] }],
      unevaluatedItems: false,
    })),
    // Draft 7's tuple.
    fc
      .tuple(fc.array(schema, { minLength: 1, maxLength: 2 }), fc.boolean())
      .map(([items, closed]): Json => ({
        type: "array",
        items,
        ...(closed && { additionalItems: false, minItems: items.length }),
      })),
  );
}

function sums(schema: Schema, object: Schema): Schema {
  const discriminated = fc.tuple(object, object).map((branches): Json => ({
    oneOf: branches.map((branch, index) => ({
      allOf: [
        branch,
        {
          type: "object",
          properties: { kind: { enum: [`k${index}`] } },
          required: ["kind"],
        },
      ],
    })),
    discriminator: { propertyName: "kind" },
  }));
  return fc.oneof(
    discriminated,
    fc
      .tuple(
        fc.constantFrom("anyOf", "oneOf"),
        fc.array(schema, { minLength: 1, maxLength: 3 }),
      )
      .map(([keyword, list]): Json => ({ [keyword]: list })),
    fc
      .array(fc.oneof(object, refs), { minLength: 1, maxLength: 3 })
      .map((allOf): Json => ({ allOf })),
    fc.tuple(object, object).map(([own, part]): Json => ({
      ...(own as object),
      allOf: [part as never],
    })),
    refs.map((ref): Json => ({ ...(ref as object), description: "beside it" })),
  );
}

const { schema, object } = fc.letrec<{ schema: Json; object: Json }>((tie) => ({
  object: objects(tie("schema")),
  schema: fc.oneof(
    { maxDepth: 4, depthSize: "medium", withCrossShrink: true },
    leaf,
    refs,
    tie("object"),
    lists(tie("schema")),
    sums(tie("schema"), tie("object")),
  ),
}));

/** Event types of a document. */
export const eventNames = ["a.done", "b.done", "c.done", "d.done"] as const;

/** Texts of OpenAPI documents of the kinds that providers publish, with four event types each. */
export const randomDocuments: fc.Arbitrary<string> = fc
  .tuple(fc.tuple(...eventNames.map(() => payloads())), object, object)
  .map(([all, tree, owner]) => {
    const webhooks = eventNames.map((name, index) => {
      const content = { "application/json": { schema: all[index]! } };
      return [name, { post: { requestBody: { content } } }] as const;
    });
    const kids = {
      type: "array",
      items: { $ref: "#/components/schemas/Tree" },
    };
    const schemas = {
      Tree: { type: "object", properties: { kids, of: tree } },
      Money: { type: "object", properties: { amount: { type: "integer" } } },
      Owner: owner,
      class: { type: "string" },
    };
    return JSON.stringify({
      openapi: "3.1.0",
      webhooks: Object.fromEntries(webhooks),
      components: { schemas },
    });
  });

function payloads(): Schema {
  return fc
    .tuple(
      fc.dictionary(member, schema, { maxKeys: 4, noNullPrototype: true }),
      fc.boolean(),
    )
    .map(([members, isSum]) => {
      const payload = {
        type: "object",
        required: ["type"],
        properties: { ...members, type: { type: "string" } },
      } as Json;
      return isSum
        ? { allOf: [{ $ref: "#/components/schemas/Money" }, payload] }
        : payload;
    });
}
