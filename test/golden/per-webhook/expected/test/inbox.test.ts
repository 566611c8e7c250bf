import { expect, test } from "vitest";
import { openInbox } from "../src/frameio/inbox.gen.js";
import { signed, startTestApp } from "../src/frameio/testing.gen.js";
import { commentCreated } from "./fixtures/review/comments.js";

const url = process.env["TEST_REDIS_URL"];
const env = { REDIS_URL: url, INBOX_PREFIX: crypto.randomUUID() };

// Set TEST_REDIS_URL to a server for tests: this puts a delivery into its inbox.
const check = test.runIf(url);

check("what was accepted is worked off after a restart, once", async () => {
  const handled: unknown[] = [];
  const start = (worker: boolean) =>
    startTestApp({
      worker,
      handle: (event) => handled.push(event),
      openInbox: (surroundings) => openInbox({ ...surroundings, env }),
    });
  const delivery = signed(commentCreated);

  const before = await start(false);
  expect((await before.send(delivery)).status).toBe(202);
  await before.close();
  expect(handled).toEqual([]);

  const after = await start(true);
  await expect.poll(() => handled, { timeout: 4000 }).toHaveLength(1);
  expect((await after.send(delivery)).status).toBe(200);
  await after.close();
  expect(handled).toHaveLength(1);
});
