/** Providers that are not shipped: small look-alikes of what public documents look like. */

/** Items behind references, a name that many webhooks share, a body that is not marked required, a schema that nobody uses. */
export const acme = `openapi: 3.1.0
info: { title: Acme Billing, version: "2" }
x-webhook-delivery:
  signature: { algorithm: hmac-sha256, header: x-acme-signature, signed: "{timestamp}.{body}", encoding: hex, prefix: "" }
  timestamp: { header: x-acme-timestamp, unit: seconds, toleranceSeconds: 300 }
  event: { pointer: /type }
  id: { pointer: /id }
  contentType: application/json
  timeoutSeconds: 10
  retry: { attempts: 3 }
webhooks:
  invoicePaid: { $ref: "#/components/pathItems/InvoicePaid" }
  invoice.voided:
    post:
      requestBody:
        content:
          application/json:
            schema:
              allOf:
                - $ref: "#/components/schemas/Envelope"
                - $ref: "#/components/schemas/InvoiceData"
components:
  pathItems:
    InvoicePaid:
      post:
        summary: An invoice was paid
        requestBody:
          content:
            application/json:
              schema:
                allOf:
                  - $ref: "#/components/schemas/Envelope"
                  - $ref: "#/components/schemas/InvoiceData"
  schemas:
    Envelope:
      type: object
      required: [id, type, created]
      properties:
        id: { type: string }
        type: { type: string }
        created: { type: integer, description: Seconds since 1970 }
    InvoiceData:
      type: object
      required: [data]
      properties:
        type: { type: string, enum: [invoice.paid, invoice.voided] }
        data: { $ref: "#/components/schemas/Invoice" }
    Invoice:
      type: object
      additionalProperties: false
      required: [id, amount, status]
      properties:
        id: { type: string, description: "Id */ of the invoice" }
        amount: { type: number, minimum: 0, exclusiveMinimum: true }
        status: { type: string, enum: [open, paid, void] }
        lines: { type: array, items: { $ref: "#/components/schemas/Line" } }
    Line:
      type: object
      properties:
        parent: { $ref: "#/components/schemas/Line" }
        text: { type: string, nullable: true }
    Unused: { type: object, properties: { x: { type: string } } }
`;

function document(
  title: string,
  delivery: object,
  schemas: Readonly<Record<string, object>>,
): string {
  const webhooks = Object.entries(schemas).map(([key, schema]) => [
    key,
    {
      post: { requestBody: { content: { "application/json": { schema } } } },
    },
  ]);
  return JSON.stringify({
    openapi: "3.1.0",
    info: { title, version: "1" },
    "x-webhook-delivery": delivery,
    webhooks: Object.fromEntries(webhooks) as object,
  });
}

function event(properties: object): object {
  return { type: "object", properties, required: Object.keys(properties) };
}

/** The name in a header, and an action in the body. */
export const hub = document(
  "Hub",
  {
    event: { header: "x-github-event", pointer: "/action", separator: "." },
    id: { header: "x-github-delivery" },
  },
  {
    "issues-opened": event({
      action: { type: "string", enum: ["opened"] },
      issue: event({ id: { type: "integer" } }),
    }),
  },
);

/** Several events in one delivery. */
export const mail = document(
  "Mail",
  {
    event: { pointer: "/event" },
    batch: { pointer: "" },
    challenge: {
      query: "challenge",
      token: { query: "token", variable: "MAIL_TOKEN" },
    },
  },
  {
    batch: {
      type: "array",
      items: {
        oneOf: [
          event({ event: { const: "delivered" }, email: { type: "string" } }),
          event({ event: { const: "bounce" }, reason: { type: "string" } }),
        ],
      },
    },
  },
);
