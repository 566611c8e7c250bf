import type { JsonSchema } from "./catalog.js";

const text = { type: "string", minLength: 1 };
const pointer = { type: "string", pattern: "^(/[^/]*)+$" };
const header = { type: "string", pattern: "^[a-z0-9-]+$" };
const seconds = { type: "number", minimum: 0 };

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

/** JSON Schema of a `DeliveryDescription`, the `x-webhook-delivery` extension of a provider's document. */
export const deliverySchema: JsonSchema = object(
  {
    signature: object({
      algorithm: { const: "hmac-sha256" },
      header,
      signed: { type: "string", pattern: "\\{body\\}" },
      encoding: { enum: ["hex", "base64"] },
      prefix: { type: "string" },
    }),
    event: object({ pointer }),
    contentType: { type: "string", pattern: "^[a-z0-9.+-]+/[a-z0-9.+-]+$" },
    timeoutSeconds: { type: "number", exclusiveMinimum: 0 },
    retry: object(
      { attempts: { type: "integer", minimum: 1 } },
      { delaysSeconds: { type: "array", items: seconds } },
    ),
  },
  {
    timestamp: object({
      header,
      unit: { enum: ["seconds", "milliseconds"] },
      toleranceSeconds: { type: "number", exclusiveMinimum: 0 },
    }),
    id: { anyOf: [object({ header }), object({ pointer })] },
    resource: object({ id: pointer }, { type: pointer }),
    userAgent: text,
  },
);
