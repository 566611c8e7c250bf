import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openInbox } from "../src/frameio/inbox.gen.js";
import { signed, startTestApp } from "../src/frameio/testing.gen.js";
import { fileReady } from "./fixtures/file-ready.js";

const folder = mkdtempSync(join(tmpdir(), "inbox-"));
const env = { INBOX_FILE: join(folder, "inbox.db") };

afterAll(() => rmSync(folder, { recursive: true }));

test("what was accepted is worked off after a restart, once", async () => {
  const handled: unknown[] = [];
  const start = (worker: boolean) =>
    startTestApp({
      worker,
      handle: (event) => handled.push(event),
      openInbox: (surroundings) => openInbox({ ...surroundings, env }),
    });
  const delivery = signed(fileReady);

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
