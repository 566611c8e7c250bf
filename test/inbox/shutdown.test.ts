import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSqliteInbox } from "../../templates/app/src/frameio/sqlite/sqlite-inbox.gen.js";
import { deliveryOf } from "./delivery.js";

const scratch = mkdtempSync(join(tmpdir(), "inbox-shutdown-"));
const file = join(scratch, "inbox.db");
const bundle = join(scratch, "worker.mjs");

beforeAll(async () => {
  const input = fileURLToPath(new URL("worker.entry.ts", import.meta.url));
  const built = await rolldown({
    input,
    platform: "node",
    external: ["libsql"],
  });
  await built.write({ file: bundle, codeSplitting: false });
  const modules = new URL("../../node_modules", import.meta.url);
  symlinkSync(fileURLToPath(modules), join(scratch, "node_modules"));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function work(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [bundle], {
    env: { ...process.env, INBOX_FILE: file, LOG_LEVEL: "info", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let out = "";
  child.stdout.on("data", (data) => (out += String(data)));
  const ended = new Promise<number | null>((resolve) =>
    child.on("close", resolve),
  );
  return { child, ended, out: () => out };
}

test("past its limit a worker hands back what runs, says so, and the next process takes it up at once", async () => {
  const inbox = createSqliteInbox({ file, now: Date.now, sync: "full" });
  const body = new TextEncoder().encode(
    JSON.stringify({ type: "file.ready", resource: { id: "1", type: "file" } }),
  );
  const receivedAt = Date.now();
  await inbox.accept(deliveryOf("a", { body, receivedAt }));

  const first = work();
  await expect.poll(first.out).toContain("handling");
  const [claimed] = await inbox.list({}, 1);
  expect(claimed?.state).toBe("claimed");
  const told = performance.now();
  first.child.kill("SIGTERM");
  expect(await first.ended).toBe(1);
  expect(performance.now() - told).toBeLessThan(5_000);
  expect(first.out()).toContain("stopped before all work was done");
  const [back] = await inbox.list({}, 1);
  expect(back).toMatchObject({ state: "waiting", attempts: 0, history: [] });

  const second = work({ ENDS: "1" });
  await expect
    .poll(async () => (await inbox.list({}, 1))[0]?.state)
    .toBe("done");
  second.child.kill("SIGTERM");
  expect(await second.ended).toBe(0);
  // Lines are written in pieces: all are there when it has ended.
  expect(second.out()).toContain('"attempt":1');
  expect(second.out()).toContain("stopped");
  await inbox.close();
});
