import { expect, test } from "vitest";
import { runWebhook } from "../../src/frameio/testing.gen.js";
import invoicePaid from "../../src/webhooks/invoice-paid.js";
import * as fixtures from "../fixtures/invoice-paid.js";

test.each(Object.values(fixtures))("$type is handled", async (event) => {
  const { logs } = await runWebhook(invoicePaid, event);
  expect(logs).toMatchObject([{ level: "info", message: event.type }]);
});
