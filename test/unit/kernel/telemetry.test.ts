import { request as send } from "node:http";
import { connect } from "node:net";
import {
  context,
  metrics,
  propagation,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
} from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type ReadableSpan,
} from "@opentelemetry/sdk-trace-node";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createMemoryInbox } from "../../../templates/app/src/frameio/kernel/inbox/memory-inbox.gen.js";
import { createCounters } from "../../../templates/app/src/frameio/kernel/observation/metrics.gen.js";
import {
  serve,
  type RunningServer,
  type ServeOptions,
} from "../../../templates/app/src/frameio/kernel/process/serve.gen.js";
import { Fatal } from "../../../templates/app/src/frameio/kernel/handlers/webhook.gen.js";
import { openTelemetry } from "../../../templates/app/src/frameio/opentelemetry/opentelemetry.gen.js";
import {
  spanContextOf,
  traceText,
} from "../../../templates/app/src/frameio/opentelemetry/trace-context.gen.js";
import {
  clock,
  delivery,
  recordingLog,
  type RequestOptions,
  routesOf,
  webhook,
} from "./support.js";

const spans = new InMemorySpanExporter();
const told = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
let reader: PeriodicExportingMetricReader;

beforeEach(() => {
  new NodeTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(spans)],
  }).register();
  reader = new PeriodicExportingMetricReader({
    exporter: told,
    exportIntervalMillis: 3_600_000,
    exportTimeoutMillis: 1_000,
  });
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
});

const running: RunningServer[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close(0)));
  for (const api of [trace, metrics, context, propagation]) api.disable();
  spans.reset();
  told.reset();
});

const env = { HOST: "127.0.0.1", PORT: "0", WEBHOOK_SECRET: "s3cret" };

type Webhooks = Parameters<typeof routesOf>[0];

async function start(webhooks: Webhooks, options: Partial<ServeOptions> = {}) {
  const log = Object.assign(recordingLog(), { flush: () => {} });
  const server = await serve({
    app: { fetch: () => new Response("yours", { status: 404 }) },
    env,
    log,
    now: () => clock,
    metrics: createCounters(),
    routes: routesOf(webhooks, { telemetry: openTelemetry }),
    ...options,
  });
  running.push(server);
  return { server, log };
}

async function post(
  server: RunningServer,
  options: RequestOptions = {},
  more: Record<string, string> = {},
): Promise<number> {
  const { headers, body, path } = delivery(options);
  const answer = await fetch(server.url + path, {
    method: "POST",
    headers: { ...(headers as Record<string, string>), ...more },
    body: body as Uint8Array<ArrayBuffer>,
  });
  await answer.text();
  return answer.status;
}

async function ended(count: number): Promise<ReadableSpan[]> {
  await expect.poll(() => spans.getFinishedSpans().length).toBe(count);
  return spans.getFinishedSpans();
}

function named(all: readonly ReadableSpan[], name: string): ReadableSpan {
  const span = all.find((each) => each.name === name);
  if (!span) throw new Error(`no ${name} in ${all.map((each) => each.name)}`);
  return span;
}

function isHistogram(value: unknown): value is { readonly count: number } {
  return typeof value === "object" && value !== null && "count" in value;
}

/** What was measured: values by attributes, or how many there are of a histogram. */
async function measured(name: string) {
  told.reset();
  await reader.forceFlush();
  return told
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap((scope) => scope.metrics)
    .filter(({ descriptor }) => descriptor.name === name)
    .flatMap(({ dataPoints }): { attributes: Attributes; value: unknown }[] => [
      ...dataPoints,
    ])
    .map(({ attributes, value }): Record<string, unknown> => ({
      ...attributes,
      value: isHistogram(value) ? value.count : value,
    }));
}

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;
const root = "POST /webhooks/frameio";

describe("a delivery of the inbox", () => {
  test("is one trace, from its sender to what its handler does", async () => {
    const handle = () =>
      trace.getTracer("mine").startActiveSpan("transcode", (span) => {
        span.end();
      });
    const { server } = await start([
      webhook("file.ready", { mode: "inbox", handle }),
    ]);
    const more = { traceparent, tracestate: "vendor=1 2,other=3" };
    expect(await post(server, {}, more)).toBe(202);
    const all = await ended(4);
    const [received, sent, processed, own] = [
      root,
      "send frameio",
      "process frameio",
      "transcode",
    ].map((name) => named(all, name));

    for (const span of all) {
      expect(span.spanContext().traceId).toBe(traceId);
      expect(span.spanContext().traceState?.get("other")).toBe("3");
    }
    expect(received?.parentSpanContext?.spanId).toBe("00f067aa0ba902b7");
    expect(sent?.parentSpanContext?.spanId).toBe(
      received?.spanContext().spanId,
    );
    const creation = sent?.spanContext().spanId;
    expect(processed?.parentSpanContext?.spanId).toBe(creation);
    expect(processed?.links.map((link) => link.context.spanId)).toEqual([
      creation,
    ]);
    expect(own?.parentSpanContext?.spanId).toBe(
      processed?.spanContext().spanId,
    );
    expect([received, sent, processed].map((span) => span?.kind)).toEqual([
      SpanKind.SERVER,
      SpanKind.PRODUCER,
      SpanKind.CONSUMER,
    ]);
    expect(received?.attributes).toMatchObject({
      "http.request.method": "POST",
      "http.route": "/webhooks/frameio",
      "http.response.status_code": 202,
      "url.path": "/webhooks/frameio",
      "url.scheme": "http",
      "network.protocol.version": "1.1",
      "server.address": "127.0.0.1",
      "server.port": Number(new URL(server.url).port),
      "frameio.outcome": "accepted",
    });
    const id = sent?.attributes["messaging.message.id"];
    expect(id).toMatch(/^[\w-]{12}$/);
    expect(processed?.attributes).toEqual({
      "messaging.system": "frameio_inbox",
      "messaging.destination.name": "frameio",
      "messaging.operation.name": "process",
      "messaging.operation.type": "process",
      "messaging.message.id": id,
      "frameio.attempt": 1,
      "frameio.event": "file.ready",
      "frameio.outcome": "processed",
      "frameio.state": "done",
    });
  });

  test("has a span for each attempt, and tells the class of an error, never its text", async () => {
    class Unreachable extends Error {}
    let time = clock;
    const inbox = createMemoryInbox({ now: () => time });
    const { server, log } = await start(
      [
        webhook("file.ready", {
          mode: "inbox",
          handle: (_, { attempt }) => {
            if (attempt === 1) throw new Unreachable("token hunter2");
            throw new Fatal("swordfish\n    at swordfish (swordfish:1:1)");
          },
        }),
      ],
      { inbox, now: () => time },
    );
    expect(await post(server, {}, { traceparent })).toBe(202);
    await ended(3);
    time += 60_000;
    const all = await ended(4);
    const [first, second] = all.filter(({ name }) => /process/.test(name));
    for (const attempt of [first, second]) {
      expect(attempt?.spanContext().traceId).toBe(traceId);
      expect(attempt?.status).toEqual({ code: SpanStatusCode.ERROR });
    }
    expect(first?.attributes).toMatchObject({
      "error.type": "Unreachable",
      "frameio.outcome": "failed",
      "frameio.state": "failed",
    });
    expect(second?.attributes).toMatchObject({
      "error.type": "Fatal",
      "frameio.attempt": 2,
      "frameio.outcome": "dead",
      "frameio.state": "dead",
    });
    const [exception] = first?.events ?? [];
    expect(exception).toMatchObject({
      name: "exception",
      attributes: {
        "exception.type": "Unreachable",
        "exception.stacktrace": expect.stringMatching(
          /^Unreachable\n {4}at .*telemetry\.test/,
        ),
      },
    });
    const sent = JSON.stringify(
      all.map(({ attributes, events, status, links }) => ({
        attributes,
        events,
        status,
        links,
      })),
    );
    expect(sent).not.toMatch(/hunter2|swordfish|s3cret/);
    // What is not in the trace is in the log.
    expect(log.lines.map(({ err }) => String(err)).join()).toContain("hunter2");

    const failures = await measured("messaging.process.duration");
    expect(failures.map((each) => each["error.type"])).toEqual([
      "Unreachable",
      "Fatal",
    ]);
    expect(await measured("frameio.webhook.attempts")).toEqual([
      { "frameio.outcome": "failed", value: 1 },
      { "frameio.outcome": "dead", value: 1 },
    ]);
  });

  test("begins a new trace when somebody puts it back, with a link to the old one", async () => {
    const inbox = createMemoryInbox({ now: () => clock });
    const { server } = await start([webhook("file.ready", { mode: "inbox" })], {
      inbox,
    });
    await post(server, {}, { traceparent });
    await ended(3);
    expect(await inbox.replay({})).toBe(1);
    const replayed = (await ended(4)).at(-1);
    expect(replayed?.attributes["frameio.replay"]).toBe(true);
    expect(replayed?.spanContext().traceId).not.toBe(traceId);
    expect(replayed?.links.map((link) => link.context.traceId)).toEqual([
      traceId,
    ]);
  });

  test("leaves no trace where its sender says so, and goes on with one that makes no sense", async () => {
    const { server } = await start([webhook("file.ready", { mode: "inbox" })]);
    await post(server, {}, { traceparent: traceparent.replace(/01$/, "00") });
    await post(
      server,
      { event: { type: "file.ready", n: 1 } },
      {
        traceparent: "ff-nonsense",
      },
    );
    const all = await ended(3);
    const [first, ...others] = all.map((span) => span.spanContext().traceId);
    expect(first).not.toBe(traceId);
    expect(others).toEqual([first, first]);
  });

  test("is counted as messaging asks for", async () => {
    const { server } = await start([webhook("file.ready", { mode: "inbox" })]);
    await post(server);
    await post(server);
    await ended(5);
    const common = {
      "messaging.system": "frameio_inbox",
      "messaging.destination.name": "frameio",
    };
    const send = { ...common, "messaging.operation.name": "send" };
    const process = { ...common, "messaging.operation.name": "process" };
    expect(await measured("messaging.client.sent.messages")).toEqual([
      { ...send, value: 1 },
    ]);
    expect(await measured("messaging.client.operation.duration")).toEqual([
      { ...send, "messaging.operation.type": "send", value: 2 },
    ]);
    expect(await measured("messaging.client.consumed.messages")).toEqual([
      { ...process, value: 1 },
    ]);
    expect(await measured("messaging.process.duration")).toEqual([
      { ...process, value: 1 },
    ]);
    expect(await measured("frameio.webhook.deliveries")).toEqual(
      expect.arrayContaining(
        ["accepted", "duplicate", "processed"].map((outcome) => ({
          "frameio.event": outcome === "processed" ? "file.ready" : "unknown",
          "frameio.outcome": outcome,
          value: 1,
        })),
      ),
    );
  });

  test("that could not be recorded is an error of the span and of the request", async () => {
    class StoreAway extends Error {}
    const memory = createMemoryInbox({ now: () => clock });
    const accept = () => Promise.reject(new StoreAway("at redis://u:hunter2@"));
    const { server } = await start([webhook("file.ready", { mode: "inbox" })], {
      inbox: { ...memory, accept },
    });
    expect(await post(server)).toBe(503);
    const all = await ended(2);
    expect(named(all, "send frameio").attributes["error.type"]).toBe(
      "StoreAway",
    );
    expect(named(all, root).attributes).toMatchObject({
      "http.response.status_code": 503,
      "error.type": "503",
      "frameio.outcome": "unavailable",
    });
    expect(named(all, root).status.code).toBe(SpanStatusCode.ERROR);
    expect(await measured("messaging.client.sent.messages")).toMatchObject([
      { "error.type": "StoreAway", value: 1 },
    ]);
  });
});

describe("a request", () => {
  test("has its handler in it in inline mode", async () => {
    const active: (string | undefined)[] = [];
    const { server } = await start([
      webhook("file.ready", {
        handle: (_, { attempt }) => {
          active.push(trace.getActiveSpan()?.spanContext().spanId);
          if (attempt === 1) throw new RangeError("hunter2");
        },
      }),
    ]);
    expect(await post(server)).toBe(500);
    const [span] = await ended(1);
    expect(active).toEqual([span?.spanContext().spanId]);
    expect(span?.attributes).toMatchObject({
      "error.type": "500",
      "frameio.event": "file.ready",
      "frameio.outcome": "failed",
    });
    expect(span?.events[0]?.attributes).toMatchObject({
      "exception.type": "RangeError",
    });
    expect(JSON.stringify(span?.events)).not.toContain("hunter2");
  });

  test("that is refused is no error of the app", async () => {
    const { server } = await start([webhook("file.ready")]);
    expect(await post(server, { secret: "wrong" })).toBe(401);
    expect((await fetch(server.url + delivery().path)).status).toBe(405);
    const [wrong, read] = await ended(2);
    expect(wrong?.status.code).toBe(SpanStatusCode.UNSET);
    expect(wrong?.attributes).toMatchObject({
      "http.response.status_code": 401,
      "frameio.event": "unknown",
      "frameio.outcome": "refused",
    });
    expect(wrong?.attributes).not.toHaveProperty("error.type");
    expect(read?.name).toBe("GET /webhooks/frameio");
    const common = {
      "http.route": "/webhooks/frameio",
      "url.scheme": "http",
      "network.protocol.version": "1.1",
      value: 1,
    };
    expect(await measured("http.server.request.duration")).toEqual([
      {
        ...common,
        "http.request.method": "POST",
        "http.response.status_code": 401,
      },
      {
        ...common,
        "http.request.method": "GET",
        "http.response.status_code": 405,
      },
    ]);
  });

  test("for anything but a webhook is not followed", async () => {
    const { server } = await start([webhook("file.ready")]);
    for (const path of ["/", "/healthz", "/webhooks", "/x?secret=1"]) {
      await (await fetch(server.url + path)).text();
    }
    await post(server);
    expect((await ended(1))[0]?.name).toBe(root);
  });

  test("tells nothing of its query, and of its sender what headers can bear", async () => {
    const { server } = await start([webhook("file.ready")]);
    const { headers, body, path } = delivery();
    const sending = send(`${server.url}${path}?token=hunter2`, {
      method: "PROPFIND",
      headers: {
        ...(headers as Record<string, string>),
        host: "evil host'",
        "user-agent": "u".repeat(1_000),
        "x-forwarded-proto": "https, http",
      },
    });
    sending.end(body);
    const [span] = await ended(1);
    expect(span?.name).toBe("HTTP /webhooks/frameio");
    expect(span?.attributes).toMatchObject({
      "http.request.method": "_OTHER",
      "url.scheme": "https",
      "user_agent.original": "u".repeat(256),
    });
    expect(JSON.stringify(span?.attributes)).not.toMatch(/hunter2|evil/);
  });

  test("that breaks off has no status", async () => {
    const { server } = await start([webhook("file.ready")]);
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST ${delivery().path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{`,
    );
    setTimeout(() => socket.destroy(), 50);
    const [span] = await ended(1);
    expect(span?.attributes["error.type"]).toBe("aborted");
    expect(span?.attributes).not.toHaveProperty("http.response.status_code");
  });

  test("is not followed twice where something else has made its span", async () => {
    const outer = trace.getTracer("other").startSpan("outer");
    const listen = openTelemetry
      .start({
        inbox: createMemoryInbox({ now: () => clock }),
        log: recordingLog(),
        now: () => clock,
      })
      .listener(
        () => {
          trace.getTracer("mine").startSpan("inner").end();
        },
        () => true,
      );
    const incoming = { url: "/webhooks/frameio", on: () => {} };
    context.with(trace.setSpan(context.active(), outer), () =>
      listen(incoming as never, {} as never),
    );
    outer.end();
    const [inner] = await ended(2);
    expect(inner?.parentSpanContext?.spanId).toBe(outer.spanContext().spanId);
  });

  test("brings no baggage along", async () => {
    const seen: unknown[] = [];
    const { server } = await start([
      webhook("file.ready", {
        handle: () => {
          seen.push(propagation.getActiveBaggage());
        },
      }),
    ]);
    await post(server, {}, { traceparent, baggage: "user=admin" });
    await ended(1);
    expect(seen).toEqual([undefined]);
  });
});

describe("the inbox", () => {
  test("tells how much waits, and for how long", async () => {
    let time = clock;
    const inbox = createMemoryInbox({ now: () => time });
    const { server } = await start([webhook("file.ready", { mode: "inbox" })], {
      inbox,
      now: () => time,
      worker: false,
    });
    await post(server);
    await post(server, { event: { type: "file.ready", n: 2 } });
    time += 90_000;
    expect(await measured("frameio.inbox.deliveries")).toEqual(
      ["waiting", "claimed", "failed", "done", "dead"].map((state) => ({
        "frameio.state": state,
        value: state === "waiting" ? 2 : 0,
      })),
    );
    expect(await measured("frameio.inbox.oldest_age")).toEqual([{ value: 90 }]);
    expect(await measured("frameio.inbox.up")).toEqual([{ value: 1 }]);
  });

  test("says so when it cannot be asked, and is not asked once it is closed", async () => {
    const memory = createMemoryInbox({ now: () => clock });
    let asked = 0;
    const stats = () => {
      asked += 1;
      return Promise.reject(new Error("away"));
    };
    const { log } = await start([webhook("file.ready")], {
      inbox: { ...memory, stats },
    });
    expect(await measured("frameio.inbox.up")).toEqual([{ value: 0 }]);
    expect(await measured("frameio.inbox.deliveries")).toEqual([]);
    expect(JSON.stringify(log.lines)).toContain("could not be asked");
    const before = asked;
    await running.pop()?.close(1_000);
    expect(asked).toBe(before);
  });
});

describe("the app", () => {
  test("has its log lines name the trace", async () => {
    expect(openTelemetry.logFields()).toEqual({});
    const span = trace.getTracer("mine").startSpan("mine");
    const { traceId, spanId } = span.spanContext();
    const fields = context.with(trace.setSpan(context.active(), span), () =>
      openTelemetry.logFields(),
    );
    expect(fields).toEqual({ trace_id: traceId, span_id: spanId });
  });

  test("without an SDK says so, and does its work", async () => {
    for (const api of [trace, metrics]) api.disable();
    const { server, log } = await start([
      webhook("file.ready", { mode: "inbox" }),
    ]);
    const warned = log.lines.filter(({ message }) => /no SDK/.test(message));
    expect(warned).toHaveLength(1);
    expect(await post(server, {}, { traceparent })).toBe(202);
    await expect
      .poll(() => JSON.stringify(log.lines))
      .toContain('"outcome":"processed"');
    expect(spans.getFinishedSpans()).toEqual([]);
  });

  test("sends what is left before it ends, but does not wait for ever", async () => {
    trace.disable();
    const never = new Promise<void>(() => {});
    let flushes = 0;
    const provider = new NodeTracerProvider();
    provider.forceFlush = () => {
      flushes += 1;
      return never;
    };
    provider.register();
    await start([webhook("file.ready")]);
    const started = performance.now();
    await running.pop()?.close(100);
    expect(flushes).toBe(1);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

test("a trace context survives as text", () => {
  const sampled = spanContextOf(`${traceparent} vendor=1 2,other=3`);
  expect(sampled).toMatchObject({ traceId, traceFlags: 1, isRemote: true });
  if (!sampled) throw new Error("no context");
  expect(traceText(sampled)).toBe(`${traceparent} vendor=1 2,other=3`);
  for (const text of [
    undefined,
    "",
    "nonsense",
    traceparent.replace("00-", "ff-"),
    `00-${"0".repeat(32)}-00f067aa0ba902b7-01`,
    `00-${traceId}-${"0".repeat(16)}-01`,
    traceparent.toUpperCase(),
    `${traceparent}1`,
  ]) {
    expect(spanContextOf(text), text).toBeUndefined();
  }
});
