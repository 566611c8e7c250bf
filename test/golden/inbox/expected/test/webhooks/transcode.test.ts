import { expect, test } from "vitest";
import { runWebhook } from "../../src/frameio/testing.gen.js";
import transcode from "../../src/transcode.js";
import * as fixtures from "../fixtures/transcode.js";

test.each(Object.values(fixtures))("$type is handled", async (event) => {
  const { logs } = await runWebhook(transcode, event);
  expect(logs).toMatchObject([{ level: "info", message: event.type }]);
});
