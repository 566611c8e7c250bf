import { expect, test } from "vitest";
import { runWebhook } from "../../src/frameio/testing.gen.js";
import canvasCompleted from "../../src/webhooks/canvas-completed.js";
import * as fixtures from "../fixtures/canvas-completed.js";

test.each(Object.values(fixtures))("$type is handled", async (event) => {
  const { logs } = await runWebhook(canvasCompleted, event);
  expect(logs).toMatchObject([{ level: "info", message: event.type }]);
});
