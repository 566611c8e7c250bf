// Servers and workers as processes of their own, as users start them, with an inbox in SQLite.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { makeApp } from "../../scripts/chaos/app.mjs";
import { openInboxOf } from "../../scripts/support/app-inbox.mjs";
import {
  deliver,
  payload,
  signedHeaders,
} from "../../scripts/journey/delivery.mjs";
import { userEnvironment } from "../../scripts/journey/environment.mjs";
import { freePort } from "../../scripts/support/servers.mjs";

/** Notes who runs it, and does not end before somebody says so. */
const handler = `import { appendFileSync, existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { onWebhook } from "../frameio/index.gen.js";

export default onWebhook("file.ready", async (event, ctx) => {
  const note = (what: string) => {
    appendFileSync("ran.txt", \`\${what} \${process.pid} \${ctx.attempt}\\n\`);
  };
  note("begun");
  while (!existsSync("go")) await pause(20);
  note("done");
});
`;

const root = join(import.meta.dirname, "../..");
const secret = "0123456789abcdef0123456789abcdef";
const folder = mkdtempSync(join(tmpdir(), "processes-test-"));
const app = join(folder, "app");
const inPoll = { timeout: 30_000, interval: 50 };

beforeAll(() =>
  makeApp(root, app, "sqlite", { "src/webhooks/file-ready.ts": handler }),
);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let running: {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
}[] = [];
afterEach(async () => {
  // npm passes on what asks for the end, and cannot pass on what does not ask.
  for (const { child } of running) child.kill("SIGTERM");
  await Promise.all(running.map(({ ended }) => ended));
  running = [];
});

let inboxes = 0;
/** The environment of processes that share one new inbox. */
function newInbox() {
  for (const file of ["go", "ran.txt"])
    rmSync(join(app, file), { force: true });
  return {
    ...userEnvironment(),
    INBOX_FILE: join(folder, `${++inboxes}`, "inbox.db"),
    INBOX_WORKER: "separate",
    WEBHOOK_SECRET: secret,
    HOST: "127.0.0.1",
    CHAOS_LEASE_MS: "2000",
  };
}

type Environment = ReturnType<typeof newInbox>;

function start(command: string, args: readonly string[], env: object) {
  const child = spawn(command, args, {
    cwd: app,
    env: env as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  child.stderr.on("data", (chunk) => (output += String(chunk)));
  const ended = new Promise<number | null>((resolve) =>
    child.once("close", resolve),
  );
  running.push({ child, ended });
  return { child, ended, output: () => output };
}

async function startServer(
  env: Environment,
  ...before: readonly string[]
): Promise<ReturnType<typeof start> & { readonly url: string }> {
  const port = await freePort();
  const [command = "", ...args] = [...before, process.execPath];
  const server = start(command, [...args, "dist/server.js"], {
    ...env,
    PORT: String(port),
  });
  await expect.poll(server.output, inPoll).toContain("listening on");
  return { ...server, url: `http://127.0.0.1:${port}` };
}

async function startWorker(env: Environment) {
  const worker = start("npm", ["run", "worker"], env);
  await expect.poll(worker.output, inPoll).toContain('"working"');
  return worker;
}

async function sendOne(url: string, id: string): Promise<number> {
  const body = payload("file.ready", id);
  const headers = signedHeaders(body, secret);
  return (await deliver(url, { headers, body })).status;
}

/** What the handlers noted. */
function ran(): { what: string; pid: number; attempt: number }[] {
  const file = join(app, "ran.txt");
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => {
    const [what = "", pid, attempt] = line.split(" ");
    return { what, pid: Number(pid), attempt: Number(attempt) };
  });
}

async function kept(env: Environment) {
  const inbox = await openInboxOf(app, env);
  const deliveries = await inbox.list({}, 100);
  await inbox.close();
  return deliveries;
}

it("without a worker, a server whose worker is separate only accepts; `npm run worker` does the work; when it is killed in the middle, another one does it again", async () => {
  const env = newInbox();
  const server = await startServer(env);
  expect(await sendOne(server.url, "a")).toBe(202);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(ran()).toEqual([]);
  expect(await kept(env)).toMatchObject([{ state: "waiting", attempts: 0 }]);

  const first = await startWorker(env);
  await expect.poll(ran, inPoll).toHaveLength(1);
  const [begun] = ran();
  expect(begun).toMatchObject({ what: "begun", attempt: 1 });
  process.kill(begun?.pid ?? 0, "SIGKILL");
  await first.ended;
  expect(await kept(env)).toMatchObject([{ state: "claimed", attempts: 1 }]);

  const second = await startWorker(env);
  await expect.poll(ran, inPoll).toHaveLength(2);
  writeFileSync(join(app, "go"), "");
  await expect
    .poll(async () => (await kept(env))[0]?.state, inPoll)
    .toBe("done");
  const [, again, done] = ran();
  expect(again).toMatchObject({ what: "begun", attempt: 2 });
  expect(again?.pid).not.toBe(begun?.pid);
  expect(done).toEqual({ ...again, what: "done" });
  const [delivery] = await kept(env);
  expect(delivery.history).toMatchObject([
    { error: "the worker stopped in the middle of it" },
    { endedAt: expect.any(Number) },
  ]);

  second.child.kill("SIGTERM");
  await second.ended;
  expect(second.output()).toContain('"stopped"');
});

it("what was answered 202 is there when the server is killed right after the answer", async () => {
  const env = newInbox();
  const ids = ["a", "b", "c", "d", "e"];
  for (const id of ids) {
    const server = await startServer(env);
    expect(await sendOne(server.url, id)).toBe(202);
    server.child.kill("SIGKILL");
    await server.ended;
  }
  const found = await kept(env);
  expect(found).toHaveLength(ids.length);
  expect(found).toMatchObject(ids.map(() => ({ state: "waiting" })));
  writeFileSync(join(app, "go"), "");
  await startWorker(env);
  await expect
    .poll(() => ran().filter(({ what }) => what === "done"), inPoll)
    .toHaveLength(ids.length);
});

const canTrace = spawnSync("strace", ["-o", "/dev/null", "true"]).status === 0;

/** What a server asks of the system for some deliveries, one after the other: when it reads one, when the disk has it, when it answers. */
async function systemCalls(sync: "full" | "normal", deliveries: number) {
  const env = { ...newInbox(), INBOX_SYNC: sync };
  const trace = join(folder, `trace-${sync}.txt`);
  const calls = "trace=read,write,writev,fsync,fdatasync";
  const options = ["-f", "-y", "-s", "32", "-e", calls, "-o", trace];
  const server = await startServer(env, "strace", ...options);
  for (let n = 0; n < deliveries; n++) {
    expect(await sendOne(server.url, `${n}`)).toBe(202);
  }
  const lines = readFileSync(trace, "utf8").split("\n");
  // Whom strace runs; strace itself cannot be told to end.
  process.kill(Number.parseInt(lines[0] ?? ""), "SIGKILL");
  await server.ended;
  return lines
    .flatMap((line) => {
      if (/ read\(.*"POST /.test(line)) return "read";
      if (/ f(?:data)?sync\(\d+<[^>]*inbox\.db-wal>/.test(line)) return "sync";
      return / writev?\(.*"HTTP\/1\.1 202/.test(line) ? "answer" : [];
    })
    .filter((call, index, all) => call !== all[index - 1]);
}

async function syncedBeforeAnswered(): Promise<void> {
  const once = ["read", "sync", "answer"];
  const full = await systemCalls("full", 3);
  expect(full.slice(full.indexOf("read"))).toEqual([once, once, once].flat());
  const normal = await systemCalls("normal", 3);
  // Of the first one, the new file is what is synced.
  expect(normal.slice(normal.indexOf("answer")).join()).toBe(
    "answer,read,answer,read,answer",
  );
}

function notTraced(): void {
  expect(process.env["INBOX_SERVERS"]).not.toBe("required");
}

it.each([
  canTrace
    ? {
        what: "the log is synced to the disk between a delivery and its answer; with INBOX_SYNC=normal it is not",
        test: syncedBeforeAnswered,
      }
    : {
        what: "NOT RUN: strace, which shows that the disk has a delivery before it is answered, does not run on this machine",
        test: notTraced,
      },
])("$what", ({ test }) => test());
