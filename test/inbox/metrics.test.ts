// What Prometheus reads of an app, with each engine's real inbox.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCounters } from "../../templates/app/src/frameio/kernel/observation/metrics.gen.js";
import type { OpenInbox } from "../../templates/app/src/frameio/kernel/inbox/open-inbox.gen.js";
import { openMemoryInbox } from "../../templates/app/src/frameio/kernel/inbox/open-memory-inbox.gen.js";
import {
  serve,
  type ServeOptions,
} from "../../templates/app/src/frameio/kernel/process/serve.gen.js";
import { Fatal } from "../../templates/app/src/frameio/kernel/handlers/webhook.gen.js";
import { openPostgresInbox } from "../../templates/app/src/frameio/postgres/open-postgres-inbox.gen.js";
import { exportMetrics } from "../../templates/app/src/frameio/prometheus.gen.js";
import { openRedisInbox } from "../../templates/app/src/frameio/redis/open-redis-inbox.gen.js";
import { openSqliteInbox } from "../../templates/app/src/frameio/sqlite/open-sqlite-inbox.gen.js";
import {
  postgresServer,
  programAt,
  redisServer,
  type TestServer,
} from "../../scripts/support/servers.mjs";
import {
  delivery,
  recordingLog,
  routesOf,
  webhook,
} from "../unit/kernel/support.js";
import { describeNotRun } from "./contract.js";

const scratch = mkdtempSync(join(tmpdir(), "inbox-metrics-"));
const servers: TestServer[] = [];

afterAll(async () => {
  for (const server of servers) await server.dispose();
  rmSync(scratch, { recursive: true, force: true });
});

/** A delivery that is done, one that failed, one that is dead and one that waits until it is told to go on. */
function describeMetrics(
  engine: string,
  openInbox: OpenInbox,
  server?: () => Promise<TestServer>,
): void {
  describe(`metrics of ${engine}`, () => {
    let env: Record<string, string>;

    beforeAll(async () => {
      env = {
        HOST: "127.0.0.1",
        PORT: "0",
        METRICS_PORT: "0",
        WEBHOOK_SECRET: "s3cret",
        INBOX_FILE: join(scratch, "inbox.db"),
      };
      const started = await server?.();
      if (!started) return;
      servers.push(started);
      await started.start();
      env = { ...env, REDIS_URL: started.url, DATABASE_URL: started.url };
    });

    test("queue, age, attempts, outcomes and times", async () => {
      let goOn = () => {};
      const held = new Promise<void>((resolve) => (goOn = resolve));
      async function start(more: Partial<ServeOptions> = {}) {
        const log = Object.assign(recordingLog(), { flush: () => {} });
        const app = await serve({
          app: { fetch: () => new Response("") },
          env,
          log,
          openInbox,
          metrics: createCounters(),
          routes: routesOf(
            [
              webhook("file.ready", {
                mode: "inbox",
                handle: async ({ n }) => {
                  if (n === "failed") throw new Error("once more");
                  if (n === "dead") throw new Fatal("never");
                  if (n === "claimed") await held;
                },
              }),
            ],
            { metrics: exportMetrics },
          ),
          ...more,
        });
        const url = log.lines
          .map(({ message }) => /metrics are at (\S+)/.exec(message)?.[1])
          .find((found) => found !== undefined);
        const read = async () =>
          (await (await fetch(url ?? "")).text()).split("\n");
        return { app, read };
      }
      const { app, read } = await start();

      for (const n of ["done", "failed", "dead", "claimed"]) {
        const event = { type: "file.ready", n };
        const { headers, body, path } = delivery({
          event,
          receivedAt: Date.now(),
        });
        const answer = await fetch(app.url + path, {
          method: "POST",
          headers: headers as Record<string, string>,
          body: body as Uint8Array<ArrayBuffer>,
        });
        expect(answer.status).toBe(202);
      }
      const state = (name: string, count: number) =>
        `frameio_inbox_deliveries{state="${name}"} ${count}`;
      await expect
        .poll(read)
        .toEqual(
          expect.arrayContaining([
            state("waiting", 0),
            state("claimed", 1),
            state("failed", 1),
            state("done", 1),
            state("dead", 1),
          ]),
        );
      const lines = await read();
      const outcome = (event: string, name: string) =>
        `frameio_webhook_deliveries_total{event="${event}",outcome="${name}"}`;
      for (const line of [
        "frameio_webhook_requests_total 4",
        `${outcome("unknown", "accepted")} 4`,
        `${outcome("file.ready", "processed")} 1`,
        `${outcome("file.ready", "failed")} 1`,
        `${outcome("file.ready", "dead")} 1`,
        'frameio_webhook_attempts_count{outcome="processed"} 1',
        'frameio_webhook_attempts_sum{outcome="failed"} 1',
        'frameio_webhook_duration_seconds_count{outcome="accepted"} 4',
        'frameio_webhook_duration_seconds_count{outcome="processed"} 1',
        "frameio_inbox_up 1",
      ]) {
        expect(lines).toContain(line);
      }
      const age = lines.find((line) =>
        line.startsWith("frameio_inbox_oldest_age_seconds "),
      );
      const seconds = Number(age?.split(" ")[1]);
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThan(60);
      goOn();
      await app.close(5_000);
      if (engine === "memory") return;

      // Another process begins to count anew; what is in the inbox it finds there.
      const next = await start({ worker: false });
      const found = await next.read();
      await next.app.close(5_000);
      for (const line of [
        state("waiting", 0),
        state("claimed", 0),
        state("failed", 1),
        state("done", 2),
        state("dead", 1),
        "frameio_webhook_requests_total 0",
      ]) {
        expect(found).toContain(line);
      }
      expect(found.join()).not.toContain("frameio_webhook_deliveries_total{");
    });
  });
}

describeMetrics("memory", openMemoryInbox);
describeMetrics("sqlite", openSqliteInbox);

const redis = programAt("redis-server") ?? programAt("valkey-server");
if (redis) describeMetrics("redis", openRedisInbox, () => redisServer(redis));
else describeNotRun("redis");

const [postgres, initdb] = [programAt("postgres"), programAt("initdb")];
if (postgres && initdb) {
  describeMetrics("postgres", openPostgresInbox, () =>
    postgresServer(postgres, initdb),
  );
} else describeNotRun("postgres");
