import { expect, test } from "vitest";
import { runWebhook } from "../../src/frameio/testing.gen.js";
import metadataValueUpdated from "../../src/webhooks/metadata-value-updated.js";
import * as fixtures from "../fixtures/metadata-value-updated.js";

test.each(Object.values(fixtures))("$type is handled", async (event) => {
  const { logs } = await runWebhook(metadataValueUpdated, event);
  expect(logs).toMatchObject([{ level: "info", message: event.type }]);
});
