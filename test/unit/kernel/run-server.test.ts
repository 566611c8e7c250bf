import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, expect, test } from "vitest";
import { delivery } from "./support.js";

const scratch = mkdtempSync(join(tmpdir(), "run-server-"));
const entry = fileURLToPath(new URL("run-server.entry.ts", import.meta.url));

beforeAll(async () => {
  const bundle = await rolldown({ input: entry, platform: "node" });
  await bundle.write({ dir: scratch, entryFileNames: "app.mjs" });
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Starts the app as a process of its own. */
function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [join(scratch, "app.mjs")], {
    env: { HOST: "127.0.0.1", PORT: "0", ...env },
  });
  let out = "";
  let errors = "";
  child.stdout.on("data", (data) => (out += String(data)));
  child.stderr.on("data", (data) => (errors += String(data)));
  const ended = new Promise<number | null>((resolve) =>
    child.on("close", resolve),
  );
  return {
    child,
    ended,
    out: () => out,
    errors: () => errors,
    url: () => /listening on (http:\S+?)"/.exec(out)?.[1] ?? "",
  };
}

async function send(url: string, type: string): Promise<number> {
  const { path, headers, body } = delivery({
    event: { type },
    receivedAt: Date.now(),
  });
  const answer = await fetch(url + path, {
    method: "POST",
    headers: headers as Record<string, string>,
    body: body as Uint8Array<ArrayBuffer>,
  });
  return answer.status;
}

const secret = { WEBHOOK_SECRET: "s3cret" };

test("it says where it listens, and ends with 0 when all work is done", async () => {
  const app = start(secret);
  await expect.poll(app.url).not.toBe("");
  expect(await send(app.url(), "works.on")).toBe(202);
  app.child.kill("SIGTERM");
  expect(await app.ended).toBe(0);
  const outcomes = [...app.out().matchAll(/"outcome":"(\w+)"/g)];
  expect(outcomes.map((found) => found[1])).toEqual(["accepted", "processed"]);
  expect(app.out()).toContain('"msg":"stopped"');
});

test("work that does not end in time: 1, and the log says so", async () => {
  const app = start(secret);
  await expect.poll(app.url).not.toBe("");
  expect(await send(app.url(), "never.ends")).toBe(202);
  app.child.kill("SIGTERM");
  expect(await app.ended).toBe(1);
  expect(app.out()).toContain("stopped before all work was done");
});

test("a second signal ends it at once", async () => {
  const app = start({ ...secret, SHUTDOWN_MS: "60000" });
  await expect.poll(app.url).not.toBe("");
  await send(app.url(), "never.ends");
  app.child.kill("SIGINT");
  await new Promise((resolve) => setTimeout(resolve, 100));
  app.child.kill("SIGINT");
  expect(await app.ended).toBe(1);
});

test("a start that fails names everything, without a stack trace", async () => {
  const app = start({ PORT: "none" });
  expect(await app.ended).toBe(1);
  expect(app.errors()).toBe(
    [
      "The app cannot start:",
      "  - environment variable PORT is not a port number",
      "  - environment variable WEBHOOK_SECRET is not set",
      "",
    ].join("\n"),
  );
  expect(app.out()).toBe("");
});

test("a port that is taken is told in a line", async () => {
  const first = start(secret);
  await expect.poll(first.url).not.toBe("");
  const { port } = new URL(first.url());
  const second = start({ ...secret, PORT: port });
  expect(await second.ended).toBe(1);
  expect(second.errors()).toBe(
    `The app cannot listen on port ${port}: EADDRINUSE. Set PORT to another one.\n`,
  );
  first.child.kill("SIGTERM");
  expect(await first.ended).toBe(0);
});
