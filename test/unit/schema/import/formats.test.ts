import { describe, expect, it } from "vitest";

import { emitTypes } from "../../../../src/schema/emit-types.js";
import { importProvider } from "../../../../src/schema/import/import-provider.js";

const options = {
  id: "./schemas/acme.json",
  title: "acme",
  signature: "standard-webhooks",
};

function folder(files: Readonly<Record<string, object>>) {
  return importProvider(
    {
      kind: "folder",
      name: "schemas",
      files: new Map(
        Object.entries(files).map(([path, schema]) => [
          path,
          JSON.stringify(schema),
        ]),
      ),
    },
    options,
  ).catalog;
}

const common = {
  $schema: "http://json-schema.org/draft-07/schema#",
  $id: "https://acme.example/schemas/common.json",
  definitions: {
    Money: {
      type: "object",
      properties: { amount: { type: "integer" } },
      required: ["amount"],
    },
  },
};

describe("a folder of JSON Schemas", () => {
  it.each<[string, object, string, string]>([
    [
      "a title",
      { title: "An order", description: "More." },
      "An order",
      "More.",
    ],
    [
      "the first sentence",
      { description: "An order came, e.g. by phone. It waits." },
      "An order came, e.g. by phone",
      "It waits.",
    ],
    [
      "a description that is no sentence",
      { description: "# Orders\n\nMany." },
      "order.made",
      "# Orders\n\nMany.",
    ],
    ["nothing", {}, "order.made", ""],
  ])("takes for a summary: %s", (_, said, summary, description) => {
    const schema = { type: "object", properties: { id: {} }, ...said };
    const { events } = folder({ "order.made.json": schema });
    expect(events).toMatchObject([
      { name: "order.made", summary, description },
    ]);
  });

  it("has an event type for each file, and what they share", async () => {
    const catalog = folder({
      "package.json": { name: "@acme/schemas", version: "1.0.0" },
      "v1/common.json": common,
      "v1/invoice.paid.schema.json": {
        $schema: "http://json-schema.org/draft-07/schema#",
        type: "object",
        description: "An invoice was paid",
        properties: {
          type: { type: "string" },
          total: { $ref: "common.json#/definitions/Money" },
        },
        required: ["total"],
      },
      "v1/invoice/voided.json": {
        title: "Invoice voided",
        type: "object",
        properties: {
          type: { const: "invoice.voided" },
          fee: {
            $ref: "https://acme.example/schemas/common.json#/definitions/Money",
          },
          parent: { $ref: "#" },
        },
      },
      "v1/refund.json": {
        title: "refund.created",
        type: "object",
        properties: { id: { type: "string" } },
      },
    });
    expect(catalog.events.map(({ name }) => name)).toEqual([
      "invoice.paid",
      "invoice.voided",
      "refund.created",
    ]);
    const types = await emitTypes(catalog);
    expect(types).toContain("total: Money;");
    expect(types).toContain("fee?: Money;");
  });

  it("refuses what leads out of it", () => {
    expect(() =>
      folder({
        "a.json": {
          type: "object",
          properties: { x: { $ref: "https://evil.example/x.json" } },
        },
        "b.json": {
          type: "object",
          properties: { x: { $ref: "../../etc/passwd#/x" } },
        },
      }),
    ).toThrow(
      expect.objectContaining({
        diagnostics: [
          expect.objectContaining({ code: "FG204" }),
          expect.objectContaining({ code: "FG204" }),
        ],
      }),
    );
  });

  it("may be one schema with a branch for each event type", () => {
    const text = JSON.stringify({
      $schema: "http://json-schema.org/draft-07/schema#",
      definitions: {
        issues$opened: {
          type: "object",
          properties: { action: { enum: ["opened"] } },
          required: ["action"],
        },
        issues$closed: {
          type: "object",
          properties: { action: { enum: ["closed"] } },
          required: ["action"],
        },
        push_event: { type: "object", properties: { ref: { type: "string" } } },
        issues_event: {
          oneOf: [
            { $ref: "#/definitions/issues$opened" },
            { $ref: "#/definitions/issues$closed" },
          ],
        },
      },
      oneOf: [
        { $ref: "#/definitions/issues_event" },
        { $ref: "#/definitions/push_event" },
      ],
    });
    const { catalog } = importProvider(
      { kind: "document", name: "schema.json", text },
      {
        ...options,
        signature: "github-sha256",
        delivery: {
          event: {
            header: "x-github-event",
            pointer: "/action",
            separator: ".",
          },
        },
      },
    );
    expect(catalog.events.map(({ name }) => name)).toEqual([
      "issues.opened",
      "issues.closed",
      "push",
    ]);
  });
});

describe("an AsyncAPI document", () => {
  it.each([
    [
      "2",
      `asyncapi: 2.6.0
info: { title: Acme, version: "1" }
channels:
  orders:
    subscribe:
      message:
        oneOf:
          - $ref: "#/components/messages/created"
          - name: order.deleted
            payload: { type: object, properties: { id: { type: string } } }
components:
  messages:
    created:
      name: order.created
      summary: An order was made
      payload: { $ref: "#/components/schemas/Order" }
      examples: [{ payload: { type: order.created, id: o_1 } }]
  schemas:
    Order: { type: object, required: [id], properties: { type: { type: string }, id: { type: string } } }
`,
    ],
    [
      "3",
      `asyncapi: 3.0.0
info: { title: Acme, version: "1" }
channels:
  orders:
    address: /orders
    messages:
      created: { $ref: "#/components/messages/created" }
      deleted:
        name: order.deleted
        payload:
          schemaFormat: application/schema+json;version=draft-07
          schema: { type: object, properties: { id: { type: string } } }
operations:
  onOrder: { action: send, channel: { $ref: "#/channels/orders" }, messages: [{ $ref: "#/channels/orders/messages/created" }] }
components:
  messages:
    created:
      name: order.created
      summary: An order was made
      payload: { $ref: "#/components/schemas/Order" }
      examples: [{ payload: { type: order.created, id: o_1 } }]
  schemas:
    Order: { type: object, required: [id], properties: { type: { type: string }, id: { type: string } } }
`,
    ],
  ])("%s has an event type for each message", async (_, text) => {
    const { catalog, warnings } = importProvider(
      { kind: "document", name: "asyncapi.yaml", text },
      options,
    );
    expect(warnings).toEqual([]);
    expect(catalog.title).toBe("Acme");
    expect(catalog.events).toMatchObject([
      {
        name: "order.created",
        summary: "An order was made",
        example: { type: "order.created", id: "o_1" },
      },
      { name: "order.deleted" },
    ]);
    expect(await emitTypes(catalog)).toContain(
      "export interface OrderCreatedEvent {",
    );
  });
});
