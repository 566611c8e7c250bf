import { expect, test } from "vitest";
import { runWebhook } from "../../src/frameio/testing.gen.js";
import customfieldCreated from "../../src/webhooks/customfield-created.js";
import * as fixtures from "../fixtures/customfield-created.js";

test.each(Object.values(fixtures))("$type is handled", async (event) => {
  const { logs } = await runWebhook(customfieldCreated, event);
  expect(logs).toMatchObject([{ level: "info", message: event.type }]);
});
