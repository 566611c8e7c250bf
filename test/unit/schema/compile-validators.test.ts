import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { format } from "prettier";
import { beforeAll, describe, expect, test } from "vitest";
import type { EventType, Json } from "../../../src/schema/catalog.js";
import { compileValidators } from "../../../src/schema/compile-validators.js";
import { readCatalog } from "../../../src/schema/read-catalog.js";
import {
  deepFreeze,
  documentOf,
  frameioDocument,
  webhookOf,
} from "./documents.js";
import { mutatedJson, schemas } from "./arbitraries.js";
import {
  emittedValidators,
  type LoadedValidator,
  loadValidators,
  pathOf,
} from "./validators.js";
import { draws } from "../../support/draws.js";

const catalog = deepFreeze(readCatalog(frameioDocument, "frameio@4"));
let sources: ReadonlyMap<string, string> = new Map();
let validators: ReadonlyMap<string, LoadedValidator> = new Map();

beforeAll(async () => {
  sources = await emittedValidators(catalog);
  validators = await loadValidators(catalog, sources);
});

async function validatorIn(document: object): Promise<LoadedValidator> {
  const catalog = readCatalog(JSON.stringify(document), "x@1");
  return (await loadValidators(catalog)).get(catalog.events[0]!.name)!;
}

const referee = (schema: EventType["schema"], allErrors: boolean) =>
  new Ajv2020({
    strict: false,
    validateFormats: false,
    allErrors,
    ownProperties: true,
  }).compile(schema);

type Errors = LoadedValidator["errors"];
const sorted = (errors: Errors) =>
  (errors ?? [])
    .map(({ instancePath, keyword, params, propertyName }) =>
      JSON.stringify([instancePath, keyword, params, propertyName]),
    )
    .sort();

describe.each(catalog.events.map((event) => [event.name, event] as const))(
  "%s",
  (name, event) => {
    const validate = (data: unknown) => {
      const validator = validators.get(name)!;
      const valid = validator(data);
      return { valid, errors: validator.errors ?? [] };
    };
    const example = event.example as Record<string, Record<string, Json>>;

    test("accepts its example, extra members and unknown resource types", () => {
      expect(validate(example)).toEqual({ valid: true, errors: [] });
      const extended = {
        ...example,
        resource: { id: "adobe:1", type: "hologram", extra: [] },
        extra: { deep: null },
      };
      expect(validate(extended).valid).toBe(true);
    });

    test("refuses what lacks a required member, and says which", () => {
      const { required } = event.schema as { required: string[] };
      for (const member of required) {
        const { [member]: _, ...rest } = example;
        expect(validate(rest)).toEqual({
          valid: false,
          errors: [
            {
              instancePath: "",
              keyword: "required",
              params: { missingProperty: member },
            },
          ],
        });
      }
    });

    test("accepts what lacks an optional member, or has null there", () => {
      const { required, properties } = event.schema as {
        required: string[];
        properties: object;
      };
      for (const member of Object.keys(properties)) {
        if (required.includes(member)) continue;
        const { [member]: _, ...rest } = example;
        expect(validate(rest).valid).toBe(true);
        expect(validate({ ...rest, [member]: null }).valid).toBe(true);
      }
    });

    test("refuses another event, an empty id and what is no object", () => {
      expect(validate({ ...example, type: "x" }).errors).toMatchObject([
        { instancePath: "/type", keyword: "const" },
      ]);
      const empty = { ...example, resource: { id: "", type: "file" } };
      expect(validate(empty).errors).toMatchObject([
        { instancePath: "/resource/id", keyword: "minLength" },
      ]);
      for (const data of [null, undefined, [], "text", 5]) {
        expect(validate(data).valid).toBe(false);
      }
    });

    test("agrees with ajv, error by error", () => {
      const ajv = referee(event.schema, true);
      let invalid = 0;
      fc.assert(
        fc.property(mutatedJson(event.example!), (data) => {
          const { valid, errors } = validate(data);
          expect(valid).toBe(ajv(data));
          expect(sorted(errors)).toEqual(sorted(ajv.errors));
          if (!valid) invalid++;
        }),
        draws(4, 100),
      );
      expect(invalid).toBeGreaterThan(10);
    });

    test("is small and Prettier-clean, and takes from others what they share", async () => {
      const source = sources.get(pathOf(catalog, name))!;
      expect(source.length).toBeLessThan(6_000);
      const modules = [...source.matchAll(/^(?:import|\}) .*from (.*);$/gm)];
      expect(new Set(modules.map(([, module]) => module))).toEqual(
        new Set([
          '"../kernel/events/validation.gen.js"',
          '"../events.gen.js"',
          '"./_shared.gen.js"',
        ]),
      );
      expect(source).not.toMatch(/\brequire\(|\beval\b|new Function/);
      expect(source).toBe(await format(source, { parser: "typescript" }));
    });
  },
);

test("shared schemas are compiled once, Prettier-clean, the same for whoever asks", async () => {
  const shared = [...sources].find(([path]) => path.endsWith("_shared.gen.ts"));
  const [, text = ""] = shared ?? [];
  expect(text).toBe(await format(text, { parser: "typescript" }));
  expect(text.match(/^export function \w+/gm)).toEqual([
    "export function validateReference",
  ]);
  expect(await emittedValidators(catalog)).toEqual(sources);
  const [first] = catalog.events;
  const alone = await emittedValidators({ ...catalog, events: [first!] });
  for (const [path, source] of alone) expect(sources.get(path)).toBe(source);
});

test("schemas that refer to themselves and to each other", async () => {
  const webhook = webhookOf("a", {
    tree: { $ref: "#/components/schemas/Tree" },
  });
  const validate = await validatorIn(
    documentOf(
      { a: webhook },
      {
        Tree: {
          type: "object",
          properties: {
            kids: {
              type: "array",
              items: { $ref: "#/components/schemas/Tree" },
            },
            leaf: { $ref: "#/components/schemas/Leaf" },
          },
        },
        Leaf: {
          type: "object",
          required: ["constructor"],
          properties: {
            text: { type: "string", pattern: "^[a-z]+$" },
            tree: { $ref: "#/components/schemas/Tree" },
          },
        },
      },
    ),
  );
  const tree = (text: string, more: object = { constructor: 1 }) => ({
    type: "a",
    tree: { kids: [{ leaf: { text, tree: { kids: [] }, ...more } }] },
  });
  expect(validate(tree("abc"))).toBe(true);
  expect(validate(tree("abc", {}))).toBe(false);
  expect(validate(tree("ABC"))).toBe(false);
  expect(validate.errors).toMatchObject([
    { instancePath: "/tree/kids/0/leaf/text", keyword: "pattern" },
  ]);
});

test("a shared schema that admits nothing, and one that admits everything", async () => {
  const webhook = webhookOf("a", {
    gone: { $ref: "#/components/schemas/Gone" },
    any: { $ref: "#/components/schemas/Any" },
  });
  const document = documentOf({ a: webhook }, { Gone: false, Any: true });
  const validate = await validatorIn(document);
  expect(validate({ type: "a", any: [null] })).toBe(true);
  expect(validate({ type: "a", gone: 1 })).toBe(false);
  expect(validate.errors).toMatchObject([{ instancePath: "/gone" }]);
});

test("a validator is narrower where the sender could make the errors grow without end", async () => {
  const webhook = webhookOf("a", {
    list: { type: "array", items: { type: "string" } },
  });
  const validate = await validatorIn(documentOf({ a: webhook }));
  expect(validate({ type: "a", list: Array(1_000).fill(1) })).toBe(false);
  expect(validate.errors).toMatchObject([{ instancePath: "/list/0" }]);
});

test("members that every object inherits count as missing", async () => {
  const webhook = webhookOf("a", {}, ["constructor"], {
    constructor: 1,
  } as never);
  const validate = await validatorIn(documentOf({ a: webhook }));
  expect(validate({ type: "a" })).toBe(false);
  expect(validate({ type: "a", constructor: 1 })).toBe(true);
});

test("multiples are those of the numbers that are written", async () => {
  const webhook = webhookOf("a", {
    price: { type: "number", multipleOf: 0.01 },
    count: { type: "integer", multipleOf: 3 },
  });
  const validate = await validatorIn(documentOf({ a: webhook }));
  const priced = [135.54, 0.07, 1.15, -19.99, 123_456_789.01, 1e22, 0];
  expect(priced.filter((price) => !validate({ type: "a", price }))).toEqual([]);
  const not = [0.001, 135.545, 1e-9, 123_456_789.011];
  expect(not.filter((price) => validate({ type: "a", price }))).toEqual([]);
  expect(validate({ type: "a", count: 9_000_000_000_000_003 })).toBe(true);
  expect(validate({ type: "a", count: 4 })).toBe(false);
  expect(validate.errors).toMatchObject([
    { instancePath: "/count", params: { multipleOf: 3 } },
  ]);
});

test("emitted validators agree with ajv on random schemas and random data", async () => {
  const decided = { valid: 0, invalid: 0 };
  await fc.assert(
    fc.asyncProperty(
      schemas,
      fc.array(fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>, {
        minLength: 5,
        maxLength: 15,
      }),
      async (schema, values) => {
        const webhook = webhookOf("a", { x: schema });
        const text = JSON.stringify(documentOf({ a: webhook }));
        const [event] = readCatalog(text, "x@1").events;
        const validate = await validatorIn(documentOf({ a: webhook }));
        const ajv = referee(event!.schema, false);
        for (const x of values) {
          const data = JSON.parse(JSON.stringify({ type: "a", x })) as Json;
          expect([data, validate(data)]).toEqual([data, ajv(data)]);
          expect(validate.errors === null).toBe(ajv.errors === null);
          decided[validate(data) ? "valid" : "invalid"]++;
        }
      },
    ),
    draws(7, 60),
  );
  expect(decided.valid).toBeGreaterThan(50);
  expect(decided.invalid).toBeGreaterThan(50);
});

test("a shared validator is the same whatever else is made", () => {
  const pattern = (text: string) => ({
    type: "object",
    properties: {
      code: { type: "string", pattern: text },
      list: { type: "array", items: { const: { text } } },
    },
  });
  const A = pattern("^a");
  const B = pattern("^b");
  const uses = (name: string, $defs: Record<string, Json>) =>
    ({
      name,
      schema: {
        properties: Object.fromEntries(
          Object.keys($defs).map((key) => [key, { $ref: `#/$defs/${key}` }]),
        ),
        $defs,
      },
    }) as unknown as EventType;
  const both = [uses("ab", { A, B }), uses("b", { B })];
  const all = compileValidators(both, false);
  const alone = compileValidators([both[1]!], false);
  expect(alone.sharedValidators["B"]).toEqual(all.sharedValidators["B"]);
  expect(alone.validators["b"]).toEqual(all.validators["b"]);
  // What is there is not made again.
  const more = compileValidators(both, false, new Set(["A"]));
  expect(more.validators).toEqual(all.validators);
  expect(Object.keys(more.sharedValidators)).toEqual(["B"]);
});
