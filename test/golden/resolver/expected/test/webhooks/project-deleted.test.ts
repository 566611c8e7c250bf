import { expect, test } from "vitest";
import { runWebhook } from "../../src/frameio/testing.gen.js";
import projectDeleted from "../../src/webhooks/project-deleted.js";
import * as fixtures from "../fixtures/project-deleted.js";

test.each(Object.values(fixtures))("$type is handled", async (event) => {
  const { logs } = await runWebhook(projectDeleted, event);
  expect(logs).toMatchObject([{ level: "info", message: event.type }]);
});
