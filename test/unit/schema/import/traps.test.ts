import { describe, expect, it } from "vitest";

import type { Json } from "../../../../src/schema/catalog.js";
import { compileSchema } from "../../../../src/schema/compile-schema.js";
import { emitTypes } from "../../../../src/schema/emit-types.js";
import { readCatalog } from "../../../../src/schema/read-catalog.js";
import {
  importProvider,
  type ImportOptions,
} from "../../../../src/schema/import/import-provider.js";

type Schemas = Readonly<Record<string, Json>>;

const options = { id: "./schemas/acme.json", title: "acme" };
const id = { type: "string" };

function object(properties: Schemas, more: Schemas = {}): Json {
  return {
    type: "object",
    properties,
    required: Object.keys(properties),
    ...more,
  };
}

function operation(schema: Json, more: Schemas = {}): Json {
  // No operationId, and the body is not said to be required.
  const content = { "application/json": { schema } };
  return { post: { ...more, requestBody: { content } } };
}

function read(
  document: Schemas,
  more: Partial<ImportOptions> = { signature: "standard-webhooks" },
) {
  const text = JSON.stringify({ openapi: "3.1.0", ...document });
  return importProvider(
    { kind: "document", name: "acme.json", text },
    { ...options, ...more },
  );
}

function namesOf(...given: Parameters<typeof read>): readonly string[] {
  return read(...given).catalog.events.map(({ name }) => name);
}

const typed = (name: string) => object({ type: { const: name }, id });
const header = { signature: "shopify-base64" };
const both = {
  signature: "github-sha256",
  delivery: {
    event: { header: "x-github-event", pointer: "/action", separator: "." },
  },
};

const many = object({
  type: { type: "string", enum: ["charge.failed", "charge.succeeded"] },
  id,
});

describe("a name that is in a header, and the action in the payload", () => {
  const action = (name: string) => object({ action: { const: name }, id });
  const shown = (value: string) => ({
    parameters: [{ name: "X-GitHub-Event", in: "header", example: value }],
  });
  const names = (webhooks: Schemas) =>
    namesOf({ webhooks }, { signature: "github" });

  it("is not an example that was copied from entry to entry", () => {
    const webhooks = {
      "issues-opened": operation(action("opened"), shown("issues")),
      "label-opened": operation(action("opened"), shown("issues")),
      push: operation(object({ id }), shown("issues")),
    };
    const { catalog, warnings } = read({ webhooks }, { signature: "github" });
    expect(catalog.events.map(({ name }) => name)).toEqual([
      "issues.opened",
      "label.opened",
      "push",
    ]);
    expect(warnings).toMatchObject([
      { code: "FG216", message: expect.stringContaining("x-github-event") },
    ]);
  });

  it("is an example that entries of its own name share", () => {
    expect(
      names({
        issueWasOpened: operation(action("opened"), shown("issue")),
        issueWasClosed: operation(action("closed"), shown("issue")),
      }),
    ).toEqual(["issue.opened", "issue.closed"]);
  });

  it("is written with the separator that actions have, not with that of keys", () => {
    expect(
      names({
        "check-run-requested-action": operation(action("requested_action")),
        "custom-property-promoted": operation(action("promote")),
        "custom-property-created": operation(action("created")),
        "page-build": operation(object({ id })),
        "star-created": operation(action("created")),
      }),
    ).toEqual([
      "check_run.requested_action",
      "custom_property.promote",
      "custom_property.created",
      "page_build",
      "star.created",
    ]);
  });

  it("is found through alternatives of one action, and of several", () => {
    const either = (...all: Json[]): Json => ({ oneOf: all });
    expect(
      names({
        review$requested: operation(
          either(
            object({ action: { const: "requested" }, team: id }),
            object({ action: { const: "requested" }, user: id }),
          ),
        ),
        label: operation(either(action("created"), action("deleted"))),
        create$event: operation(object({ id })),
      }),
    ).toEqual(["review.requested", "label.created", "label.deleted", "create"]);
  });
});

describe("the event's name", () => {
  it.each<[string, Schemas, Partial<ImportOptions> | undefined, string[]]>([
    [
      "is in the body, and the map key differs",
      { webhooks: { orderCreated: operation(typed("order.created")) } },
      undefined,
      ["order.created"],
    ],
    [
      "is the map key where the body does not list it",
      { webhooks: { "order.created": operation(object({ type: id })) } },
      undefined,
      ["order.created"],
    ],
    [
      "is in a header",
      { webhooks: { "orders/create": operation(object({ id })) } },
      header,
      ["orders/create"],
    ],
    [
      "is in a header that the operation gives",
      {
        webhooks: {
          orders: operation(object({ id }), {
            parameters: [
              {
                name: "X-Shopify-Topic",
                in: "header",
                schema: { const: "orders/create" },
              },
            ],
          }),
        },
      },
      header,
      ["orders/create"],
    ],
    [
      "is in a header and in the body",
      {
        webhooks: {
          "issues-opened": operation(
            object({ action: { type: "string", enum: ["opened"] } }),
          ),
          push: operation(object({ ref: id })),
        },
      },
      both,
      ["issues.opened", "push"],
    ],
    [
      "is in a header and in each of several bodies",
      {
        webhooks: {
          pr: operation(object({ action: { enum: ["opened", "closed"] } }), {
            parameters: [
              {
                name: "X-GitHub-Event",
                in: "header",
                example: "pull_request",
              },
            ],
          }),
        },
      },
      both,
      ["pull_request.opened", "pull_request.closed"],
    ],
    [
      "is in an array of a batched delivery",
      {
        webhooks: {
          batch: operation({
            type: "array",
            items: {
              oneOf: [
                object({ event: { const: "delivered" } }),
                object({ event: { const: "bounce" }, reason: id }),
              ],
            },
          }),
        },
      },
      {
        signature: "github-sha256",
        delivery: { event: { pointer: "/event" }, batch: { pointer: "" } },
      },
      ["delivered", "bounce"],
    ],
    [
      "is one of the same list under several webhooks",
      {
        webhooks: {
          "charge.succeeded": operation(many),
          "charge.failed": operation(many),
        },
      },
      undefined,
      ["charge.succeeded", "charge.failed"],
    ],
    [
      "is each of a list that the map key is not on",
      { webhooks: { charge: operation(many) } },
      undefined,
      ["charge.failed", "charge.succeeded"],
    ],
    [
      "tells the branches of one webhook apart",
      {
        webhooks: {
          event: operation({ $ref: "#/components/schemas/Event" }),
        },
        components: {
          schemas: {
            Event: {
              oneOf: [
                { $ref: "#/components/schemas/Paid" },
                { $ref: "#/components/schemas/Void" },
              ],
              discriminator: { propertyName: "type" },
            },
            Paid: typed("invoice.paid"),
            Void: typed("invoice.void"),
          },
        },
      },
      undefined,
      ["invoice.paid", "invoice.void"],
    ],
    [
      "is deep in the body",
      {
        webhooks: {
          x: operation(object({ meta: object({ name: { const: "a.b" } }) })),
        },
      },
      {
        signature: "github-sha256",
        delivery: { event: { pointer: "/meta/name" } },
      },
      ["a.b"],
    ],
  ])("%s", (_, document, more, names) => {
    expect(namesOf(document, more)).toEqual(names);
  });
});

describe("a document", () => {
  it("has items that are references to components.pathItems", async () => {
    const { catalog } = read({
      webhooks: { paid: { $ref: "#/components/pathItems/Paid" } },
      components: { pathItems: { Paid: operation(typed("invoice.paid")) } },
    });
    const types = await emitTypes(catalog);
    expect(types).toContain("export interface InvoicePaidEvent {");
    expect(types).not.toContain("never");
  });

  it("is OpenAPI 3.0 with x-webhooks and nullable members", async () => {
    const { catalog } = read({
      openapi: "3.0.3",
      "x-webhooks": {
        paid: operation(
          object({
            type: { type: "string", enum: ["invoice.paid"] },
            note: { type: "string", nullable: true },
            plan: {
              nullable: true,
              allOf: [{ $ref: "#/components/schemas/Plan" }],
            },
            price: { type: "number", minimum: 0, exclusiveMinimum: true },
          }),
        ),
      },
      components: { schemas: { Plan: object({ id }) } },
    });
    const types = await emitTypes(catalog);
    expect(types).toContain("note: string | null;");
    expect(types).toContain("plan: Plan | null;");
    const accepts = compileSchema(catalog.events[0]!.schema);
    const event = { type: "invoice.paid", note: null, plan: null, price: 1 };
    expect(accepts(event)).toBe(true);
    expect(accepts({ ...event, price: 0 })).toBe(false);
  });

  it("has components that no webhook uses", () => {
    const unused = Object.fromEntries(
      Array.from({ length: 3000 }, (_, n) => [
        `Unused${n}`,
        object({
          next: { $ref: `#/components/schemas/Unused${(n + 1) % 3000}` },
        }),
      ]),
    );
    const { documentText } = read({
      webhooks: {
        a: operation(
          object({
            type: { const: "a.b" },
            x: { $ref: "#/components/schemas/Used" },
          }),
        ),
      },
      components: { schemas: { ...unused, Used: object({ id }) } },
    });
    expect(documentText).not.toContain("Unused");
    expect(documentText.length).toBeLessThan(3000);
  });

  it("has closed objects that a oneOf relied on: opened, each branch still passes", () => {
    const closed = { additionalProperties: false };
    const { catalog } = read({
      webhooks: {
        a: operation(
          object({
            type: { const: "a.b" },
            target: {
              oneOf: [
                { type: "object", properties: { card: id }, ...closed },
                {
                  type: "object",
                  properties: { card: id, bank: id },
                  required: ["bank"],
                  ...closed,
                },
              ],
            },
          }),
        ),
      },
    });
    const accepts = compileSchema(catalog.events[0]!.schema);
    const event = (target: Json) => ({ type: "a.b", target });
    expect(accepts(event({ card: "1" }))).toBe(true);
    // Met by both branches once they are open.
    expect(accepts(event({ card: "1", bank: "2" }))).toBe(true);
    expect(accepts(event({ bank: "2", added: "later" }))).toBe(true);
    expect(accepts({ ...event({ card: "1" }), added: "later" })).toBe(true);
    expect(accepts(event({ card: 1 }))).toBe(false);
  });

  it("lists values that may grow, but not those that tell branches apart", async () => {
    const { catalog } = read({
      webhooks: {
        a: operation(
          object({
            type: { const: "a.b" },
            status: { type: "string", enum: ["open", "paid"] },
            mood: { enum: ["good", "bad", null] },
            owner: {
              oneOf: [
                object({ kind: { enum: ["user", "bot"] }, login: id }),
                object({ kind: { enum: ["team"] }, slug: id }),
              ],
            },
          }),
        ),
      },
    });
    const types = await emitTypes(catalog);
    expect(types).toContain('status: "open" | "paid" | (string & {});');
    expect(types).toContain('mood: "good" | "bad" | (string & {}) | null;');
    expect(types).toContain('kind: "user" | "bot";');
    const accepts = compileSchema(catalog.events[0]!.schema);
    const owner = { kind: "team", slug: "x" };
    const event = { type: "a.b", status: "new", mood: null, owner };
    expect(accepts(event)).toBe(true);
    expect(accepts({ ...event, owner: { ...owner, kind: "new" } })).toBe(false);
  });

  it("gives an example that its own schema refuses: a sample takes its place", () => {
    const { catalog, warnings } = read({
      webhooks: {
        a: {
          post: {
            requestBody: {
              content: {
                "application/json": {
                  schema: object({
                    type: { const: "a.b" },
                    n: { type: "integer" },
                  }),
                  example: { type: "a.b", n: "one" },
                },
              },
            },
          },
        },
      },
    });
    expect(warnings).toMatchObject([{ code: "FG216" }]);
    const [event] = catalog.events;
    expect(compileSchema(event!.schema)(event!.example)).toBe(true);
  });

  it("has names that collide, and names that are reserved words", async () => {
    const { catalog } = read({
      webhooks: {
        a: operation(typed("order.created")),
        b: operation(typed("order_created")),
        c: operation(typed("default")),
        d: operation(
          object({
            type: { const: "class" },
            x: { $ref: "#/components/schemas/OrderCreatedEvent" },
            y: { $ref: "#/components/schemas/order_created_event" },
          }),
        ),
      },
      components: {
        schemas: {
          OrderCreatedEvent: object({ id }),
          order_created_event: object({ n: { type: "number" } }),
        },
      },
    });
    const types = await emitTypes(catalog);
    const declared = [
      ...types.matchAll(/^export (?:interface|type) (\w+)/gm),
    ].map(String);
    expect(new Set(declared).size).toBe(declared.length);
    expect(catalog.events).toHaveLength(4);
  });

  it("describes an object of thousands of members", () => {
    const members = Object.fromEntries(
      Array.from({ length: 4999 }, (_, n) => [`m${n}`, id]),
    );
    const properties = { type: { const: "a.b" }, ...members };
    const schema = { type: "object", properties, required: ["type"] };
    const { catalog } = read({ webhooks: { a: operation(schema) } });
    expect(catalog.events).toMatchObject([
      { name: "a.b", example: { m4998: expect.any(String) as string } },
    ]);
  });

  it("describes a payload that nothing satisfies: the event comes in without a sample", async () => {
    const impossible = { allOf: [{ type: "string" }, { type: "object" }] };
    const { catalog, documentText, warnings } = read({
      webhooks: {
        a: operation(object({ type: { const: "a" }, x: impossible })),
        b: operation(typed("b")),
      },
    });
    expect(catalog.events.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(catalog.events[0]).not.toHaveProperty("example");
    expect(catalog.events[1]?.example).toBeDefined();
    expect(warnings).toEqual([
      {
        code: "FG206",
        severity: "warning",
        message: expect.stringMatching(
          /^`a` has no sample.*: \/x must be (?:string|object)$/,
        ) as string,
        hint: expect.stringContaining(
          "#/webhooks/a/post/requestBody/content/application~1json/example",
        ) as string,
      },
    ]);
    expect(await emitTypes(catalog)).toContain("interface AEvent");
    // As it is read by every later run.
    const { events } = readCatalog(documentText, options.id);
    expect(events.map(({ name }) => name)).toEqual(["a", "b"]);
  });

  it("has faults in some of its events: the others come in", () => {
    const { catalog, warnings } = read({
      webhooks: {
        good: operation(typed("good")),
        "no.body": { post: {} },
        remote: operation({ $ref: "https://acme.example/x.json" }),
        deep: operation(
          object({ type: { const: "deep" }, x: { $ref: "#/nowhere" } }),
        ),
        viaShared: operation(
          object({
            type: { const: "shared" },
            x: { $ref: "#/components/schemas/Broken" },
          }),
        ),
        unusable: operation(object({ type: { const: "\u0000" } })),
        wrong: operation(
          object({ type: { const: "wrong" }, x: { minLength: "two" } }),
        ),
        twoNames: operation({
          allOf: [typed("one"), typed("two")],
        }),
      },
      components: {
        schemas: { Broken: { items: { $ref: "#/components/schemas/None" } } },
      },
    });
    expect(catalog.events.map(({ name }) => name)).toEqual(["good"]);
    expect(
      warnings.map(({ code, severity, message }) => [
        code,
        severity,
        /"([^"]+)" is left out/.exec(message)?.[1],
      ]),
    ).toEqual([
      ["FG205", "warning", "no.body"],
      ["FG204", "warning", "remote"],
      ["FG205", "warning", "remote"],
      ["FG207", "warning", "unusable"],
      ["FG204", "warning", "deep"],
      ["FG204", "warning", "viaShared"],
      ["FG205", "warning", "wrong"],
      ["FG205", "warning", "twoNames"],
    ]);
  });

  it("has faults in all of its events: all are told", () => {
    expect(() =>
      read({
        webhooks: {
          a: { post: {} },
          b: operation({ $ref: "https://acme.example/x.json" }),
        },
      }),
    ).toThrow(
      expect.objectContaining({
        diagnostics: [
          expect.objectContaining({ code: "FG205", severity: "error" }),
          expect.objectContaining({ code: "FG204", severity: "error" }),
          expect.objectContaining({ code: "FG205", severity: "error" }),
        ],
      }),
    );
  });
});
