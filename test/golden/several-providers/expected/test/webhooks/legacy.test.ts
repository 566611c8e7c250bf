import { expect, test } from "vitest";
import { runWebhook } from "../../src/frameio/testing.gen.js";
import legacy from "../../src/webhooks/legacy.js";
import * as fixtures from "../fixtures/legacy.js";

test.each(Object.values(fixtures))("$type is handled", async (event) => {
  const { logs } = await runWebhook(legacy, event);
  expect(logs).toMatchObject([{ level: "info", message: event.type }]);
});
