import { readFileSync } from "node:fs";
import { format } from "prettier";
import { beforeAll, describe, expect, test } from "vitest";
import { buildArtifact } from "../../../src/schema/build-artifact.js";
import type { ProviderArtifact } from "../../../src/schema/catalog.js";
import { withNamedEvents } from "../../../src/schema/named-events.js";
import { readCatalog } from "../../../src/schema/read-catalog.js";

const document = readFileSync(
  new URL(
    "../../../schemas/providers/standard-webhooks.openapi.json",
    import.meta.url,
  ),
  "utf8",
);

let artifact: ProviderArtifact;
beforeAll(async () => {
  artifact = await buildArtifact(document, "standard-webhooks");
});

describe("event types that users name", () => {
  const names = [
    "user.created",
    "user-created",
    "invoice.paid",
    "user.created",
  ];

  test("each is in the list, in the map, and has a type of its own", async () => {
    const { types, catalog } = withNamedEvents(artifact, names);
    expect(
      catalog.events.map(({ name, typeName }) => [name, typeName]),
    ).toEqual([
      ["user.created", "UserCreatedEvent"],
      ["user-created", "UserCreatedEvent2"],
      ["invoice.paid", "InvoicePaidEvent"],
    ]);
    expect(types).toContain('"user.created": UserCreatedEvent;');
    expect(types).toContain(
      'export interface UserCreatedEvent2 extends UnknownEvent {\n  type: "user-created";\n}',
    );
    expect(await format(types, { parser: "typescript" })).toBe(types);
  });

  test("many names are laid out as Prettier does it", async () => {
    const many = Array.from({ length: 12 }, (_, index) => `thing${index}.made`);
    const { types } = withNamedEvents(artifact, many);
    expect(await format(types, { parser: "typescript" })).toBe(types);
  });

  test("the example and the schema have the name", () => {
    const { catalog } = withNamedEvents(artifact, ["invoice.paid"]);
    const [event] = catalog.events;
    expect(event?.example).toMatchObject({ type: "invoice.paid" });
    expect(event?.schema).toMatchObject({
      properties: { type: { const: "invoice.paid" } },
    });
  });

  test("they share the validator", () => {
    const { validators } = withNamedEvents(artifact, ["invoice.paid"]);
    expect(validators["invoice.paid"]).toBe(artifact.validators["*"]);
  });

  test("without names nothing changes", () => {
    expect(withNamedEvents(artifact, [])).toBe(artifact);
  });
});

test("an example of any event must have a name", () => {
  const spoiled = JSON.parse(document) as {
    webhooks: Record<
      string,
      {
        post: { requestBody: { content: Record<string, { example: object }> } };
      }
    >;
  };
  spoiled.webhooks["*"]!.post.requestBody.content["application/json"]!.example =
    { timestamp: "2025-01-15T10:30:00Z", data: {} };
  expect(() => readCatalog(JSON.stringify(spoiled), "x")).toThrow(
    "has no example with an event's name in it",
  );
});
