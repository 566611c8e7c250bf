import { expect, test } from "vitest";
import { runWebhook } from "../../src/frameio/testing.gen.js";
import commentCreated from "../../src/webhooks/comment-created.js";
import * as fixtures from "../fixtures/comment-created.js";

test.each(Object.values(fixtures))("$type is handled", async (event) => {
  const { logs } = await runWebhook(commentCreated, event);
  expect(logs).toMatchObject([{ level: "info", message: event.type }]);
});
