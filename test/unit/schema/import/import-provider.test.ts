import { describe, expect, it } from "vitest";

import type { Json } from "../../../../src/schema/catalog.js";
import { importProvider } from "../../../../src/schema/import/import-provider.js";
import { acme } from "../../../support/look-alikes.js";
import { delivery } from "../documents.js";

const options = { id: "./schemas/acme.json", title: "acme" };

/** Imports a document with one webhook for each schema. */
function imported(
  schemas: Readonly<Record<string, Json>>,
  more: Readonly<Record<string, Json>> = {},
) {
  const webhooks = Object.fromEntries(
    Object.entries(schemas).map(([key, schema]) => [
      key,
      {
        post: {
          requestBody: { content: { "application/json": { schema } } },
        },
      },
    ]),
  );
  const text = JSON.stringify({
    openapi: "3.1.0",
    info: { title: "Acme", version: "1" },
    "x-webhook-delivery": delivery,
    webhooks,
    ...more,
  });
  return importProvider({ kind: "document", name: "acme.json", text }, options);
}

describe("an OpenAPI document", () => {
  it("is pinned whole: names, schemas that are used, samples, delivery", () => {
    const { catalog, documentText, warnings } = importProvider(
      { kind: "document", name: "acme.yaml", text: acme },
      options,
    );
    expect(catalog.events.map(({ name }) => name)).toEqual([
      "invoice.paid",
      "invoice.voided",
    ]);
    expect(catalog.title).toBe("Acme Billing");
    expect(documentText).not.toContain("Unused");
    expect(warnings).toEqual([]);
    const again = importProvider(
      { kind: "document", name: "schemas/acme.json", text: documentText },
      options,
    );
    expect(again.documentText).toBe(documentText);
  });

  it("loses what JavaScript cannot read, and says so", () => {
    const { catalog, warnings } = imported({
      "a.b": {
        type: "object",
        properties: { id: { type: "string", pattern: "^[\\w-\\.]+$" } },
      },
    });
    expect(catalog.events).toHaveLength(1);
    expect(warnings).toMatchObject([{ code: "FG216", severity: "warning" }]);
  });
});
