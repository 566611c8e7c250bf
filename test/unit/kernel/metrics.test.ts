import { afterEach, describe, expect, test } from "vitest";
import { createMemoryInbox } from "../../../templates/app/src/frameio/kernel/inbox/memory-inbox.gen.js";
import { createCounters } from "../../../templates/app/src/frameio/kernel/observation/metrics.gen.js";
import {
  serve,
  type RunningServer,
  type ServeOptions,
} from "../../../templates/app/src/frameio/kernel/process/serve.gen.js";
import { exportMetrics } from "../../../templates/app/src/frameio/prometheus.gen.js";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  clock,
  delivery,
  recordingLog,
  type RequestOptions,
  routesOf,
  testKernel,
  webhook,
} from "./support.js";

const event = (type: string, n = 0) => ({ event: { type, n } });

describe("counters", () => {
  test("tell what became of deliveries", async () => {
    let broken = true;
    const kernel = testKernel([
      webhook("file.ready"),
      webhook("flaky.event", {
        handle: () => {
          if (broken) throw new Error("not yet");
        },
      }),
    ]);
    await kernel.send();
    await kernel.send();
    await kernel.send({ secret: "wrong" });
    await kernel.send(event("flaky.event"));
    broken = false;
    await kernel.send(event("flaky.event"));
    await kernel.send(event("x.y", 1));
    await kernel.send(event("x.y", 2));
    kernel.screen({ method: "GET", path: "/webhooks/frameio", headers: {} });
    expect(kernel.metrics.snapshot()).toMatchObject({
      received: 8,
      processed: 2,
      failed: 1,
      dead: 0,
      unhandled: 2,
      duplicate: 1,
      refused: 2,
      deliveries: expect.arrayContaining([
        { event: "flaky.event", outcome: "failed", count: 1 },
        { event: "unknown", outcome: "unhandled", count: 2 },
      ]),
    });
    expect(kernel.metrics.snapshot().times.count).toBe(3);
  });

  test("count the worker's attempts", async () => {
    let time = clock;
    const inbox = createMemoryInbox({ now: () => time });
    const kernel = testKernel(
      [
        webhook("file.ready", {
          mode: "inbox",
          handle: (_, { attempt }) => {
            if (attempt < 2) throw new Error("not yet");
          },
        }),
      ],
      { inbox, now: () => time },
    );
    await kernel.send();
    await expect.poll(() => kernel.metrics.snapshot().failed).toBe(1);
    time += 3_600_000;
    await expect.poll(() => kernel.metrics.snapshot().processed).toBe(1);
    expect(kernel.metrics.snapshot()).toMatchObject({ received: 1, failed: 1 });
    await kernel.drain(1_000);
  });

  test("mean, percentiles and maximum of the handlers' times", () => {
    const counters = createCounters();
    expect(counters.snapshot().times).toEqual({
      count: 0,
      mean: 0,
      p50: 0,
      p95: 0,
      p99: 0,
      max: 0,
    });
    for (let ms = 100; ms >= 1; ms--) counters.delivery("a", "processed", ms);
    counters.delivery("a", "duplicate", 9_999);
    expect(counters.snapshot().times).toEqual({
      count: 100,
      mean: 50.5,
      p50: 50,
      p95: 95,
      p99: 99,
      max: 100,
    });
    // The window is bounded, and so is what is kept of it.
    for (let n = 0; n < 5_000; n++) counters.delivery("a", "failed", 7);
    expect(counters.snapshot().times).toMatchObject({
      count: 5_100,
      p50: 7,
      p99: 7,
      max: 100,
    });
  });

  test("unhandled events: names of members, no values, a bounded number", async () => {
    const log = recordingLog();
    const metrics = createCounters(() => clock);
    const kernel = testKernel([webhook("file.ready")], { log, metrics });
    const payload = {
      type: "x.y",
      token: "hunter2",
      nested: { secret: "swordfish" },
      ["k".repeat(500)]: 1,
    };
    await kernel.send({ event: payload });
    const keys = ["type", "token", "nested", "k".repeat(64)];
    expect(metrics.snapshot().unhandledEvents).toEqual([
      { event: "x.y", count: 1, keys, lastAt: clock },
    ]);
    expect(log.lines.at(-1)).toMatchObject({ outcome: "unhandled", keys });
    const told = JSON.stringify([log.lines, metrics.snapshot()]);
    expect(told).not.toMatch(/hunter2|swordfish/);

    for (let n = 0; n < 250; n++) await kernel.send(event(`many.${n}`));
    const { unhandledEvents, unhandled } = metrics.snapshot();
    expect(unhandled).toBe(251);
    expect(unhandledEvents).toHaveLength(100);
    expect(unhandledEvents[0]).toMatchObject({ event: "many.249" });
  });
});

describe("Prometheus", () => {
  const running: RunningServer[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.close(0)));
  });

  const env = {
    HOST: "127.0.0.1",
    PORT: "0",
    METRICS_PORT: "0",
    WEBHOOK_SECRET: "s3cret",
  };

  async function start(options: Partial<ServeOptions> = {}) {
    const log = Object.assign(recordingLog(), { flush: () => {} });
    const server = await serve({
      app: { fetch: () => new Response("yours", { status: 404 }) },
      env,
      log,
      now: () => clock,
      metrics: createCounters(),
      routes: routesOf([webhook("file.ready")], { metrics: exportMetrics }),
      ...options,
    });
    running.push(server);
    const told = log.lines
      .map(({ message }) => /metrics are at (\S+)/.exec(message)?.[1])
      .find((url) => url !== undefined);
    return { server, url: told ?? "" };
  }

  async function send(server: RunningServer, request: RequestOptions = {}) {
    const { headers, body, path } = delivery(request);
    const answer = await fetch(server.url + path, {
      method: "POST",
      headers: headers as Record<string, string>,
      body: body as Uint8Array<ArrayBuffer>,
    });
    return answer.status;
  }

  test("reads counters, times and the inbox", async () => {
    const inbox = createMemoryInbox({ now: () => clock });
    const { server, url } = await start({
      inbox,
      worker: false,
      routes: routesOf(
        [webhook("file.ready"), webhook("later.event", { mode: "inbox" })],
        { metrics: exportMetrics },
      ),
      now: () => clock,
    });
    expect(await send(server)).toBe(200);
    expect(await send(server, { secret: "wrong" })).toBe(401);
    expect(await send(server, { event: { type: "later.event" } })).toBe(202);
    const answer = await fetch(url);
    expect(answer.headers.get("content-type")).toContain("text/plain");
    const text = await answer.text();
    for (const line of [
      "frameio_webhook_requests_total 3",
      'frameio_webhook_deliveries_total{event="file.ready",outcome="processed"} 1',
      'frameio_webhook_deliveries_total{event="unknown",outcome="refused"} 1',
      'frameio_webhook_duration_seconds_count{outcome="processed"} 1',
      'frameio_inbox_deliveries{state="waiting"} 1',
      'frameio_inbox_deliveries{state="dead"} 0',
      "frameio_inbox_oldest_age_seconds 0",
      "frameio_inbox_up 1",
    ]) {
      expect(text.split("\n")).toContain(line);
    }
    expect(text).toContain("process_cpu_seconds_total");
  });

  test("is not on the port that the internet reaches", async () => {
    const { server, url } = await start();
    expect((await fetch(`${server.url}/metrics`)).status).toBe(404);
    expect(new URL(url).hostname).toBe("127.0.0.1");
    expect((await fetch(url.replace("/metrics", "/"))).status).toBe(404);
    expect((await fetch(url, { method: "POST" })).status).toBe(404);
    await running.pop()?.close(0);
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  });

  test("says so when the inbox cannot be asked", async () => {
    const memory = createMemoryInbox({ now: () => clock });
    const stats = () => Promise.reject(new Error("away"));
    const { url } = await start({ inbox: { ...memory, stats } });
    const text = await (await fetch(url)).text();
    expect(text).toContain("frameio_inbox_up 0");
    expect(text).not.toContain("frameio_inbox_deliveries{");
  });

  test("a port that is taken or none keeps the app from starting, with the variable's name", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as AddressInfo;
    await expect(
      start({ env: { ...env, METRICS_PORT: String(port) } }),
    ).rejects.toThrow(`port ${port}: EADDRINUSE. Set METRICS_PORT`);
    other.close();
    await expect(
      start({ env: { ...env, METRICS_PORT: "many" } }),
    ).rejects.toThrow("METRICS_PORT is not a port number");
  });
});
