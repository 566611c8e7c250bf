import fc from "fast-check";
import type { Json } from "../../../../src/schema/catalog.js";

/** Names that break what takes keywords for members, pointers for names, or names for code. */
const member = fc.constantFrom(
  "a",
  "b",
  "c",
  "kind",
  "$ref",
  "default",
  "enum",
  "properties",
  "items",
  "const",
  "required",
  "ключ",
  "e\u0301",
  "\u{1f511}",
  "a/b~c%20d",
  "%",
  "~1",
  "x y",
  "0",
  "-1",
  "if",
  "then",
);

/** Where a reference may lead; names of members are escaped as pointers and as fragments have it. */
const shared = ["Node", "Money", "Owner", "Ю.x/y", "Any"];

const fragment = (name: string) =>
  encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"));

const ref = (name: string): Json => ({
  $ref: `#/components/schemas/${fragment(name)}`,
});

const refs = fc.oneof(
  fc.constantFrom(...shared).map(ref),
  fc.constantFrom<Json>(
    { $ref: "#/components/schemas/Node/properties/label" },
    { $ref: "#/components/schemas/Money/$defs/Currency" },
    { $ref: "#/components/schemas/Owner/properties/tags/items" },
  ),
);

/** Numbers at the edges of what texts, floats and integers hold. */
const numbers = fc.constantFrom<Json>(
  { type: "integer", format: "int64", minimum: -9223372036854776000 },
  { type: "integer", maximum: 9007199254740991 },
  { type: "number", multipleOf: 0.1 },
  { type: "number", minimum: -0, maximum: 0 },
  { type: "number", exclusiveMinimum: 1e-7, exclusiveMaximum: 1e21 },
  { type: "number", minimum: 1, exclusiveMinimum: 1 },
  { type: "integer", multipleOf: 1e10 },
  { const: 1e21 },
  { const: -0 },
  { enum: [1, 1.5, -3e-7] },
  { type: "integer", const: 3 },
  { type: ["integer", "number"] },
  { type: "number", not: { type: "integer" } },
);

const others = fc.constantFrom<Json>(
  { type: "string" },
  { type: "string", minLength: 1 },
  { type: "string", format: "email" },
  { type: "string", format: "binary" },
  { type: "string", pattern: "^\\u{1f511}|a\\/b$" },
  { type: "string", maxLength: 1 },
  { const: "ключ" },
  { const: { $ref: "#/nowhere" } },
  { enum: [{ $ref: "a" }, { properties: { a: false } }] },
  { type: ["string", "null"] },
  { type: ["boolean", "array"] },
  { type: "boolean" },
  { type: "array" },
  { type: "object" },
  { required: ["a"] },
  { properties: { a: { type: "string" } } },
  { items: { type: "integer" } },
  { minItems: 1, minLength: 2, minProperties: 1, minimum: 3 },
  { not: { not: { type: "string" } } },
  { not: { enum: [null, 0, ""] } },
  true,
  false,
  {},
);

/** Shapes that a receiver is to read more widely than they are written. */
const narrow = {
  leaf: fc.constantFrom<Json>(
    { type: "string", enum: ["open", "paid"] },
    { enum: ["open", null] },
    { enum: ["open", 1, true] },
    { enum: ["x"] },
  ),
  more: fc.constantFrom<object>(
    { additionalProperties: false },
    { unevaluatedProperties: false },
    { patternProperties: { "^[ab]$": true }, additionalProperties: false },
  ),
};

const conditions = fc.constantFrom<object>(
  {},
  {},
  {},
  { additionalProperties: { type: ["string", "number"] } },
  { unevaluatedProperties: { type: "string" } },
  { patternProperties: { "^\\p{L}$": { type: ["integer", "string"] } } },
  { patternProperties: { "": { not: { type: "null" } } } },
  { propertyNames: { not: { const: "c" } } },
  { propertyNames: ref("Ю.x/y") },
  { dependentRequired: { a: ["b", "c"], b: [] } },
  { dependentSchemas: { a: { maxProperties: 2 }, kind: false } },
  { dependentSchemas: { a: ref("Money") } },
  { minProperties: 1, maxProperties: 3 },
  { not: { required: ["a", "b"] } },
  { not: ref("Money") },
  { if: ref("Money"), else: { required: ["a"] } },
  {
    if: { properties: { a: { const: "k0" } }, required: ["a"] },
    ...JSON.parse('{"then":{"required":["b"]}}'),
    else: { properties: { b: { type: "null" } } },
  },
);

type Schema = fc.Arbitrary<Json>;

/** @param isClosed whether there are shapes that are opened */
function shapes(isClosed: boolean): Schema {
  const leaf = fc.oneof(numbers, others, ...(isClosed ? [narrow.leaf] : []));
  const more = isClosed ? fc.oneof(conditions, narrow.more) : conditions;
  return fc.letrec<{ schema: Json; object: Json }>((tie) => {
    const schema = tie("schema");
    const several = fc.array(schema, { minLength: 1, maxLength: 3 });
    const keyed = fc.tuple(tie("object"), tie("object"));
    return {
      object: fc
        .tuple(
          fc.dictionary(member, schema, { maxKeys: 4, noNullPrototype: true }),
          fc.uniqueArray(member, { maxLength: 2 }),
          more,
        )
        .map(
          ([properties, required, rest]) =>
            ({ type: "object", properties, required, ...rest }) as Json,
        ),
      schema: fc.oneof(
        { maxDepth: 3, depthSize: "medium", withCrossShrink: true },
        leaf,
        refs,
        tie("object"),
        several.map((allOf): Json => ({ allOf })),
        several.map((anyOf): Json => ({ anyOf })),
        several.map((oneOf): Json => ({ oneOf })),
        keyed.map((branches): Json => ({
          oneOf: branches.map((branch, n) => ({
            allOf: [branch],
            properties: { kind: { const: `k${n}` } },
            required: ["kind"],
          })),
          discriminator: { propertyName: "kind" },
        })),
        fc.tuple(schema, schema).map(([not, own]): Json => ({
          not,
          allOf: [own],
        })),
        fc.tuple(refs, tie("object")).map(([part, own]): Json => ({
          ...(own as object),
          ...(part as object),
        })),
        schema.map((items): Json => ({ type: "array", items, maxItems: 3 })),
        fc.tuple(several, schema).map(([prefixItems, items]): Json => ({
          type: "array",
          prefixItems,
          items,
        })),
        several.map((prefixItems): Json => ({
          type: "array",
          prefixItems,
          unevaluatedItems: { type: "string" },
        })),
        schema.map((contains): Json => ({
          type: "array",
          contains,
          minContains: 0,
          maxContains: 1,
        })),
        schema.map((part): Json => ({
          anyOf: [part, { type: "array", items: part }],
          unevaluatedItems: { type: "number" },
        })),
      ),
    };
  }).schema;
}

export const names = ["a.done", "b.done", "c.done", "d.done"] as const;

/**
 * OpenAPI 3.1 documents of four event types whose schemas ajv reads as they stand.
 *
 * @param isClosed whether there are shapes that are opened
 */
export function randomShapes(isClosed: boolean): fc.Arbitrary<Json> {
  const schema = shapes(isClosed);
  const members = fc.dictionary(member, schema, {
    maxKeys: 4,
    noNullPrototype: true,
  });
  return fc
    .tuple(fc.tuple(...names.map(() => members)), members, schema)
    .map(([all, node, any]) => {
      const webhooks = names.map((name, at) => {
        const type = { const: name };
        const properties = { ...all[at]!, type };
        const required = ["type"];
        const payload = { type: "object", required, properties };
        const content = { "application/json": { schema: payload } };
        return [name, { post: { requestBody: { content } } }] as const;
      });
      const kids = { type: "array", items: ref("Node") };
      const label = { type: "string", description: "what it is called" };
      const tags = { type: "array", items: { type: "string" } };
      const Currency = { type: "string", maxLength: 3 };
      const schemas = {
        Node: { type: "object", properties: { ...node, kids, label } },
        Money: {
          type: "object",
          $defs: { Currency },
          properties: { a: { type: "string" } },
          required: ["a"],
        },
        Owner: { type: "object", properties: { tags, of: ref("Owner") } },
        "Ю.x/y": { type: ["string", "integer"] },
        // Through a member, as a schema that is nothing but itself has no meaning.
        Any: { type: ["object", "string"], properties: { any } },
      };
      return {
        openapi: "3.1.0",
        webhooks: Object.fromEntries(webhooks),
        components: { schemas },
      } as unknown as Json;
    });
}
