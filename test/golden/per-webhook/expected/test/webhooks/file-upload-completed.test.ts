import { expect, test } from "vitest";
import { runWebhook } from "../../src/frameio/testing.gen.js";
import fileUploadCompleted from "../../src/webhooks/file-upload-completed.js";
import * as fixtures from "../fixtures/file-upload-completed.js";

test.each(Object.values(fixtures))("$type is handled", async (event) => {
  const { logs } = await runWebhook(fileUploadCompleted, event);
  expect(logs).toMatchObject([{ level: "info", message: event.type }]);
});
