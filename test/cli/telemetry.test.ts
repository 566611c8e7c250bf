// OpenTelemetry and Prometheus of a built app, in real processes that are killed, with a real collector.
import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import {
  otlpReceiver,
  type OtlpReceiver,
  type ReceivedSpan,
} from "../support/otlp-receiver.js";
import { freshApp, prepareApp } from "./support/app.js";
import { checkout, installInto } from "./support/other-tool.js";
import { cleanEnv, run } from "./support/run.js";
import { senders } from "./support/senders.js";

prepareApp();

/** The first attempt at a bad resource fails, the first at a slow one never ends. */
const handler = `import { trace } from "@opentelemetry/api";
import { onWebhook } from "../frameio/index.gen.js";

export default onWebhook("file.ready", async (event, ctx) => {
  const { id } = event.resource;
  ctx.log.info({ id }, "handling");
  await trace.getTracer("mine").startActiveSpan("transcode", async (span) => {
    await Promise.resolve();
    span.end();
  });
  if (id === "slow" && ctx.attempt === 1) await new Promise(() => {});
  if (id === "bad" && ctx.attempt === 1) throw new RangeError("hunter2");
});
`;

const secret = "correct horse";
let root: string;
let collector: OtlpReceiver;
const started: ChildProcess[] = [];

beforeAll(async () => {
  root = freshApp();
  installInto(root);
  edit("frameio.jsonc", (text) =>
    text.replace(
      '  "webhooks":',
      '  "metrics": "prometheus",\n  "telemetry": "opentelemetry",\n$&',
    ),
  );
  const { code, output } = await run("gen", ["generate"], { cwd: root });
  if (code !== 0) throw new Error(output);
  writeFileSync(join(root, "src/webhooks/file-ready.ts"), handler);
  // A worker that is killed in the middle is missed sooner.
  edit("src/worker.ts", (text) =>
    text.replace("openInbox });", "openInbox, leaseMs: 1_000 });"),
  );
  const tsc = spawn(
    process.execPath,
    [
      join(checkout, "node_modules/typescript7/bin/tsc"),
      "-p",
      "tsconfig.build.json",
    ],
    { cwd: root, stdio: "inherit" },
  );
  if ((await ended(tsc)) !== 0) throw new Error("the app does not compile");
  collector = await otlpReceiver();
});

afterAll(async () => {
  for (const child of started) child.kill("SIGKILL");
  await collector?.close();
});

function edit(path: string, change: (text: string) => string): void {
  const text = readFileSync(join(root, path), "utf8");
  const changed = change(text);
  if (changed === text) throw new Error(`nothing to change in ${path}`);
  writeFileSync(join(root, path), changed);
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once("close", resolve));
}

interface Running {
  readonly output: () => string;
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts the app as a script of its package.json does. */
async function start(
  script: "start" | "worker",
  ready: RegExp,
  env: Record<string, string> = {},
): Promise<Running> {
  const { scripts } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  ) as { scripts: Record<string, string> };
  const [, ...args] = scripts[script]?.split(" ") ?? [];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: {
      ...cleanEnv(),
      HOST: "127.0.0.1",
      PORT: "0",
      METRICS_PORT: "0",
      WORKER_METRICS_PORT: "0",
      WEBHOOK_SECRET: secret,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test",
      OTEL_BSP_SCHEDULE_DELAY: "50",
      OTEL_METRIC_EXPORT_INTERVAL: "200",
      ...env,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  started.push(child);
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => (output += String(chunk)));
  await expect.poll(() => output).toMatch(ready);
  return {
    output: () => output,
    async kill(signal) {
      const end = ended(child);
      child.kill(signal);
      return await end;
    },
  };
}

const listening = /listening on (http:\S+?)"/;
const measuring = /metrics are at (http:\S+?)"/;

const found = (pattern: RegExp, { output }: Running) =>
  pattern.exec(output())?.[1] ?? "";

let deliveries = 0;

/** Sends a delivery whose sender has begun a trace; tells the trace's id. */
async function deliver(server: Running, id: string): Promise<string> {
  const traceId = (++deliveries).toString(16).padStart(32, "a");
  const body = JSON.stringify({
    type: "file.ready",
    resource: { id, type: "file" },
    account: { id: "a" },
    workspace: { id: "w" },
    project: { id: "p" },
    user: { id: "u" },
  });
  const answer = await fetch(`${found(listening, server)}/webhooks/frameio`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
      ...senders["frameio@4"]?.sign(body, secret, Date.now()),
    },
    body,
  });
  expect(answer.status).toBe(202);
  return traceId;
}

const named = (spans: readonly ReceivedSpan[], name: string) =>
  spans.filter((span) => span.name === name);

/** The spans of a trace, once there are so many of them. */
async function traced(traceId: string, count: number): Promise<ReceivedSpan[]> {
  const spans = () => collector.spans.filter((one) => one.traceId === traceId);
  await expect.poll(() => spans().map(({ name }) => name)).toHaveLength(count);
  return spans();
}

const request = "POST /webhooks/frameio";
const instance = (span: ReceivedSpan | undefined) =>
  span?.resource["service.instance.id"];

/** What Prometheus reads. */
async function scraped(process: Running): Promise<string[]> {
  const answer = await fetch(found(measuring, process));
  return (await answer.text()).split("\n");
}

describe("a worker in the server's process", () => {
  let server: Running;

  it("shows a delivery as one trace, from its sender to the handler's own spans", async () => {
    server = await start("start", listening);
    const traceId = await deliver(server, "good");
    const spans = await traced(traceId, 4);
    const [received, sent, processed, own] = [
      request,
      "send frameio",
      "process frameio",
      "transcode",
    ].map((name) => named(spans, name)[0]);
    expect(received).toMatchObject({
      kind: 2,
      parentSpanId: "00f067aa0ba902b7",
    });
    expect(sent).toMatchObject({ kind: 4, parentSpanId: received?.spanId });
    expect(processed).toMatchObject({ kind: 5, parentSpanId: sent?.spanId });
    expect(own?.parentSpanId).toBe(processed?.spanId);
    expect(received?.attributes).toMatchObject({
      "http.route": "/webhooks/frameio",
      "http.response.status_code": 202,
    });
    expect(processed?.attributes).toMatchObject({
      "messaging.system": "frameio_inbox",
      "messaging.operation.type": "process",
      "frameio.event": "file.ready",
      "frameio.outcome": "processed",
    });
    expect(received?.resource).toMatchObject({
      "service.name": "app",
      "deployment.environment.name": "test",
    });
    // The log names the trace: the handler's lines and the kernel's own.
    const lines = () =>
      server
        .output()
        .split("\n")
        .filter((line) => line.includes(`"trace_id":"${traceId}"`));
    await expect.poll(() => lines().join()).toContain("processed");
    expect(lines().join()).toContain("handling");
  });

  it("sends metrics, and the gauges of the inbox", async () => {
    const last = (name: string, more: object = {}) =>
      collector.points.findLast((point) => {
        return (
          point.name === name &&
          Object.entries(more).every(
            ([key, value]) => point.attributes[key] === value,
          )
        );
      })?.value;
    await expect
      .poll(() => last("frameio.inbox.deliveries", { "frameio.state": "done" }))
      .toBe(1);
    for (const name of [
      "http.server.request.duration",
      "messaging.client.sent.messages",
      "messaging.client.operation.duration",
      "messaging.client.consumed.messages",
      "messaging.process.duration",
      "frameio.webhook.attempts",
      "frameio.inbox.up",
    ]) {
      expect(last(name), name).toBe(1);
    }
    expect(last("frameio.inbox.oldest_age")).toBe(0);
  });

  it("goes on with the trace after a kill: of a delivery that has failed before", async () => {
    const traceId = await deliver(server, "bad");
    const before = await traced(traceId, 4);
    const [failed] = named(before, "process frameio");
    expect(failed?.attributes["error.type"]).toBe("RangeError");
    expect(failed?.events[0]).toMatchObject({
      name: "exception",
      attributes: {
        "exception.type": "RangeError",
        "exception.stacktrace": expect.stringContaining(
          "src/webhooks/file-ready.ts:",
        ),
      },
    });
    await server.kill("SIGKILL");

    server = await start("start", listening);
    const spans = await traced(traceId, 6);
    const [, again] = named(spans, "process frameio");
    expect(again?.attributes).toMatchObject({
      "frameio.attempt": 2,
      "frameio.outcome": "processed",
    });
    expect(again?.parentSpanId).toBe(failed?.parentSpanId);
    expect(again?.links).toMatchObject([{ traceId }]);
    expect(instance(again)).not.toBe(instance(failed));
    expect(JSON.stringify(collector.spans)).not.toContain("hunter2");
    expect(await server.kill("SIGTERM")).toBe(0);
  });
});

describe("a worker in a process of its own", () => {
  it("goes on with the trace of what a killed server accepted, and of what a killed worker left", async () => {
    const separate = { INBOX_WORKER: "separate" };
    const server = await start("start", listening, separate);
    const traceId = await deliver(server, "later");
    const slowId = await deliver(server, "slow");
    await traced(traceId, 2);
    const [accepted] = await traced(slowId, 2);
    await server.kill("SIGKILL");

    const first = await start("worker", /working/);
    const later = await traced(traceId, 4);
    expect(named(later, "process frameio")[0]?.parentSpanId).toBe(
      named(later, "send frameio")[0]?.spanId,
    );
    expect(instance(later.at(-1))).not.toBe(instance(accepted));
    // The handler has begun; its attempt never ends.
    const begun = await traced(slowId, 3);
    expect(named(begun, "process frameio")).toEqual([]);
    await first.kill("SIGKILL");

    const second = await start("worker", /working/);
    const spans = await traced(slowId, 5);
    expect(named(spans, "process frameio")[0]?.attributes).toMatchObject({
      "frameio.attempt": 2,
      "frameio.outcome": "processed",
    });
    expect(await second.kill("SIGTERM")).toBe(0);
  });

  it("sends what is left when it is told to stop", async () => {
    const unhurried = { OTEL_BSP_SCHEDULE_DELAY: "60000" };
    const server = await start("start", listening, {
      ...unhurried,
      INBOX_WORKER: "separate",
      METRICS_PORT: "0",
    });
    const worker = await start("worker", /working/, unhurried);
    const traceId = await deliver(server, "good");
    await expect.poll(worker.output).toContain('"outcome":"processed"');
    expect(collector.spans.some((span) => span.traceId === traceId)).toBe(
      false,
    );
    expect(await worker.kill("SIGTERM")).toBe(0);
    expect(await server.kill("SIGTERM")).toBe(0);
    await traced(traceId, 4);
  });

  it("is read by Prometheus at a port of its own, beside the server's", async () => {
    const server = await start("start", listening, {
      INBOX_WORKER: "separate",
    });
    const worker = await start("worker", /working/);
    expect(found(measuring, worker)).not.toBe(found(measuring, server));
    await deliver(server, "bad");
    await expect
      .poll(async () => (await scraped(worker)).join("\n"))
      .toContain('frameio_inbox_deliveries{state="failed"} 1');
    const [door, work] = [await scraped(server), await scraped(worker)];
    expect(door).toContain(
      'frameio_webhook_deliveries_total{event="unknown",outcome="accepted"} 1',
    );
    expect(work).toContain(
      'frameio_webhook_deliveries_total{event="file.ready",outcome="failed"} 1',
    );
    expect(work).toContain(
      'frameio_webhook_duration_seconds_count{outcome="failed"} 1',
    );
    expect(work).toContain('frameio_webhook_attempts_sum{outcome="failed"} 1');
    for (const lines of [door, work]) {
      expect(lines).toContain('frameio_inbox_deliveries{state="failed"} 1');
      expect(lines).toContain("frameio_inbox_up 1");
      const age = lines.find((line) => line.startsWith("frameio_inbox_oldest"));
      expect(Number(age?.split(" ")[1])).toBeGreaterThan(0);
    }
    await worker.kill("SIGTERM");
    await server.kill("SIGTERM");
  });
});

it("without an SDK the app says so, and works", async () => {
  edit("package.json", (text) =>
    text.replaceAll(" --import ./dist/telemetry.js", ""),
  );
  const server = await start("start", listening);
  expect(server.output()).toContain("no SDK is");
  await deliver(server, "good");
  await expect.poll(server.output).toContain('"outcome":"processed"');
  expect(await server.kill("SIGTERM")).toBe(0);
});
