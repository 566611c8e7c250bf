import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  freshExample,
  signedHeaders,
} from "../../../src/cli/trigger/delivery.js";
import type { EventCatalog } from "../../../src/schema/catalog.js";
import { readCatalog } from "../../../src/schema/read-catalog.js";

const now = 1_800_000_000_000;

function catalogOf(file: string, id: string): EventCatalog {
  const url = new URL(
    `../../../schemas/providers/${file}.openapi.json`,
    import.meta.url,
  );
  return readCatalog(readFileSync(url, "utf8"), id);
}

describe("the example of an event, as if it happened now", () => {
  test("LoopCanvas tells the time in the payload", () => {
    const catalog = catalogOf("loopcanvas", "loopcanvas");
    const [event] = catalog.events;
    const first = freshExample(catalog, event, now);
    const second = freshExample(catalog, event, now);
    expect(first).toMatchObject({ type: event?.name, created: now / 1000 });
    expect(first).not.toEqual(event?.example);
    // Another id: it is no duplicate.
    expect(second).not.toEqual(first);
  });

  test("Frame.io does not", () => {
    const catalog = catalogOf("frameio-4", "frameio@4");
    const [event] = catalog.events;
    expect(freshExample(catalog, event, now)).toEqual(event?.example);
  });
});

describe("signing", () => {
  const catalog = catalogOf("ai-platform", "ai-platform");
  const sign = (secret: string) =>
    signedHeaders(catalog, "batch.created", Buffer.from("{}"), secret, {
      now,
      url: "http://127.0.0.1:3000/webhooks/ai-platform",
    });

  test("a secret of the provider's form signs", () => {
    expect(sign("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")).toMatchObject({
      "webhook-id": expect.stringMatching(/^[\da-f-]{36}$/),
      "webhook-timestamp": String(now / 1000),
      "webhook-signature": expect.stringMatching(/^v1,[\w+/]{43}=$/),
    });
  });

  test("any other is told without its value", () => {
    const told = (() => {
      try {
        return sign("whsec_not-base64!");
      } catch (error) {
        return error;
      }
    })();
    expect(told).toMatchObject({ diagnostics: [{ code: "FG518" }] });
    expect(String(told)).not.toContain("not-base64");
  });
});
