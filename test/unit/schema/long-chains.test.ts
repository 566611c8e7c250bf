import { expect, it } from "vitest";

import type { EventCatalog, Json } from "../../../src/schema/catalog.js";
import { importProvider } from "../../../src/schema/import/import-provider.js";
import { loadValidators } from "./validators.js";

const LENGTH = 300;

/** As many schemas, each with members that lead to those some steps on, and in the end to the first again. */
function ring(): EventCatalog {
  const all = Array.from({ length: LENGTH }, (_, n) => {
    const on = (steps: number): Json => ({
      $ref: `#/components/schemas/S${(n + steps) % LENGTH}`,
    });
    const properties = { next: on(1), other: on(7), n: { type: "integer" } };
    return [`S${n}`, { type: "object", properties }] as const;
  });
  const properties = {
    type: { const: "thing.done" },
    x: { $ref: "#/components/schemas/S0" },
  };
  const schema = { type: "object", required: ["type"], properties };
  const content = { "application/json": { schema } };
  const text = JSON.stringify({
    openapi: "3.1.0",
    "x-webhook-delivery": { preset: "stripe" },
    webhooks: { "thing.done": { post: { requestBody: { content } } } },
    components: { schemas: Object.fromEntries(all) },
  });
  const source = { kind: "document", name: "acme.json", text } as const;
  return importProvider(source, { id: "./schemas/acme.json", title: "acme" })
    .catalog;
}

/** Depth first, ajv goes through all of them before the first is compiled. */
it("hundreds of schemas that lead to each other have validators", async () => {
  const catalog = ring();
  const validate = (await loadValidators(catalog)).get("thing.done")!;
  const payload = (end: Json) => ({
    type: "thing.done",
    x: { next: { other: { next: end } } },
  });
  expect(validate(payload({ n: 1 }))).toBe(true);
  expect(validate(payload({ n: "1" }))).toBe(false);
  expect(validate.errors?.[0]?.instancePath).toBe("/x/next/other/next/n");
});
