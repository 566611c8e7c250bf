import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { format } from "prettier";
import { beforeAll, describe, expect, test } from "vitest";
import type { EventType, Json } from "../../../src/schema/catalog.js";
import { emitValidator } from "../../../src/schema/emit-validator.js";
import { readCatalog } from "../../../src/schema/read-catalog.js";
import type { LoadedValidator } from "./documents.js";
import {
  deepFreeze,
  documentOf,
  frameioDocument,
  loadValidator,
  webhookOf,
} from "./documents.js";
import { mutatedJson, schemas } from "./arbitraries.js";

const catalog = deepFreeze(readCatalog(frameioDocument, "frameio@4"));
const sources = new Map<string, string>();
const validators = new Map<string, LoadedValidator>();

beforeAll(async () => {
  for (const event of catalog.events) {
    const source = await emitValidator(event);
    sources.set(event.name, source);
    validators.set(event.name, await loadValidator(source));
  }
});

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
    .map(({ instancePath, keyword, params, message }) =>
      JSON.stringify([instancePath, keyword, params, message]),
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
              message: `must have required property '${member}'`,
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
        fc.property(mutatedJson(event.example), (data) => {
          const { valid, errors } = validate(data);
          expect(valid).toBe(ajv(data));
          expect(sorted(errors)).toEqual(sorted(ajv.errors));
          if (!valid) invalid++;
        }),
        { seed: 4, numRuns: 100 },
      );
      expect(invalid).toBeGreaterThan(10);
    });

    test("is small, stands alone and is Prettier-clean", async () => {
      const source = sources.get(name)!;
      expect(source.length).toBeLessThan(8_000);
      expect(source.match(/^import .*$/gm)).toEqual([
        `import type { ${event.typeName} } from "../events.gen.js";`,
      ]);
      expect(source).not.toMatch(/\brequire\(|\beval\b|new Function/);
      expect(source).toBe(await format(source, { parser: "typescript" }));
      expect(await emitValidator(event)).toBe(source);
    });
  },
);

test("a validator is narrower where the sender could make the errors grow without end", async () => {
  const webhook = webhookOf("a", {
    list: { type: "array", items: { type: "string" } },
  });
  const document = JSON.stringify(documentOf({ a: webhook }));
  const validate = await loadValidator(
    await emitValidator(readCatalog(document, "x@1").events[0]!),
  );
  expect(validate({ type: "a", list: Array(1_000).fill(1) })).toBe(false);
  expect(validate.errors).toMatchObject([{ instancePath: "/list/0" }]);
});

test("members that every object inherits count as missing", async () => {
  const webhook = webhookOf("a", {}, ["constructor"], {
    constructor: 1,
  } as never);
  const document = JSON.stringify(documentOf({ a: webhook }));
  const validate = await loadValidator(
    await emitValidator(readCatalog(document, "x@1").events[0]!),
  );
  expect(validate({ type: "a" })).toBe(false);
  expect(validate({ type: "a", constructor: 1 })).toBe(true);
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
        const validate = await loadValidator(await emitValidator(event!));
        const ajv = referee(event!.schema, false);
        for (const x of values) {
          const data = JSON.parse(JSON.stringify({ type: "a", x })) as Json;
          expect([data, validate(data)]).toEqual([data, ajv(data)]);
          expect(validate.errors === null).toBe(ajv.errors === null);
          decided[validate(data) ? "valid" : "invalid"]++;
        }
      },
    ),
    { seed: 7, numRuns: 60 },
  );
  expect(decided.valid).toBeGreaterThan(50);
  expect(decided.invalid).toBeGreaterThan(50);
}, 60_000);
