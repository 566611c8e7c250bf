import { expect, test } from "vitest";
import { runWebhook } from "../../src/frameio/testing.gen.js";
import project from "../../src/webhooks/project.js";
import * as fixtures from "../fixtures/project.js";

test.each(Object.values(fixtures))("$type is handled", async (event) => {
  const { logs } = await runWebhook(project, event);
  expect(logs).toMatchObject([{ level: "info", message: event.type }]);
});
