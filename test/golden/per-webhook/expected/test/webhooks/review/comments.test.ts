import { expect, test } from "vitest";
import { runWebhook } from "../../../src/frameio/testing.gen.js";
import reviewComments from "../../../src/webhooks/review/comments.js";
import * as fixtures from "../../fixtures/review/comments.js";

test.each(Object.values(fixtures))("$type is handled", async (event) => {
  const { logs } = await runWebhook(reviewComments, event);
  expect(logs).toMatchObject([{ level: "info", message: event.type }]);
});
