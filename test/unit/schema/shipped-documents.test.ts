import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readCatalog } from "../../../src/schema/read-catalog.js";

const folder = new URL("../../../schemas/providers/", import.meta.url);
const catalogs = new Map(
  readdirSync(folder).map((file) => {
    const id = file.replace(".openapi.json", "").replace(/-(\d+)$/, "@$1");
    return [id, readCatalog(readFileSync(new URL(file, folder), "utf8"), id)];
  }),
);

test.each([
  ["frameio@4", 30, 8],
  ["frameio@2", 20, 6],
  ["loopcanvas", 10, 4],
  ["ai-platform", 14, 4],
])("%s has %d event types in %d families", (id, events, families) => {
  const catalog = catalogs.get(id)!;
  expect(catalog.events).toHaveLength(events);
  expect(new Set(catalog.events.map(({ family }) => family)).size).toBe(
    families,
  );
  for (const event of catalog.events) {
    expect(event.summary).not.toBe(event.name);
    expect(event.description).not.toBe("");
  }
});

test("standard-webhooks takes any event type", () => {
  const { events, anyEvent, delivery } = catalogs.get("standard-webhooks")!;
  expect(events).toEqual([]);
  expect(anyEvent?.schema).toMatchObject({
    required: ["type", "timestamp", "data"],
  });
  expect(delivery.signature.signed).toBe("{id}.{timestamp}.{body}");
});

describe("deliveries as they are documented", () => {
  test("LoopCanvas", () => {
    expect(catalogs.get("loopcanvas")!.delivery).toMatchObject({
      signature: {
        algorithm: "hmac-sha256",
        header: "x-signature",
        signed: "{body}",
        encoding: "hex",
        prefix: "sha256=",
      },
      id: { pointer: "/id" },
      event: { pointer: "/type" },
      order: { pointer: "/created" },
      timeoutSeconds: 30,
      retry: { attempts: 5, delaysSeconds: [60, 300, 1800, 7200] },
    });
  });

  test("an event of LoopCanvas is taken as long as it is retried, and no longer than it is known to be a duplicate", () => {
    const { timestamp, retry } = catalogs.get("loopcanvas")!.delivery;
    const tolerance = timestamp?.toleranceSeconds ?? 0;
    const delays = retry.delaysSeconds ?? [];
    expect(tolerance).toBeGreaterThan(delays.reduce((sum, s) => sum + s, 0));
    expect(tolerance).toBeLessThanOrEqual(72 * 60 * 60);
  });

  test("Frame.io signs as ever", () => {
    const { signature, timestamp } = catalogs.get("frameio@4")!.delivery;
    expect(catalogs.get("frameio@2")!.delivery).toMatchObject({
      signature,
      timestamp,
    });
  });
});
