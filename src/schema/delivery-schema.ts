import type { JsonSchema } from "./catalog.js";

const text = { type: "string", minLength: 1 };
const variableName = { type: "string", pattern: "^[A-Z][A-Z0-9_]*$" };
const pointer = { type: "string", pattern: "^(/[^/]*)+$", maxLength: 300 };
const header = { type: "string", pattern: "^[a-z0-9-]+$" };
const separator = { type: "string", minLength: 1, maxLength: 5 };
const seconds = { type: "number", minimum: 0 };
const tolerance = { type: "number", exclusiveMinimum: 0 };

function object(
  required: Record<string, JsonSchema>,
  optional: Record<string, JsonSchema> = {},
): JsonSchema {
  return {
    type: "object",
    properties: { ...required, ...optional },
    required: Object.keys(required),
    additionalProperties: false,
  };
}

/** One of several shapes, told apart by their members, so that a mistake is told for the shape that was meant. */
function byMember(
  member: string,
  withIt: JsonSchema,
  without: JsonSchema,
): JsonSchema {
  return {
    type: "object",
    if: { required: [member] },
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    then: withIt,
    else: without,
  };
}

const signature = object(
  {
    algorithm: {
      enum: ["hmac-sha256", "hmac-sha512", "hmac-sha1", "ed25519"],
    },
    header,
    signed: {
      type: "string",
      pattern:
        "^[^{}]*(\\{(timestamp|id|body|url|path|header:[a-z0-9-]+)\\}[^{}]*)+$",
    },
    encoding: { enum: ["hex", "hex-uppercase", "base64", "base64url"] },
    prefix: { type: "string" },
  },
  {
    separator,
    secret: object(
      { encoding: { enum: ["utf8", "hex", "base64"] } },
      { prefix: text },
    ),
  },
);

const timestamp = byMember(
  "pointer",
  object({
    pointer,
    unit: { enum: ["seconds", "milliseconds", "iso"] },
    toleranceSeconds: tolerance,
  }),
  object(
    {
      header,
      unit: { enum: ["seconds", "milliseconds"] },
      toleranceSeconds: tolerance,
    },
    { prefix: text, separator },
  ),
);

const event = byMember(
  "header",
  byMember(
    "pointer",
    object({ header, pointer, separator: { type: "string" } }),
    object({ header }),
  ),
  object({ pointer }),
);

/** JSON Schema of a `DeliveryDescription`, the `x-webhook-delivery` extension of a provider's document, once its preset is filled in. */
export const deliverySchema: JsonSchema = object(
  {
    signature,
    event,
    contentType: { type: "string", pattern: "^[a-z0-9.+-]+/[a-z0-9.+-]+$" },
    timeoutSeconds: { type: "number", exclusiveMinimum: 0 },
    retry: object(
      { attempts: { type: "integer", minimum: 1 } },
      { delaysSeconds: { type: "array", items: seconds } },
    ),
  },
  {
    timestamp,
    id: byMember("pointer", object({ pointer }), object({ header })),
    resource: object({ id: pointer }, { type: pointer }),
    batch: object({ pointer: { ...pointer, pattern: "^(/[^/]*)*$" } }),
    order: object({ pointer }),
    tests: object(
      {},
      {
        events: { type: "array", items: text, minItems: 1 },
        mark: object({ pointer, equals: { type: ["string", "boolean"] } }),
      },
    ),
    challenge: byMember(
      "query",
      object(
        { query: text },
        { token: object({ query: text, variable: variableName }) },
      ),
      object({ when: object({ pointer, equals: text }), answer: pointer }),
    ),
    userAgent: text,
  },
);
