import { createHmac } from "node:crypto";

/** Look-alikes of providers whose documents have what real ones trip over. None is shipped. */
export interface TrapProvider {
  readonly name: string;
  /** Text by path, in a folder of their own. */
  readonly files: Readonly<Record<string, string>>;
  /** What `add-provider` is told to read, relative to that folder. */
  readonly source: string;
  /** What goes into the file that `--delivery` names. */
  readonly delivery: object;
  /** The event types that the app handles: their names, and a payload as the provider sends it. */
  readonly events: Readonly<Record<string, object>>;
  /** What the provider was told to call beside the path. */
  readonly query?: string;
  /** Signs as the provider says, without any code of ours. */
  sign(
    body: string,
    at: number,
    event: string,
  ): Readonly<Record<string, string>>;
  readonly secret: string;
  /** Whether anything tells how old a delivery is. */
  readonly dated: boolean;
}

/** What providers call, whatever the proxies before the app make of it. */
export const publicUrl = "https://hooks.example.com/in";

type Encoding = "hex" | "base64" | "base64url";

const seconds = (at: number) => String(Math.floor(at / 1000));

export function mac(
  hash: "sha1" | "sha256" | "sha512",
  key: string | Buffer,
  text: string,
  encoding: Encoding,
): string {
  return createHmac(hash, key).update(text).digest(encoding);
}

const text = { type: "string" };
const retry = { attempts: 3 };
const common = {
  contentType: "application/json",
  timeoutSeconds: 10,
  retry,
} as const;

function object(properties: object, more: object = {}): object {
  return {
    type: "object",
    required: Object.keys(properties),
    properties,
    ...more,
  };
}

/** No operationId, and the body is not said to be required. */
function post(schema: object, more: object = {}): object {
  const requestBody = { content: { "application/json": { schema } } };
  return { post: { ...more, requestBody } };
}

function openapi(webhooks: object, components: object = {}): string {
  const info = { title: "Look-alike", version: "1" };
  return JSON.stringify({ openapi: "3.1.0", info, webhooks, components });
}

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** Both webhooks have the same list of types; one is a reference, and is called otherwise than its events. */
const charge = object({
  type: { type: "string", enum: ["charge.failed", "charge.succeeded"] },
  id: text,
  data: object({
    method: { oneOf: [ref("Card"), ref("Bank")] },
    status: { type: "string", enum: ["open", "paid"] },
    refunds: { type: "array", items: ref("Charge") },
  }),
});
const unused = Object.fromEntries(
  Array.from({ length: 500 }, (_, n) => [
    `Unused${n}`,
    object({ next: ref(`Unused${(n + 1) % 500}`), text }),
  ]),
);
const chargeOf = (type: string, id: string) => ({
  type,
  id,
  data: {
    method: { last4: "4242" },
    status: "refunded in part",
    refunds: [{ id: "r", parent: { id: id, parent: null } }],
  },
});

const billing: TrapProvider = {
  name: "billing",
  source: "billing.json",
  files: {
    "billing.json": openapi(
      {
        ChargeSucceededWebhook: { $ref: "#/components/pathItems/Succeeded" },
        "charge.failed": post(charge),
      },
      {
        pathItems: {
          Succeeded: post({
            allOf: [
              charge,
              {
                type: "object",
                properties: { type: { enum: ["charge.succeeded"] } },
              },
            ],
          }),
        },
        schemas: {
          // Nothing but that they are closed keeps them apart.
          Card: {
            type: "object",
            additionalProperties: false,
            properties: { last4: text, note: text },
          },
          Bank: {
            type: "object",
            additionalProperties: false,
            properties: { iban: text, note: text },
          },
          Charge: {
            type: "object",
            required: ["id"],
            properties: {
              id: text,
              parent: { anyOf: [ref("Charge"), { type: "null" }] },
            },
          },
          ...unused,
        },
      },
    ),
  },
  delivery: {
    signature: {
      algorithm: "hmac-sha512",
      header: "x-billing-signature",
      signed: "{timestamp}.{body}",
      encoding: "base64url",
      prefix: "sha512=",
    },
    timestamp: {
      header: "x-billing-time",
      unit: "milliseconds",
      toleranceSeconds: 300,
    },
    event: { pointer: "/type" },
    id: { pointer: "/id" },
    ...common,
  },
  events: {
    "charge.failed": chargeOf("charge.failed", "c1"),
    "charge.succeeded": chargeOf("charge.succeeded", "c2"),
  },
  secret: "billing secret",
  sign: (body, at) => ({
    "x-billing-time": String(at),
    "x-billing-signature": `sha512=${mac("sha512", "billing secret", `${at}.${body}`, "base64url")}`,
  }),
  dated: true,
};

/** The name is in a header, and has a slash; the signature is bare base64. */
const shop: TrapProvider = {
  name: "shop",
  source: "shop.json",
  files: {
    "shop.json": openapi({
      "orders/create": post(object({ id: { type: "integer" }, email: text })),
      deleted: post(object({ id: { type: "integer" } }), {
        parameters: [
          {
            in: "header",
            name: "X-Shopify-Topic",
            schema: { const: "orders/delete" },
          },
        ],
      }),
    }),
  },
  delivery: { preset: "shopify-base64", ...common },
  events: {
    "orders/create": { id: 1, email: "a@b.c" },
    "orders/delete": { id: 1 },
  },
  secret: "shop secret",
  sign: (body, at, event) => ({
    "x-shopify-hmac-sha256": mac("sha256", "shop secret", body, "base64"),
    "x-shopify-topic": event,
    "x-shopify-webhook-id": `${event} ${at}`,
  }),
  dated: false,
};

/** The name is in a header, and an action in the body. Signed as of old, by SHA-1. */
const hub: TrapProvider = {
  name: "hub",
  source: "hub.json",
  files: {
    "hub.json": openapi({
      "issues-opened": post(
        object({ action: { type: "string", enum: ["opened"] }, n: text }),
      ),
      "issues-closed": post(
        object({ action: { type: "string", enum: ["closed"] }, n: text }),
      ),
      push: post(object({ ref: text })),
    }),
  },
  delivery: {
    signature: {
      algorithm: "hmac-sha1",
      header: "x-hub-signature",
      signed: "{body}",
      encoding: "hex",
      prefix: "sha1=",
    },
    event: { header: "x-hub-event", pointer: "/action", separator: "." },
    id: { header: "x-hub-delivery" },
    ...common,
  },
  events: {
    "issues.opened": { action: "opened", n: "1" },
    "issues.closed": { action: "closed", n: "1" },
    push: { ref: "refs/heads/main" },
  },
  secret: "hub secret",
  sign: (body, at, event) => ({
    "x-hub-signature": `sha1=${mac("sha1", "hub secret", body, "hex")}`,
    "x-hub-event": event.replace(/\..*/, ""),
    "x-hub-delivery": `${event}-${at}`,
  }),
  dated: false,
};

/** OpenAPI 3.0, as it was before `webhooks`. */
const old: TrapProvider = {
  name: "old",
  source: "old.yaml",
  files: {
    "old.yaml": `openapi: 3.0.3
info: { title: Old, version: 1.0.0 }
paths: {}
x-webhooks:
  invoice:
    post:
      requestBody:
        content:
          application/vnd.old+json:
            schema: { $ref: "#/components/schemas/Invoice" }
components:
  schemas:
    Invoice:
      type: object
      additionalProperties: false
      required: [kind, note, price, id, class]
      properties:
        id: { type: string, format: uuid }
        kind: { type: string, enum: [invoice.paid] }
        note: { type: string, nullable: true }
        class: { nullable: true, allOf: [{ $ref: "#/components/schemas/class" }] }
        price: { type: number, minimum: 0, exclusiveMinimum: true }
        at: { type: string, format: date-time }
        link: { type: string, format: uri }
    class: { type: object, properties: { constructor: { type: string }, import: { type: integer, format: int64 } } }
`,
  },
  delivery: {
    signature: {
      algorithm: "hmac-sha256",
      header: "x-old-signature",
      signed: "{header:x-old-nonce}|{body}|{timestamp}",
      encoding: "hex",
      prefix: "",
    },
    timestamp: { header: "x-old-time", unit: "seconds", toleranceSeconds: 60 },
    event: { pointer: "/kind" },
    ...common,
  },
  events: {
    "invoice.paid": {
      id: "0b0b1c58-0f5c-4a4b-9d3b-6d1a5e9a7f11",
      kind: "invoice.paid",
      note: null,
      class: null,
      price: 1,
      at: "2026-01-01T00:00:00Z",
      link: "https://old.example/1",
    },
  },
  secret: "old secret",
  sign: (body, at) => ({
    "x-old-nonce": "n",
    "x-old-time": seconds(at),
    "x-old-signature": mac(
      "sha256",
      "old secret",
      `n|${body}|${seconds(at)}`,
      "hex",
    ),
  }),
  dated: true,
};

/** One schema for all events, told apart by their type; `data.object` is one of many. Two secrets at a time sign. */
const pay: TrapProvider = {
  name: "pay",
  source: "pay.json",
  files: {
    "pay.json": openapi(
      { event: post(ref("event")) },
      {
        schemas: {
          event: {
            oneOf: ["customer.created", "customer.deleted", "plan.created"].map(
              (name) => ({
                allOf: [
                  object({
                    id: text,
                    livemode: { type: "boolean" },
                    data: object({
                      object: {
                        oneOf: [ref("customer"), ref("plan"), ref("deleted")],
                        discriminator: {
                          propertyName: "object",
                          mapping: {
                            customer: "#/components/schemas/customer",
                            plan: "plan",
                          },
                        },
                      },
                      previous_attributes: {
                        type: "object",
                        additionalProperties: true,
                      },
                    }),
                  }),
                  object({ type: { const: name } }),
                ],
              }),
            ),
          },
          customer: object(
            { object: { enum: ["customer"] }, id: text, email: text },
            { additionalProperties: false },
          ),
          plan: object(
            { object: { enum: ["plan"] }, id: text, customers: ref("list") },
            { additionalProperties: false },
          ),
          deleted: object(
            { deleted: { const: true }, id: text },
            { additionalProperties: false },
          ),
          list: object({ items: { type: "array", items: ref("customer") } }),
        },
      },
    ),
  },
  delivery: { preset: "stripe", ...common },
  events: {
    "customer.created": {
      id: "evt_1",
      livemode: true,
      type: "customer.created",
      data: {
        object: { object: "customer", id: "1", email: "a@b.c", later: 1 },
        previous_attributes: { email: "b@b.c" },
      },
    },
    "plan.created": {
      id: "evt_2",
      livemode: false,
      type: "plan.created",
      data: {
        object: { object: "plan", id: "1", customers: { items: [] } },
        previous_attributes: {},
      },
    },
  },
  secret: "whsec_plain text it is",
  sign(body, at) {
    const t = seconds(at);
    const v1 = (key: string) => mac("sha256", key, `${t}.${body}`, "hex");
    const items = [v1("another"), v1("whsec_plain text it is")];
    return {
      "stripe-signature": `t=${t},${items.map((item) => `v1=${item}`).join(",")},v0=${"0".repeat(64)}`,
    };
  },
  dated: true,
};

const base64 = (secret: string) =>
  Buffer.from(secret.replace(/^whsec_/, ""), "base64");
const whsec = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

function standard(
  body: string,
  at: number,
  event: string,
): Record<string, string> {
  const id = `msg_${event}_${at}`;
  const signed = `${id}.${seconds(at)}.${body}`;
  return {
    "webhook-id": id,
    "webhook-timestamp": seconds(at),
    "webhook-signature": `v1a,xyz v1,${mac("sha256", base64(whsec), signed, "base64")}`,
  };
}

const asyncapi2: TrapProvider = {
  name: "ships",
  source: "ships.yaml",
  files: {
    "ships.yaml": `asyncapi: 2.6.0
info: { title: Ships, version: 1.0.0 }
channels:
  ships:
    subscribe:
      message:
        oneOf:
          - { $ref: "#/components/messages/arrived" }
          - { $ref: "#/components/messages/left" }
components:
  messages:
    arrived:
      name: ship.arrived
      payload: { $ref: "#/components/schemas/Ship" }
    left:
      name: ship.left
      traits: [{ summary: A ship left }]
      payload:
        allOf:
          - { $ref: "#/components/schemas/Ship" }
          - { type: object, properties: { berth: { type: [string, "null"] } } }
  schemas:
    Ship: { type: object, required: [type, ship], properties: { type: { type: string }, ship: { type: string }, fleet: { type: array, items: { $ref: "#/components/schemas/Ship" } } } }
`,
  },
  delivery: { preset: "standard-webhooks", ...common },
  events: {
    "ship.arrived": { type: "ship.arrived", ship: "Argo" },
    "ship.left": { type: "ship.left", ship: "Argo", berth: null },
  },
  secret: whsec,
  sign: standard,
  dated: true,
};

const asyncapi3: TrapProvider = {
  name: "trains",
  source: "trains.yaml",
  files: {
    "trains.yaml": `asyncapi: 3.0.0
info: { title: Trains, version: 1.0.0 }
channels:
  trains:
    messages:
      late: { $ref: "#/components/messages/late" }
operations:
  send: { action: send, channel: { $ref: "#/channels/trains" } }
components:
  messages:
    late:
      name: train.late
      contentType: application/json
      payload:
        schemaFormat: application/vnd.aai.asyncapi+json;version=3.0.0
        schema: { type: object, required: [event, minutes], properties: { event: { const: train.late }, minutes: { type: integer } } }
`,
  },
  delivery: {
    signature: {
      algorithm: "hmac-sha256",
      header: "x-trains-signature",
      signed: "POST{url}{body}",
      encoding: "base64",
      prefix: "",
    },
    event: { pointer: "/event" },
    ...common,
  },
  events: { "train.late": { event: "train.late", minutes: 5 } },
  secret: "trains secret",
  sign: (body) => ({
    "x-trains-signature": mac(
      "sha256",
      "trains secret",
      `POST${publicUrl}/webhooks/trains?from=${encodeURIComponent("a b")}${body}`,
      "base64",
    ),
  }),
  query: `?from=${encodeURIComponent("a b")}`,
  dated: false,
};

/** A folder of JSON Schemas that lead to each other, in the words of several drafts. */
const folder: TrapProvider = {
  name: "files",
  source: "files",
  files: {
    "files/file.created.json": JSON.stringify({
      $schema: "http://json-schema.org/draft-07/schema#",
      ...object({
        event: { const: "file.created" },
        size: { type: "integer", format: "int64" },
        owner: { $ref: "common.json#/definitions/Person" },
      }),
    }),
    "files/file.moved.json": JSON.stringify({
      $schema: "http://json-schema.org/draft-04/schema#",
      ...object({
        event: { enum: ["file.moved"] },
        size: { type: "number", minimum: 0, exclusiveMinimum: true },
        by: { $ref: "./common.json#/definitions/Person" },
      }),
    }),
    "files/common.json": JSON.stringify({
      definitions: {
        Person: {
          type: "object",
          properties: {
            name: text,
            boss: { $ref: "#/definitions/Person" },
          },
        },
      },
    }),
  },
  delivery: {
    signature: {
      algorithm: "hmac-sha512",
      header: "x-files-signature",
      signed: "{body}",
      encoding: "hex-uppercase",
      prefix: "",
      secret: { encoding: "hex" },
    },
    event: { pointer: "/event" },
    ...common,
  },
  events: {
    "file.created": {
      event: "file.created",
      size: 1,
      owner: { name: "A", boss: { name: "B" } },
    },
    "file.moved": { event: "file.moved", size: 0.5, by: {} },
  },
  secret: "00ff10",
  sign: (body) => ({
    "x-files-signature": mac(
      "sha512",
      Buffer.from("00ff10", "hex"),
      body,
      "hex",
    ).toUpperCase(),
  }),
  dated: false,
};

/** Names that collide once they are identifiers or files, and names that mean something in JavaScript. */
const wordy = [
  "class",
  "constructor",
  "toString",
  "file.ready",
  "file_ready",
  "fileReady",
  "new",
  "con",
  "test",
  "event",
];
const words: TrapProvider = {
  name: "words",
  source: "words.json",
  files: {
    "words.json": openapi(
      Object.fromEntries(
        wordy.map((name) => [
          name,
          post(
            object({
              type: { const: name },
              new: ref("function"),
              record: ref("Record"),
              "a-b": text,
              "*/": text,
              constructor: text,
            }),
          ),
        ]),
      ),
      {
        schemas: {
          function: object({ function: text, "": text }),
          Record: object({ hasOwnProperty: text }),
        },
      },
    ),
  },
  delivery: {
    preset: "github-sha256",
    event: { pointer: "/type" },
    ...common,
  },
  events: Object.fromEntries(
    wordy.map((type) => [
      type,
      {
        type,
        new: { function: "f", "": "" },
        record: { hasOwnProperty: "no" },
        "a-b": "a",
        "*/": "b",
        constructor: "c",
      },
    ]),
  ),
  secret: "words secret",
  sign: (body) => ({
    "x-hub-signature-256": `sha256=${mac("sha256", "words secret", body, "hex")}`,
  }),
  dated: false,
};

/** Two megabytes, and most of it is used: each schema leads to three others, and back. */
const large = 300;
const inner = (n: number) => (n >= 0 && n < large ? ref(`S${n}`) : text);
const big: TrapProvider = {
  name: "big",
  source: "big.json",
  files: {
    "big.json": openapi(
      { "big.changed": post(ref("S0")), "big.made": post(ref("S1")) },
      {
        schemas: Object.fromEntries(
          Array.from({ length: large }, (_, n) => [
            `S${n}`,
            {
              type: "object",
              description: `Number ${n}. ${"Lorem ipsum dolor sit amet. ".repeat(240)}`,
              properties: {
                type: text,
                next: inner(n * 3 + 1),
                other: inner(n * 3 + 2),
                third: inner(n * 3 + 3),
                back: inner(Math.floor((n - 1) / 3)),
                ...Object.fromEntries(
                  Array.from({ length: 6 }, (_unused, m) => [
                    `member_${m}`,
                    { type: "string", enum: ["a", "b", `c${n}`] },
                  ]),
                ),
              },
            },
          ]),
        ),
      },
    ),
  },
  delivery: {
    preset: "frameio-v0",
    signature: { header: "x-big-signature" },
    timestamp: { header: "x-big-time" },
    event: { pointer: "/type" },
    ...common,
  },
  events: {
    "big.changed": {
      type: "big.changed",
      next: { next: { member_0: "z" } },
      back: "nobody",
    },
  },
  secret: "big secret",
  sign: (body, at) => ({
    "x-big-time": seconds(at),
    "x-big-signature": `v0=${mac("sha256", "big secret", `v0:${seconds(at)}:${body}`, "hex")}`,
  }),
  dated: true,
};

export const trapProviders: readonly TrapProvider[] = [
  billing,
  shop,
  hub,
  old,
  pay,
  asyncapi2,
  asyncapi3,
  folder,
  words,
  big,
];
