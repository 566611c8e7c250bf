import { expect, test } from "vitest";
import { runWebhook } from "../../src/frameio/testing.gen.js";
import shareViewed from "../../src/webhooks/share-viewed.js";
import * as fixtures from "../fixtures/share-viewed.js";

test.each(Object.values(fixtures))("$type is handled", async (event) => {
  const { logs } = await runWebhook(shareViewed, event);
  expect(logs).toMatchObject([{ level: "info", message: event.type }]);
});
