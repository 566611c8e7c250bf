import fc from "fast-check";
import type { Json } from "../../../src/schema/catalog.js";

/** Text that breaks generators: quotes, comments, templates, reserved words, control characters, lone surrogates. */
export const hostileText = fc.oneof(
  fc.constantFrom(
    "*/ export const x = 1; /*",
    "`${process.exit()}`",
    '"; alert(1); "',
    "'\\u0027\\",
    "constructor",
    "class",
    "default",
    "toString",
    "$ref",
    "a\nb\r\nc",
    "\u2028\u2029\u0000\u007f",
    "\ud800",
    "𝒳 é ß 日本",
    "",
    "1e3",
    "-1",
    "//",
    "@ts-ignore",
    "</script>",
  ),
  fc.string({ unit: "binary", maxLength: 12 }),
);

/** The value with a few members removed, replaced or added, anywhere in it. */
export function mutatedJson(value: Json): fc.Arbitrary<Json> {
  const change = fc.record({
    at: fc.nat(),
    key: fc.oneof(hostileText, fc.constantFrom("id", "type", "user")),
    with: fc.option(
      fc.oneof(
        fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<Json>,
        fc.constantFrom<Json>("", "file", {}, { id: "1" }, { id: 1 }, []),
      ),
      { nil: undefined },
    ),
    add: fc.boolean(),
  });
  return fc.array(change, { maxLength: 3 }).map((changes) => {
    const copy = structuredClone(value);
    for (const one of changes) {
      const places = membersIn(copy);
      const place = places[one.at % Math.max(places.length, 1)];
      if (!place || one.key === "__proto__") continue;
      const [owner, key] = place;
      if (one.with === undefined) delete owner[key];
      else if (!one.add) owner[key] = structuredClone(one.with);
      else if (!Array.isArray(owner))
        owner[one.key] = structuredClone(one.with);
    }
    return copy;
  });
}

function membersIn(value: unknown): [Record<string, Json>, string][] {
  if (typeof value !== "object" || value === null) return [];
  const owner = value as Record<string, Json>;
  return Object.keys(owner).flatMap((key) => [
    [owner, key] as [Record<string, Json>, string],
    ...membersIn(owner[key]),
  ]);
}

const name = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("a", "b", "c") },
  { weight: 1, arbitrary: hostileText.filter((text) => text !== "__proto__") },
);

/** Valid JSON Schemas of the kinds that providers write. */
export const { schema: schemas } = fc.letrec<{ schema: Json }>((tie) => {
  const schema = tie("schema");
  const described = (arbitrary: fc.Arbitrary<object>) =>
    fc
      .tuple(arbitrary, fc.option(hostileText, { nil: undefined }))
      .map(([value, description]) => ({
        ...value,
        ...(description !== undefined && { description }),
      })) as fc.Arbitrary<Json>;
  const object = fc
    .tuple(
      fc.dictionary(name, schema, { maxKeys: 4, noNullPrototype: true }),
      fc.array(name, { maxLength: 2 }),
      fc.constantFrom<object>(
        {},
        {},
        { additionalProperties: false },
        { additionalProperties: { type: "number" } },
      ),
    )
    .map(([properties, required, rest]) => ({
      type: "object",
      properties,
      required: [...new Set(required)],
      ...rest,
    }));
  return {
    schema: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom<Json>(
        { type: "string" },
        { type: "string", minLength: 2, maxLength: 5 },
        { type: "number", minimum: 0 },
        { type: "integer" },
        { type: "boolean" },
        { type: "null" },
        { type: ["string", "null"] },
        true,
        {},
      ),
      described(
        fc
          .uniqueArray(hostileText, { minLength: 1, maxLength: 3 })
          .map((values) => ({ enum: values })),
      ),
      described(
        fc
          .array(hostileText, { maxLength: 3 })
          .map((known) => ({ type: "string", "x-extensible-enum": known })),
      ),
      described(hostileText.map((text) => ({ const: text }))),
      described(object),
      described(schema.map((items) => ({ type: "array", items }))),
      described(
        fc
          .tuple(
            fc.constantFrom("anyOf", "oneOf", "allOf"),
            fc.array(schema, { minLength: 1, maxLength: 3 }),
          )
          .map(([keyword, list]) => ({ [keyword]: list })),
      ),
      described(
        fc
          .dictionary(fc.constantFrom("^a", "b$"), schema, {
            maxKeys: 2,
            noNullPrototype: true,
          })
          .map((patternProperties) => ({ type: "object", patternProperties })),
      ),
    ),
  };
});
