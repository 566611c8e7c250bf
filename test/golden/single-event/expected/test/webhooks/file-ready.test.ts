import { expect, test } from "vitest";
import { runWebhook } from "../../src/frameio/testing.gen.js";
import fileReady from "../../src/webhooks/file-ready.js";
import * as fixtures from "../fixtures/file-ready.js";

test.each(Object.values(fixtures))("$type is handled", async (event) => {
  const { logs } = await runWebhook(fileReady, event);
  expect(logs).toMatchObject([{ level: "info", message: event.type }]);
});
