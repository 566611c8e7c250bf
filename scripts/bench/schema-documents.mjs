// Providers' descriptions of any size: OpenAPI 3.1 documents as they are found in the wild, the same for the same size.

const FAMILIES =
  "account asset billing calendar campaign cart channel comment company contact contract coupon customer dispute document domain export file folder form incident invoice job label lead ledger member message order payment payout permission plan project quote refund report review role segment session shipment subscription task tax team ticket token transfer workspace".split(
    " ",
  );
const ACTIONS =
  "created updated deleted completed failed canceled archived restored".split(
    " ",
  );
const PARTS = "item draft version request rule".split(" ");
const STATES =
  "active pending paused expired blocked draft closed queued".split(" ");
const FIELDS =
  "status owner priority amount region source channel reason language score retries visibility category color size duration progress locale quota".split(
    " ",
  );

/** Types of a document of `count` events, such as `invoice.draft.created`: eight for each thing. */
export function eventNames(count) {
  const names = PARTS.flatMap((part) =>
    FAMILIES.flatMap((family) =>
      ACTIONS.map((action) => `${family}.${part}.${action}`),
    ),
  );
  if (count > names.length) throw new Error(`at most ${names.length}`);
  return names.slice(0, count);
}

/**
 * An envelope, payloads three levels deep, lists open and closed, alternatives, what may be absent or null; schemas that all events share,
 * some for each thing, and some that no event uses. The document grows with the number of event types.
 *
 * @param {number} count of event types, at most 2,000
 * @returns {object} an OpenAPI 3.1 document
 */
export function schemaDocument(count) {
  const names = eventNames(count);
  const things = [...new Set(names.map(thingOf))];
  return {
    openapi: "3.1.0",
    info: { title: `Provider of ${count} event types`, version: "1.0.0" },
    "x-webhook-delivery": {
      preset: "standard-webhooks",
      contentType: "application/json",
      timeoutSeconds: 15,
      retry: { attempts: 6 },
    },
    paths: {},
    webhooks: Object.fromEntries(names.map(webhook)),
    components: {
      schemas: {
        ...shared,
        ...Object.fromEntries(
          things.flatMap((thing, index) => [
            [pascal(thing), thingSchema(thing, index)],
            [`${pascal(thing)}Request`, thingSchema(thing, index + 3)],
          ]),
        ),
      },
    },
  };
}

const text = (description, more) => ({ type: "string", description, ...more });
const ref = (name) => ({ $ref: `#/components/schemas/${name}` });
const nullable = (schema) => ({ anyOf: [schema, { type: "null" }] });
const object = (description, properties, required) => ({
  type: "object",
  description,
  properties,
  required,
});

/** What events have in common. */
const shared = {
  Actor: object(
    "Whoever caused the event.",
    {
      id: text("Unique identifier of the actor.", { format: "uuid" }),
      kind: { enum: ["user", "integration", "system"] },
      name: nullable(text("As it is shown.")),
      email: text("Absent for integrations.", { format: "email" }),
    },
    ["id", "kind"],
  ),
  Tenant: object(
    "The organization that the event belongs to.",
    {
      id: text("Unique identifier of the organization."),
      plan: { type: "string", enum: ["free", "team", "enterprise"] },
      region: text("Where its data is kept."),
    },
    ["id"],
  ),
  Money: object(
    "An amount in the smallest unit of its currency.",
    {
      amount: { type: "integer", description: "In cents, as a rule." },
      currency: text("ISO 4217.", { minLength: 3, maxLength: 3 }),
    },
    ["amount", "currency"],
  ),
  Address: object(
    "A postal address.",
    {
      line1: text("Street and number."),
      line2: nullable({ type: "string" }),
      city: { type: "string" },
      postalCode: { type: "string" },
      country: text("ISO 3166-1, two letters.", { pattern: "^[A-Z]{2}$" }),
    },
    ["line1", "city", "country"],
  ),
  Card: object(
    "Paid by card.",
    { method: { const: "card" }, last4: text("Its last four digits.") },
    ["method", "last4"],
  ),
  Transfer: object(
    "Paid by transfer.",
    { method: { const: "transfer" }, iban: text("Of the payer.") },
    ["method", "iban"],
  ),
  Node: object(
    "A place in a tree.",
    {
      id: { type: "string" },
      parent: nullable(ref("Node")),
      children: { type: "array", items: ref("Node") },
    },
    ["id"],
  ),
};

/** What eight events are about. */
function thingSchema(thing, index) {
  const name = thing.replace(".", " ");
  return object(
    `A ${name}, as it was when the event happened.`,
    {
      id: text(`Unique identifier of the ${name}.`, { format: "uuid" }),
      title: text("As people see it.", { maxLength: 200 }),
      state: { type: "string", enum: rotated(STATES, index, 4) },
      address: nullable(ref("Address")),
      price: ref("Money"),
      node: ref("Node"),
      tags: { type: "array", items: { type: "string" } },
      labels: {
        type: "object",
        description: "Free to use.",
        additionalProperties: { type: "string" },
      },
      createdAt: text("When it came to be.", { format: "date-time" }),
      [FIELDS[index % FIELDS.length]]: nullable({ type: "number" }),
    },
    ["id", "title", "state", "createdAt"],
  );
}

function webhook(name, index) {
  const thing = thingOf(name);
  const subject = pascal(thing);
  const words = name.replaceAll(".", " ");
  const [first, second, third] = rotated(FIELDS, index, 3);
  const data = object(
    "What the event says.",
    {
      object: ref(subject),
      [first]: text(`The ${first} of the ${thing.replace(".", " ")}.`),
      [second]: nullable(ref("Money")),
      [third]: { type: ["integer", "null"], minimum: 0 },
      stage: { enum: rotated(STATES, index, 3) },
      payment: { oneOf: [ref("Card"), ref("Transfer")] },
      changes: {
        type: "array",
        description: "What is different from before.",
        items: object(
          "One member.",
          {
            field: text("Which one."),
            before: { type: ["string", "number", "boolean", "null"] },
            after: { type: ["string", "number", "boolean", "null"] },
          },
          ["field"],
        ),
      },
      context: object(
        "Where it happened.",
        {
          request: object(
            "The request that led to it.",
            {
              id: { type: "string" },
              ip: text("Where it came from.", { format: "ipv4" }),
              agent: nullable({ type: "string" }),
            },
            ["id"],
          ),
          attempt: { type: "integer", minimum: 1 },
          dryRun: { type: "boolean" },
        },
        ["request"],
      ),
      ...(index % 4 === 0 && {
        input: { allOf: [ref(`${subject}Request`), ref("Tenant")] },
      }),
    },
    ["object", first, "stage", "context"],
  );
  return [
    name,
    {
      post: {
        summary: `The ${words} event`,
        description: `Sent once for each ${thing.replace(".", " ")}, after the change is stored.`,
        requestBody: {
          required: true,
          content: {
            "application/json": {
              schema: object(
                "",
                {
                  id: text("Unique identifier of the event."),
                  type: { type: "string", enum: [name] },
                  created: text("When it happened.", { format: "date-time" }),
                  version: { enum: ["2025-01", "2026-01"] },
                  actor: ref("Actor"),
                  tenant: ref("Tenant"),
                  data,
                },
                ["id", "type", "created", "actor", "data"],
              ),
              example: example(name, first, index),
            },
          },
        },
        responses: { 204: { description: "Received" } },
      },
    },
  ];
}

function example(name, first, index) {
  return {
    id: `evt_${index}`,
    type: name,
    created: "2026-01-01T00:00:00Z",
    actor: { id: `actor-${index}`, kind: "user" },
    data: {
      object: {
        id: `object-${index}`,
        title: "An example",
        state: rotated(STATES, Math.floor(index / ACTIONS.length), 4)[0],
        createdAt: "2026-01-01T00:00:00Z",
      },
      [first]: "as usual",
      stage: rotated(STATES, index, 3)[0],
      context: { request: { id: `request-${index}` } },
    },
  };
}

/** `invoice.draft.created` → `invoice.draft` */
function thingOf(name) {
  return name.slice(0, name.lastIndexOf("."));
}

/** `invoice.draft` → `InvoiceDraft` */
function pascal(thing) {
  return thing.replaceAll(/(?:^|\.)(\w)/g, (_, letter) => letter.toUpperCase());
}

function rotated(list, by, length) {
  return Array.from({ length }, (_, index) => list[(by + index) % list.length]);
}
