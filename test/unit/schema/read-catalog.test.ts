import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.js";
import { FrameioGenError } from "../../../src/diagnostics/diagnostic.js";
import type { Json } from "../../../src/schema/catalog.js";
import { isProven, readCatalog } from "../../../src/schema/read-catalog.js";
import { readDocument } from "../../../src/schema/read-document.js";
import { documentOf, webhookOf } from "./documents.js";

const read = (document: unknown) =>
  readCatalog(JSON.stringify(document), "x@1");

function problemsOf(text: string): readonly Diagnostic[] {
  try {
    readCatalog(text, "x@1");
  } catch (error) {
    if (error instanceof FrameioGenError) return error.diagnostics;
    throw error;
  }
  return [];
}

/** As an app that pinned the document asks, which reads it without checks first. */
function isAsItWasRead(text: string): boolean {
  let catalog;
  try {
    catalog = readDocument(text, "x@1");
  } catch {
    return false;
  }
  const names = catalog.events.map(({ name }) => name);
  return isProven(text, catalog, new Set(["*", ...names]));
}

const text = { type: "string" };
const good = () => documentOf({ "a.b": webhookOf("a.b", { id: text }) });
const media = (document: Record<string, any>, name = "a.b") =>
  document["webhooks"][name].post.requestBody.content["application/json"];

type Spoil = (document: Record<string, any>) => unknown;

describe("a spoiled document is told with its code and place", () => {
  test.each<[what: string, code: string, message: RegExp, spoil: Spoil]>([
    [
      "OpenAPI 3.0",
      "FG202",
      /not OpenAPI 3\.1/,
      (d) => (d["openapi"] = "3.0.3"),
    ],
    ["no version", "FG202", /not OpenAPI 3\.1/, (d) => delete d["openapi"]],
    ["no webhooks", "FG202", /no webhooks/, (d) => delete d["webhooks"]],
    ["empty webhooks", "FG202", /no webhooks/, (d) => (d["webhooks"] = {})],
    [
      "webhooks as a list",
      "FG202",
      /no webhooks/,
      (d) => (d["webhooks"] = [1]),
    ],
    [
      "no delivery",
      "FG203",
      /no `x-webhook-delivery`/,
      (d) => delete d["x-webhook-delivery"],
    ],
    [
      "delivery without event pointer",
      "FG203",
      /must have required property 'event'/,
      (d) => delete d["x-webhook-delivery"].event,
    ],
    [
      "a wrong pointer",
      "FG203",
      /must match pattern/,
      (d) => (d["x-webhook-delivery"].event.pointer = "type"),
    ],
    [
      "an unknown algorithm",
      "FG203",
      /must be equal to one of the allowed values/,
      (d) => (d["x-webhook-delivery"].signature.algorithm = "md5"),
    ],
    [
      "a body that is not signed",
      "FG203",
      /must match pattern/,
      (d) => (d["x-webhook-delivery"].signature.signed = "v0"),
    ],
    [
      "an unknown key of the delivery",
      "FG203",
      /must NOT have additional/,
      (d) => (d["x-webhook-delivery"].extra = 1),
    ],
    [
      "a remote reference",
      "FG204",
      /leaves the document/,
      (d) =>
        (media(d).schema.properties.id = {
          $ref: "https://example.com/x.json",
        }),
    ],
    [
      "a reference to a file",
      "FG204",
      /leaves the document/,
      (d) => (media(d).schema.properties.id = { $ref: "other.json#/x" }),
    ],
    [
      "a reference to nothing",
      "FG204",
      /points at nothing/,
      (d) =>
        (media(d).schema.properties.id = { $ref: "#/components/schemas/None" }),
    ],
    [
      "a reference to what objects inherit",
      "FG204",
      /points at nothing/,
      (d) =>
        (media(d).schema.properties.id = {
          $ref: "#/components/schemas/constructor",
        }),
    ],
    [
      "a reference with a stray %",
      "FG204",
      /points at nothing/,
      (d) => (media(d).schema.properties.id = { $ref: "#/%" }),
    ],
    [
      "a reference that is no text",
      "FG204",
      /points at nothing/,
      (d) => (media(d).schema.properties.id = { $ref: 5 }),
    ],
    [
      "a reference to the whole document",
      "FG204",
      /points at nothing/,
      (d) => (media(d).schema.properties.id = { $ref: "#" }),
    ],
    [
      "an entry that points outside",
      "FG204",
      /leaves the document/,
      (d) => (d["webhooks"]["a.b"] = { $ref: "x.json" }),
    ],
    [
      "aliases in a circle",
      "FG204",
      /nothing but itself/,
      (d) => {
        d["components"].schemas = {
          A: { $ref: "#/components/schemas/B" },
          B: { $ref: "#/components/schemas/A" },
        };
        media(d).schema.properties.id = { $ref: "#/components/schemas/A" };
      },
    ],
    [
      "an `allOf` in a circle",
      "FG204",
      /nothing but itself/,
      (d) => {
        d["components"].schemas = {
          A: { allOf: [{ $ref: "#/components/schemas/A" }] },
        };
        media(d).schema.properties.id = { $ref: "#/components/schemas/A" };
      },
    ],
    [
      "entries in a circle",
      "FG204",
      /in a circle/,
      (d) => (d["webhooks"]["a.b"] = { $ref: "#/webhooks/a.b" }),
    ],
    [
      "an entry that is no object",
      "FG205",
      /not a path item/,
      (d) => (d["webhooks"]["a.b"] = 1),
    ],
    ["no post", "FG205", /no `post`/, (d) => delete d["webhooks"]["a.b"].post],
    [
      "no body",
      "FG205",
      /no request body/,
      (d) => delete d["webhooks"]["a.b"].post.requestBody,
    ],
    [
      "no JSON",
      "FG205",
      /no JSON content/,
      (d) =>
        (d["webhooks"]["a.b"].post.requestBody.content = { "text/plain": {} }),
    ],
    ["no schema", "FG205", /no payload schema/, (d) => delete media(d).schema],
    [
      "a schema that is no schema",
      "FG205",
      /must be an object or a boolean/,
      (d) => (media(d).schema.properties.id = "string"),
    ],
    [
      "a keyword of the wrong type",
      "FG205",
      /cannot be used: schema is invalid/,
      (d) => (media(d).schema.properties.id = { type: 5 }),
    ],
    [
      "a broken pattern",
      "FG205",
      /cannot be used/,
      (d) => (media(d).schema.properties.id = { type: "string", pattern: "(" }),
    ],
    [
      "`$id`",
      "FG205",
      /`\$id` is not supported/,
      (d) => (media(d).schema.properties.id = { $id: "http://x/" }),
    ],
    [
      "an event member that cannot be the name",
      "FG205",
      /`type` of the payload cannot be "a\.b"/,
      (d) => (media(d).schema.properties.type = { enum: ["c", "d"] }),
    ],
    [
      "an invalid example",
      "FG206",
      /\/id must be string/,
      (d) => (media(d).example.id = 5),
    ],
    [
      "an example of another event",
      "FG206",
      /must be equal to constant/,
      (d) => (media(d).example.type = "c"),
    ],
    [
      "an example without the event's name",
      "FG206",
      /does not have the event's name at \/x\/y/,
      (d) => (d["x-webhook-delivery"].event.pointer = "/x/y"),
    ],
    [
      "an event name without a letter",
      "FG207",
      /"\.\.\." cannot be used/,
      (d) =>
        (d["webhooks"] = documentOf({ "...": webhookOf("...") })["webhooks"]),
    ],
    [
      "two webhooks of one event type",
      "FG208",
      /Two webhooks are the event type "a\.b"/,
      (d) =>
        (d["webhooks"]["other"] = documentOf({ "a.b": webhookOf("a.b") })[
          "webhooks"
        ]["a.b"]),
    ],
  ])("%s", (_, code, message, spoil) => {
    const document = good();
    spoil(document);
    const text = JSON.stringify(document, null, 2);
    const problems = problemsOf(text);
    expect(isAsItWasRead(text)).toBe(false);
    expect(problems.map((problem) => problem.code)).toContain(code);
    const problem = problems.find((one) => one.code === code)!;
    expect(problem.message).toMatch(message);
    expect(problem).toMatchObject({
      severity: "error",
      line: expect.any(Number),
      column: expect.any(Number),
    });
  });

  test.each([
    ["no JSON at all", "{", "FG201"],
    ["YAML", "openapi: 3.1.0", "FG201"],
    ["a list", "[]", "FG202"],
    ["null", "null", "FG202"],
    ["a million brackets", "[".repeat(1e6), "FG201"],
    ["200 levels", `{"a":${"[".repeat(200)}${"]".repeat(200)}}`, "FG209"],
    ["`__proto__`", '{"a":[{"__proto__":{}}]}', "FG209"],
    ["more than 32 MiB", `"${"x".repeat(33 * 1024 * 1024)}"`, "FG209"],
  ])("%s", (_, document, code) => {
    expect(problemsOf(document).map((problem) => problem.code)).toEqual([code]);
  });

  test("where the JSON is broken", () => {
    const [problem] = problemsOf('{\n  "a": 1,\n  "b": ?\n}');
    expect(problem).toMatchObject({ code: "FG201" });
    // Which engine tells the place differs; where it does, it is right.
    expect([undefined, 3]).toContain(problem!.line);
  });

  test("all problems at once, with the place of each", () => {
    const document = documentOf({
      "a.b": webhookOf("a.b", { id: text }),
      "c.d": webhookOf("c.d"),
    });
    media(document).schema.properties.id = { $ref: "#/nowhere" };
    media(document, "c.d").schema.properties.type = { const: 5 };
    const lines = JSON.stringify(document, null, 2).split("\n");
    const problems = problemsOf(lines.join("\n"));
    expect(
      problems.map(({ code, line }) => [code, lines[line! - 1]!.trim()]),
    ).toEqual([
      ["FG204", '"$ref": "#/nowhere"'],
      ["FG205", '"schema": {'],
    ]);
  });
});

describe("what documents do in the wild", () => {
  test("the name in the payload wins over the webhook's key", () => {
    const [event] = read(
      documentOf({ batch_cancelled: webhookOf("batch.cancelled") }),
    ).events;
    expect(event).toMatchObject({
      name: "batch.cancelled",
      family: "batch",
      typeName: "BatchCancelledEvent",
    });
  });

  test.each<[string, Json]>([
    ["open", { type: "string", description: "The type." }],
    ["one of several", { enum: ["a.b", "c.d"], description: "The type." }],
  ])("an event member that is %s becomes the literal", (_, type) => {
    const document = good();
    media(document).schema = { type: "object", properties: { type } };
    expect(read(document).events[0]!.schema).toEqual({
      type: "object",
      properties: { type: { const: "a.b", description: "The type." } },
      required: ["type"],
    });
  });

  test("an event member behind `allOf` and references is found", () => {
    const document = good();
    document["components"].schemas = {
      Base: {
        type: "object",
        properties: { type: { $ref: "#/components/schemas/Name" } },
      },
      Name: { const: "real.name" },
    };
    media(document).schema = { allOf: [{ $ref: "#/components/schemas/Base" }] };
    media(document).example = { type: "real.name" };
    expect(read(document).events[0]!.name).toBe("real.name");
  });

  test("entries, bodies and examples may be references", () => {
    const document = good();
    const { post } = document["webhooks"]["a.b"];
    const { example, ...content } = media(document);
    document["webhooks"]["a.b"] = { $ref: "#/components/pathItems/AB" };
    document["components"] = {
      pathItems: {
        AB: {
          post: {
            ...post,
            requestBody: { $ref: "#/components/requestBodies/AB" },
          },
        },
      },
      requestBodies: {
        AB: {
          content: {
            "application/vnd.x+json; charset=utf-8": {
              ...content,
              examples: { one: { $ref: "#/components/examples/AB" } },
            },
          },
        },
      },
      examples: { AB: { value: example } },
    };
    expect(read(document).events[0]).toMatchObject({
      name: "a.b",
      example: { type: "a.b" },
    });
  });

  test("schemas carry what they refer to, and nothing else", () => {
    const document = good();
    document["components"].schemas = {
      "my-tree": {
        type: "object",
        properties: {
          children: {
            type: "array",
            items: { $ref: "#/components/schemas/my-tree" },
          },
          leaf: { $ref: "#/components/schemas/Leaf" },
        },
      },
      Leaf: text,
      Unused: text,
    };
    media(document).schema.properties.id = {
      $ref: "#/components/schemas/my-tree",
    };
    const { schema } = read(document).events[0]!;
    expect(schema).toMatchObject({
      properties: { id: { $ref: "#/$defs/MyTree" } },
      $defs: {
        Leaf: text,
        MyTree: {
          properties: { children: { items: { $ref: "#/$defs/MyTree" } } },
        },
      },
    });
    expect(Object.keys((schema as { $defs: object }).$defs)).toEqual([
      "Leaf",
      "MyTree",
    ]);
  });

  test("data that looks like a reference is left alone", () => {
    const document = good();
    media(document).schema.properties.id = { const: { $ref: "#/nowhere" } };
    media(document).schema.properties.$ref = text;
    media(document).example = {
      type: "a.b",
      id: { $ref: "#/nowhere" },
      $ref: "x",
    };
    expect(read(document).events[0]!.schema).toMatchObject({
      properties: { id: { const: { $ref: "#/nowhere" } }, $ref: text },
    });
  });

  test("a shared schema never takes an event's type name", () => {
    const document = good();
    document["components"].schemas = { ABEvent: text };
    media(document).schema.properties.id = {
      $ref: "#/components/schemas/ABEvent",
    };
    expect(
      Object.keys(
        (read(document).events[0]!.schema as { $defs: object }).$defs,
      ),
    ).toEqual(["ABEvent2"]);
  });

  test("a long chain of references is followed", () => {
    const document = good();
    const length = 1_200;
    document["components"].schemas = Object.fromEntries(
      Array.from({ length }, (_, n) => [
        `S${n}`,
        n + 1 < length
          ? {
              type: "object",
              properties: { next: { $ref: `#/components/schemas/S${n + 1}` } },
            }
          : text,
      ]),
    );
    media(document).schema.properties.id = { $ref: "#/components/schemas/S0" };
    const [event] = read(document).events;
    const { $defs } = event!.schema as { $defs: object };
    expect(Object.keys($defs)).toHaveLength(length);
  });
});

test("a document that nothing is wrong with is proven as it was read", () => {
  expect(isAsItWasRead(JSON.stringify(good()))).toBe(true);
});
