// Deliveries of several events over HTTP, to servers that are killed while one of the events goes on.
import { spawn } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  postgresServer,
  programAt,
  redisServer,
  type TestServer,
} from "../../scripts/support/servers.mjs";
import type { Inbox } from "../../templates/app/src/frameio/kernel/inbox/inbox.gen.js";
import { createPostgresInbox } from "../../templates/app/src/frameio/postgres/postgres-inbox.gen.js";
import { createRedisInbox } from "../../templates/app/src/frameio/redis/redis-inbox.gen.js";
import { createSqliteInbox } from "../../templates/app/src/frameio/sqlite/sqlite-inbox.gen.js";
import { delivery } from "../unit/kernel/support.js";
import { describeNotRun } from "./contract.js";

const scratch = mkdtempSync(join(tmpdir(), "batch-kills-"));
const bundle = join(scratch, "batch.mjs");

beforeAll(async () => {
  const input = fileURLToPath(new URL("batch.entry.ts", import.meta.url));
  const external = ["libsql", "pg", "ioredis", "pino"];
  const built = await rolldown({ input, platform: "node", external });
  await built.write({ file: bundle, codeSplitting: false });
  const modules = new URL("../../node_modules", import.meta.url);
  symlinkSync(fileURLToPath(modules), join(scratch, "node_modules"));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const patient = { timeout: 30_000, interval: 20 };

/** So much later a claim of a process that is gone has ended, whatever it was for. */
const laterMs = 20 * 60_000;

/** Servers of one store, one after the other; each is killed before the next one starts. */
function serversOf(engine: string, env: Record<string, string>) {
  const record = join(scratch, `${engine}-${env["MODE"]}.txt`);
  let number = 0;
  let kill = async () => {};
  return {
    /** Which events were begun, in order. */
    ran: () =>
      existsSync(record) ? readFileSync(record, "utf8").trim().split("\n") : [],
    kill: () => kill(),
    async start(plan: Record<string, string>) {
      await kill();
      const aheadMs = number++ * laterMs;
      const child = spawn(process.execPath, [bundle], {
        env: {
          ...process.env,
          ENGINE: engine,
          RECORD: record,
          WEBHOOK_SECRET: "s3cret",
          HOST: "127.0.0.1",
          PORT: "0",
          LOG_LEVEL: "info",
          AHEAD_MS: String(aheadMs),
          PLAN: Object.entries(plan)
            .map(([id, end]) => `${id}=${end}`)
            .join(),
          ...env,
        },
        stdio: ["ignore", "pipe", "inherit"],
      });
      let out = "";
      child.stdout.on("data", (data) => (out += String(data)));
      const closed = new Promise((resolve) => child.once("close", resolve));
      kill = async () => {
        child.kill("SIGKILL");
        await closed;
      };
      const urlIn = () => /listening on ([^"]+)"/.exec(out)?.[1];
      await expect.poll(urlIn, patient).toBeDefined();
      return {
        now: () => Date.now() + aheadMs,
        outcomes: () =>
          [...out.matchAll(/"outcome":"(\w+)"/g)].map((match) => match[1]),
        async send(...ids: string[]) {
          const { headers, body } = delivery({
            event: ids.map((id) => ({ type: "file.ready", id })),
            receivedAt: Date.now() + aheadMs,
          });
          const answer = await fetch(`${urlIn()}/webhooks/frameio`, {
            method: "POST",
            headers: headers as Record<string, string>,
            body,
          });
          return answer.status;
        },
      };
    },
  };
}

function describeBatches(
  engine: string,
  open: () => Promise<{
    readonly env: Record<string, string>;
    inbox(now: () => number): Inbox;
    dispose(): Promise<void>;
  }>,
): void {
  describe(`an event that is given up, beside others that come again: ${engine}`, () => {
    test("from the inbox", async () => {
      const store = await open();
      const servers = serversOf(engine, { MODE: "inbox", ...store.env });
      try {
        const first = await servers.start({ b: "fatal", c: "hang" });
        expect(await first.send("a", "b", "c")).toBe(202);
        await expect.poll(servers.ran, patient).toEqual(["a", "b", "c"]);

        const second = await servers.start({ b: "fatal", c: "fail" });
        const inbox = store.inbox(second.now);
        const stored = async () => (await inbox.list({}, 10))[0];
        const state = async () => (await stored())?.state;
        await expect.poll(state, patient).toBe("failed");
        expect((await stored())?.history.at(-1)?.error).toMatch(
          /^1 dead, 1 failed of 3: file\.ready #2: Fatal: there is no such project\n/,
        );
        await expect.poll(second.outcomes, patient).toEqual(["failed"]);

        const third = await servers.start({ b: "fatal" });
        await expect.poll(state, patient).toBe("dead");
        expect((await stored())?.history.at(-1)?.error).toMatch(
          /^1 dead of 3: file\.ready #2: Fatal: there is no such project\n/,
        );
        await expect.poll(third.outcomes, patient).toEqual(["processed"]);
        expect(servers.ran()).toEqual(["a", "b", "c", "c", "c"]);

        // Put back by hand, what was given up has another chance, and nothing else.
        await servers.start({});
        expect(await inbox.retryDead({})).toBe(1);
        await expect.poll(state, patient).toBe("done");
        expect(servers.ran().slice(5)).toEqual(["b"]);

        expect(await inbox.replay({})).toBe(1);
        await expect.poll(state, patient).toBe("done");
        expect(servers.ran().slice(6)).toEqual(["a", "b", "c"]);
        await inbox.close();
      } finally {
        await servers.kill();
        await store.dispose();
      }
    }, 120_000);

    test("from the provider, where handlers run before the answer", async () => {
      const store = await open();
      const servers = serversOf(engine, { MODE: "inline", ...store.env });
      try {
        const first = await servers.start({ b: "fatal", c: "hang" });
        const cut = first.send("a", "b", "c").catch(() => "cut off");
        await expect.poll(servers.ran, patient).toEqual(["a", "b", "c"]);
        const second = await servers.start({ b: "fatal", c: "fail" });
        expect(await cut).toBe("cut off");
        expect(await second.send("a", "b", "c")).toBe(500);
        expect(await second.send("a", "b")).toBe(200);
        const third = await servers.start({ b: "fatal" });
        expect(await third.send("a", "b", "c")).toBe(200);
        expect(servers.ran()).toEqual(["a", "b", "c", "c", "c"]);
        expect(third.outcomes()).not.toContain("dead");
      } finally {
        await servers.kill();
        await store.dispose();
      }
    }, 120_000);
  });
}

let files = 0;
describeBatches("sqlite", async () => {
  const file = join(scratch, `inbox-${++files}.db`);
  return {
    env: { INBOX_FILE: file },
    inbox: (now) => createSqliteInbox({ file, now, sync: "full" }),
    dispose: async () => {},
  };
});

function describeServer(
  engine: string,
  server: undefined | (() => Promise<TestServer>),
  variable: string,
  inbox: (url: string, now: () => number) => Inbox,
): void {
  if (!server) {
    describeNotRun(engine);
    return;
  }
  describeBatches(engine, async () => {
    const started = await server();
    await started.start();
    const { url } = started;
    return {
      env: { [variable]: url },
      inbox: (now) => inbox(url, now),
      dispose: () => started.dispose(),
    };
  });
}

const redis = programAt("redis-server") ?? programAt("valkey-server");
describeServer(
  "redis",
  redis === undefined ? undefined : () => redisServer(redis),
  "REDIS_URL",
  (url, now) => createRedisInbox({ url, prefix: "frameio", now }),
);
const [postgres, initdb] = [programAt("postgres"), programAt("initdb")];
describeServer(
  "postgres",
  postgres === undefined || initdb === undefined
    ? undefined
    : () => postgresServer(postgres, initdb),
  "DATABASE_URL",
  (url, now) => createPostgresInbox({ url, now }),
);
