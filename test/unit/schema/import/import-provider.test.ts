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

  it.each<[string, Json, Json]>([
    ["says nothing of deliveries", {}, { preset: "github-sha256" }],
    [
      "says a part of it",
      { timeoutSeconds: 20 },
      { preset: "github-sha256", timeoutSeconds: 20 },
    ],
    ["signs in another way now", { preset: "stripe" }, { preset: "stripe" }],
  ])("keeps what flags said of one that %s", (_, own, expected) => {
    const { event, contentType } = delivery as Record<string, Json>;
    const known = { preset: "github-sha256", event, contentType } as Json;
    const text = JSON.stringify({
      ...(JSON.parse(imported({ "a.b": {} }).documentText) as object),
      "x-webhook-delivery": own,
    });
    const { documentText } = importProvider(
      { kind: "document", name: "acme.json", text },
      { ...options, known },
    );
    const now = JSON.parse(documentText) as { [key: string]: Json };
    expect(now["x-webhook-delivery"]).toMatchObject(expected as object);
    expect(now["x-webhook-delivery"]).toMatchObject({ event });
  });

  it("takes a scheme that is named now before one from before, with what belongs to it", () => {
    const source = JSON.parse(imported({ "a.b": {} }).documentText) as object;
    const text = JSON.stringify({
      ...source,
      "x-webhook-delivery": { timeoutSeconds: 20 },
    });
    const known = { ...(delivery as object), retry: { attempts: 2 } } as Json;
    const { documentText } = importProvider(
      { kind: "document", name: "acme.json", text },
      { ...options, known, signature: "github" },
    );
    const now = JSON.parse(documentText) as { [key: string]: Json };
    const told = now["x-webhook-delivery"];
    expect(told).toMatchObject({
      preset: "github",
      timeoutSeconds: 20,
      retry: { attempts: 2 },
    });
    // Where names are was assumed; the scheme knows it.
    for (const key of ["event", "signature", "timestamp"])
      expect(told).not.toHaveProperty(key);
  });

  it.each<[string, Json]>([
    ["nothing of deliveries", {}],
    ["all but how they are signed", { event: { header: "x-acme-event" } }],
  ])("that says %s tells which flags do", (_, said) => {
    const more = { "x-webhook-delivery": said };
    expect(() => imported({ "a.b": {} }, more)).toThrow(
      expect.objectContaining({
        diagnostics: [
          {
            code: "FG203",
            severity: "error",
            message: '"acme.json" does not say how its deliveries are signed',
            hint: expect.stringMatching(
              /`--signature <preset>`, one of .*github-sha256.*`--delivery <file>`/,
            ),
          },
        ],
      }),
    );
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
