import { describe, expect, it } from "vitest";

import { FrameioGenError } from "../../../../src/diagnostics/diagnostic.js";
import type { Json } from "../../../../src/schema/catalog.js";
import {
  importProvider,
  type ImportOptions,
} from "../../../../src/schema/import/import-provider.js";
import { readDocument } from "../../../../src/schema/read-document.js";
import type { ProviderSource } from "../../../../src/schema/import/source.js";

const standard = { signature: "standard-webhooks" };

function take(source: ProviderSource, more: Partial<ImportOptions> = standard) {
  const options = { id: "./schemas/acme.json", title: "acme", ...more };
  const { catalog, warnings } = importProvider(source, options);
  return {
    catalog,
    names: catalog.events.map(({ name }) => name),
    warnings: warnings.map(({ code, message }) => `${code} ${message}`),
  };
}

function document(content: object, name = "acme.json"): ProviderSource {
  return { kind: "document", name, text: JSON.stringify(content) };
}

function folder(files: Readonly<Record<string, Json>>): ProviderSource {
  const texts = Object.entries(files).map(
    ([path, content]) => [path, JSON.stringify(content)] as const,
  );
  return { kind: "folder", name: "schemas", files: new Map(texts) };
}

function refusal(source: ProviderSource) {
  try {
    take(source);
  } catch (error) {
    if (error instanceof FrameioGenError) return error.diagnostics;
    throw error;
  }
  return [];
}

function object(properties: Readonly<Record<string, Json>>) {
  return { type: "object", properties, required: Object.keys(properties) };
}

function post(schema: Json) {
  const content = { "application/json": { schema } };
  return { post: { requestBody: { content } } };
}

const id = { type: "string" };
const typed = (name: string) => object({ type: { const: name }, id });

describe("the callbacks of operations", () => {
  const asking = (callbacks: Json, more: object = {}) => ({
    openapi: "3.0.3",
    paths: {
      "/hooks": { post: { operationId: "addHook", callbacks } },
      ...more,
    },
  });

  it("are event types, where the document has no webhooks", () => {
    const callbacks = {
      paid: { "{$request.body#/url}": post(typed("invoice.paid")) },
      voided: { $ref: "#/components/callbacks/voided" },
    };
    const components = {
      callbacks: { voided: { "{$url}": post(typed("invoice.voided")) } },
    };
    const read = take(document({ ...asking(callbacks), components }));
    expect(read.names).toEqual(["invoice.paid", "invoice.voided"]);
    const own = {
      ...asking(callbacks),
      components,
      webhooks: { a: post(typed("a.b")) },
    };
    expect(take(document(own)).names).toEqual(["a.b"]);
  });

  it("of several operations are told apart by them", () => {
    const onEvent = (more: Json) => ({
      onEvent: { "{$url}": post(object({ id, more })) },
    });
    const more = {
      "/jobs": { post: { operationId: "addJob", callbacks: onEvent(true) } },
    };
    const read = take(document(asking(onEvent(id), more)));
    expect(read.names).toEqual(["addHook.onEvent", "addJob.onEvent"]);
  });
});

describe("the member that names events, which nobody says", () => {
  const named = (members: (name: string) => Readonly<Record<string, Json>>) =>
    document({
      openapi: "3.1.0",
      webhooks: Object.fromEntries(
        ["fileUpdate", "fileDelete"].map((key) => {
          const name = key.replace("U", "_U").replace("D", "_D").toUpperCase();
          return [
            key,
            post({ allOf: [object({ id }), object(members(name))] }),
          ];
        }),
      ),
    });

  it("is the one that tells all payloads apart", () => {
    const read = take(
      named((name) => ({
        object: { const: "event" },
        event_type: { enum: [name] },
      })),
    );
    expect(read.names).toEqual(["FILE_UPDATE", "FILE_DELETE"]);
    expect(read.catalog.delivery.event).toEqual({ pointer: "/event_type" });
    expect(read.warnings).toEqual([
      expect.stringMatching(/^FG216 .*\/event_type is taken/),
    ]);
  });

  it("is not guessed where none does, where it is there, or where somebody says it", () => {
    const same = take(named(() => ({ event: { const: "file" } })));
    expect(same.names).toEqual(["fileUpdate", "fileDelete"]);
    expect(same.warnings).toEqual([
      expect.stringMatching(/^FG216 No payload has a member \/type/),
    ]);
    const there = named((name) => ({ type: id, event: { const: name } }));
    expect(take(there)).toMatchObject({
      names: ["fileUpdate", "fileDelete"],
      warnings: [],
    });
    const said = take(
      named((name) => ({ event: { const: name } })),
      {
        ...standard,
        delivery: { event: { pointer: "/kind" } },
      },
    );
    expect(said).toMatchObject({
      names: ["fileUpdate", "fileDelete"],
      warnings: [],
    });
  });
});

describe("a folder", () => {
  const $schema = "https://json-schema.org/draft/2020-12/schema";
  const files = {
    "2026-07/orders/create.json": { $schema, ...object({ id }) },
    "2026-07/customer.left_segment.json": { $schema, ...object({ id }) },
  };

  it("names events as the scheme's header does", () => {
    const shop = take(folder(files), { signature: "shopify-base64" });
    expect(shop.names).toEqual(["orders/create", "customer.left_segment"]);
    const { names } = take(folder(files), { signature: "github" });
    expect(names).toEqual(["orders.create", "customer.left_segment"]);
  });

  it("has members that are called as keywords are, and refer to other files", () => {
    const $ref = "./common.json#/definitions/default";
    const names = ["default", "enum", "example", "properties", "$ref"];
    const properties = Object.fromEntries(
      names.map((name) => [name, { $ref }]),
    );
    const { catalog } = take(
      folder({
        "a/paid.json": { type: "object", properties },
        "a/common.json": { definitions: { default: { type: "integer" } } },
      }),
    );
    const [event] = catalog.events;
    const refers = { $ref: "#/$defs/Default" };
    expect(event!.schema).toMatchObject({
      properties: Object.fromEntries(names.map((name) => [name, refers])),
    });
  });

  it("has examples beside its schemas", () => {
    const { catalog } = take(
      folder({
        "paid.schema.json": { $schema, ...typed("paid") },
        "paid.example.json": { type: "paid", id: "in_7" },
      }),
    );
    expect(catalog.events).toMatchObject([
      { name: "paid", example: { id: "in_7" } },
    ]);
  });

  it("may hold the document in two formats, and others without webhooks", () => {
    const openapi = {
      openapi: "3.1.0",
      webhooks: { paid: post(typed("invoice.paid")) },
    };
    const read = take(
      folder({
        "api.json": { openapi: "3.1.0", paths: {} },
        "b.json": openapi,
        "c.yaml": openapi,
      }),
    );
    expect(read.names).toEqual(["invoice.paid"]);
  });

  it("with several descriptions is refused, and says which", () => {
    const one = (name: string) => ({
      openapi: "3.1.0",
      webhooks: { a: post(typed(name)) },
    });
    expect(
      refusal(folder({ "a.json": one("a.a"), "b.json": one("b.b") })),
    ).toEqual([
      expect.objectContaining({
        code: "FG215",
        message:
          '"schemas" holds 2 descriptions of event types: a.json, b.json',
      }),
    ]);
  });
});

it.each<[string, ProviderSource, string, RegExp]>([
  [
    "Swagger 2",
    document({ swagger: "2.0", paths: {} }),
    "FG215",
    /"acme\.json" is Swagger 2\.0/,
  ],
  [
    "OpenAPI of requests alone",
    document({ openapi: "3.1.0", paths: {} }),
    "FG215",
    /what the provider is asked, and not what it sends/,
  ],
  [
    "AsyncAPI 1",
    document({ asyncapi: "1.2.0" }),
    "FG215",
    /AsyncAPI 1\.2\.0: versions 2 and 3/,
  ],
  [
    "no schemas",
    folder({ "package.json": { name: "a", version: "1" } }),
    "FG215",
    /"schemas" holds no schemas: no JSON, no YAML/,
  ],
  ["a list", document([]), "FG202", /not an object/],
  [
    "Avro",
    document({
      asyncapi: "2.6.0",
      channels: {
        a: {
          publish: {
            message: {
              payload: {
                schemaFormat: "application/vnd.apache.avro;version=1.9.0",
                schema: {},
              },
            },
          },
        },
      },
    }),
    "FG205",
    /described in avro/,
  ],
])("says why it cannot use %s", (_, source, code, message) => {
  expect(refusal(source)).toEqual([
    expect.objectContaining({
      code,
      message: expect.stringMatching(message) as unknown,
    }),
  ]);
});

it.each(["allOf", "anyOf", "oneOf"])(
  "refuses %s within each other that no delivery could be checked by",
  (keyword) => {
    const schemas = Object.fromEntries(
      Array.from({ length: 25 }, (_, n) => {
        const next = { $ref: `#/components/schemas/D${n + 1}` };
        const inner = { [keyword]: [next, next, { ...next, title: "again" }] };
        return [`D${n}`, n < 24 ? inner : object({ id })];
      }),
    );
    const schema = object({
      type: { const: "a.b" },
      x: { $ref: "#/components/schemas/D0" },
    });
    const started = performance.now();
    expect(
      refusal(
        document({
          openapi: "3.1.0",
          webhooks: { a: post(schema) },
          components: { schemas },
        }),
      ),
    ).toEqual([
      expect.objectContaining({
        code: "FG205",
        message: expect.stringContaining("more than 100000 steps") as unknown,
      }),
    ]);
    expect(performance.now() - started).toBeLessThan(3000);
  },
);

describe("a source of megabytes", () => {
  const size = (mebibytes: number) => mebibytes * 1024 * 1024;
  const large = (values: number, notes = "") => {
    const schema = object({ type: { const: "a.b" }, list: { type: "array" } });
    const example = { type: "a.b", list: Array<number>(values).fill(7) };
    const { post: operation } = post({ ...schema, description: notes });
    const media = {
      schema: operation.requestBody.content["application/json"].schema,
      example,
    };
    const requestBody = { content: { "application/json": media } };
    return document({
      openapi: "3.1.0",
      webhooks: { a: { post: { requestBody } } },
    });
  };

  it("is pinned as lines where room for its reader would make it too large", () => {
    const source = large(1.5e6, "x".repeat(size(11)));
    const options = { id: "./schemas/acme.json", title: "acme", ...standard };
    const { documentText } = importProvider(source, options);
    expect(documentText.length).toBeLessThan(size(16));
    expect(documentText).toMatch(/\n"a\.b": \{\n"post": \{"summary"/);
    // As every later run does.
    const [event] = readDocument(documentText, options.id).events;
    expect(event?.example).toMatchObject({ list: { length: 1.5e6 } });
  });

  it("is refused where more than 32 would be pinned", () => {
    const quotes = '"'.repeat(size(5));
    const twice = Object.fromEntries(
      ["a.a", "a.b", "a.c", "a.d"].map((name) => [
        name,
        post({ $ref: "#/components/schemas/Big" }),
      ]),
    );
    const Big = object({
      type: id,
      note: { type: "string", description: quotes },
    });
    const source = document({
      openapi: "3.1.0",
      webhooks: twice,
      components: { schemas: { Big } },
    });
    expect(refusal(source)).toEqual([
      expect.objectContaining({
        code: "FG209",
        message: "What would be pinned of the source is larger than 32 MiB",
      }),
    ]);
  });
});

describe("what is left out", () => {
  const sound = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    ...typed("a.sound"),
  };
  const schemas: Readonly<Record<string, Json>> = {
    sound,
    lost: {
      ...sound,
      properties: { type: { const: "a.lost" }, x: { $ref: "#/$defs/Nowhere" } },
    },
    wrong: {
      ...sound,
      properties: { type: { const: "a.wrong" }, x: { type: "strin" } },
    },
    "...": { ...sound, properties: { type: { const: "..." } } },
  };
  const told = [
    /^FG204 The event type "\w+" is left out/,
    /^FG205 The event type "\w+" is left out/,
    /^FG207 The event type "\.\.\." is left out/,
  ];
  const expected = {
    names: ["a.sound"],
    warnings: expect.arrayContaining(
      told.map((each) => expect.stringMatching(each) as unknown),
    ) as unknown,
  };

  it("of a folder costs one file each", () => {
    const files = Object.entries(schemas).map(
      ([name, schema]) => [`${name}.json`, schema] as const,
    );
    expect(take(folder(Object.fromEntries(files)))).toMatchObject(expected);
  });

  it("of an AsyncAPI document costs one message each", () => {
    const messages = Object.fromEntries(
      Object.entries(schemas).map(([name, payload]) => [name, { payload }]),
    );
    expect(
      take(document({ asyncapi: "3.0.0", channels: { all: { messages } } })),
    ).toMatchObject(expected);
  });
});
