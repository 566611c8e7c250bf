import { connect } from "node:net";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { ConfigurationError } from "../../../templates/app/src/frameio/kernel/process/configuration.gen.js";
import {
  serve,
  type RunningServer,
  type ServeOptions,
} from "../../../templates/app/src/frameio/kernel/process/serve.gen.js";
import { createMemoryInbox } from "../../../templates/app/src/frameio/kernel/inbox/memory-inbox.gen.js";
import {
  clock,
  deferred,
  delivery,
  recordingLog,
  routesOf,
  webhook,
} from "./support.js";

const running: RunningServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close(0)));
});

const env = { HOST: "127.0.0.1", PORT: "0", WEBHOOK_SECRET: "s3cret" };
const app = { fetch: () => new Response("yours") };

async function start(options: Partial<ServeOptions> = {}) {
  const log = Object.assign(recordingLog(), { flush: () => {} });
  const server = await serve({
    app,
    env,
    log,
    now: () => clock,
    routes: routesOf([webhook("file.ready")]),
    ...options,
  });
  running.push(server);
  return Object.assign(server, { lines: log.lines });
}

function send(url: string, n = 0): Promise<Response> {
  const { headers, body, path } = delivery({
    event: { type: "file.ready", n },
  });
  return fetch(url + path, {
    method: "POST",
    headers: headers as Record<string, string>,
    body: body as Uint8Array<ArrayBuffer>,
  });
}

const statusOf = async (answer: Promise<Response>) => (await answer).status;

test("deliveries, probes and your own routes", async () => {
  const { url } = await start();
  expect(await statusOf(send(url))).toBe(200);
  for (const probe of ["/healthz", "/readyz"]) {
    const answer = await fetch(url + probe);
    expect([answer.status, await answer.text()]).toEqual([200, "ok"]);
    const head = await fetch(url + probe, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  }
  expect(await (await fetch(`${url}/anything`)).text()).toBe("yours");
  expect(await (await fetch(`${url}/healthz`, { method: "POST" })).text()).toBe(
    "yours",
  );
});

test("health checks and your own routes by a whole address", async () => {
  const seen: string[] = [];
  const { url } = await start({
    app: {
      fetch: (request) => {
        seen.push(request.url);
        return new Response("yours");
      },
    },
  });
  const { port, hostname } = new URL(url);
  const get = (target: string) =>
    new Promise<string>((resolve) => {
      let text = "";
      const socket = connect(Number(port), hostname);
      socket.on("data", (part) => (text += String(part)));
      socket.on("close", () => resolve(text));
      socket.end(
        `GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`,
      );
    });
  expect(await get("http://app.example/healthz")).toMatch(/^HTTP\/1.1 200 /);
  expect(await get("http://app.example:81/mine?b")).toContain("yours");
  expect(seen).toEqual(["http://app.example:81/mine?b"]);
});

test("not ready while the inbox is not, but alive", async () => {
  const inbox = {
    ...createMemoryInbox({ now: Date.now }),
    isReady: () => Promise.resolve(false),
  };
  const { url } = await start({ inbox });
  expect(await statusOf(fetch(`${url}/readyz`))).toBe(503);
  expect(await statusOf(fetch(`${url}/healthz`))).toBe(200);
});

describe("closing", () => {
  test("lets deliveries and handlers end, takes no more", async () => {
    const gate = deferred();
    const server = await start({
      routes: routesOf([webhook("file.ready", { handle: () => gate.promise })]),
    });
    const answer = send(server.url);
    await new Promise((resolve) => setTimeout(resolve, 50));
    let left: number | undefined;
    const closed = server.close(5_000).then((count) => (left = count));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await expect(send(server.url, 1)).rejects.toThrow("fetch failed");
    expect(left).toBeUndefined();
    gate.resolve();
    expect(await statusOf(answer)).toBe(200);
    await closed;
    expect(left).toBe(0);
  });

  test("is not held up by connections that only wait", async () => {
    const server = await start();
    await send(server.url);
    const { port, hostname } = new URL(server.url);
    const fresh = connect(Number(port), hostname);
    await new Promise((resolve) => fresh.once("connect", resolve));
    const started = performance.now();
    expect(await server.close(5_000)).toBe(0);
    expect(performance.now() - started).toBeLessThan(4_000);
    fresh.destroy();
  });

  test("past the limit it cuts off, and tells how much was left", async () => {
    const handle = () => new Promise(() => {});
    const server = await start({
      routes: routesOf([webhook("file.ready", { handle })]),
    });
    const answer = send(server.url).catch(() => "cut off");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await server.close(50)).toBeGreaterThan(0);
    expect(await answer).toBe("cut off");
  });

  test("waits for what runs in the background", async () => {
    const gate = deferred();
    const ran: string[] = [];
    const server = await start({
      routes: routesOf([
        webhook("file.ready", {
          mode: "inbox",
          handle: async () => {
            await gate.promise;
            ran.push("done");
          },
        }),
      ]),
    });
    expect(await statusOf(send(server.url))).toBe(202);
    const closed = server.close(5_000);
    gate.resolve();
    expect(await closed).toBe(0);
    expect(ran).toEqual(["done"]);
  });
});

describe("what the environment says", () => {
  const problemsWith = async (more: Record<string, string | undefined>) => {
    const error: unknown = await serve({
      app,
      routes: routesOf([webhook("file.ready")]),
      env: { ...env, ...more },
    }).then(
      (server) => server.close(0),
      (reason: unknown) => reason,
    );
    return error instanceof ConfigurationError ? error.problems : error;
  };

  test("all that is wrong, at once", async () => {
    expect(
      await problemsWith({
        PORT: "http",
        LOG_LEVEL: "chatty",
        WEBHOOK_SECRET: undefined,
      }),
    ).toEqual([
      "environment variable PORT is not a port number",
      "environment variable LOG_LEVEL is not one of debug, info, warn, error, silent",
      "environment variable WEBHOOK_SECRET is not set",
    ]);
  });

  test.each(["-1", "65536", "3.5", "0x"])("PORT=%s is none", async (PORT) => {
    expect(await problemsWith({ PORT })).toEqual([
      "environment variable PORT is not a port number",
    ]);
  });

  test("a port that is taken is an error, not a crash", async () => {
    const { url } = await start();
    const { port } = new URL(url);
    expect(await problemsWith({ PORT: port })).toMatchObject({
      code: "EADDRINUSE",
    });
  });
});

describe("a sender whose requests are refused again and again", () => {
  // Loaded at the first refusal: until it is there, a few requests more may pass.
  beforeAll(() => import("rate-limiter-flexible"));

  const limits = {
    bodyBytes: 10_000,
    toleranceSeconds: 300,
    refusedPerMinute: 5,
  };
  const startWith = (more: { trustedProxies?: number } = {}) =>
    start({
      routes: routesOf([webhook("file.ready")], {
        limits: { ...limits, ...more },
      }),
    });

  function post(url: string, secret: string, n: number, forwarded?: string) {
    const { headers, body, path } = delivery({
      event: { type: "file.ready", n },
      secret,
    });
    return fetch(url + path, {
      method: "POST",
      headers: {
        ...(headers as Record<string, string>),
        ...(forwarded !== undefined && { "x-forwarded-for": forwarded }),
      },
      body: body as Uint8Array<ArrayBuffer>,
    });
  }

  async function refuseFive(url: string, forwarded?: string) {
    for (let n = 0; n < 5; n += 1) {
      expect(await statusOf(post(url, "wrong", n, forwarded))).toBe(401);
    }
  }

  test("has to wait, until the minute is over; the log has two lines", async () => {
    const server = await startWith();
    await refuseFive(server.url);
    const answer = await post(server.url, "wrong", 5);
    expect(answer.status).toBe(429);
    const wait = Number(answer.headers.get("retry-after"));
    expect(wait).toBeGreaterThan(50);
    expect(wait).toBeLessThanOrEqual(60);
    expect(await statusOf(post(server.url, "s3cret", 6))).toBe(429);
    expect(server.lines.map(({ status }) => status)).toEqual([401, 429]);
  });

  test("who has to wait is answered once in a connection, however much it sent", async () => {
    const server = await startWith();
    await refuseFive(server.url);
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    let text = "";
    socket.on("data", (part) => (text += String(part)));
    socket.on("error", () => {});
    const closed = new Promise((resolve) => socket.once("close", resolve));
    const request = `GET ${delivery().path} HTTP/1.1\r\nhost: x\r\n\r\n`;
    socket.write(request.repeat(20_000));
    await closed;
    expect(text.match(/HTTP\/1\.1 429/g)).toHaveLength(1);
    expect(text.match(/HTTP/g)).toHaveLength(1);
  });

  test("verified deliveries count for nothing", async () => {
    const server = await startWith();
    for (let n = 0; n < 20; n += 1) {
      expect(await statusOf(post(server.url, "s3cret", n))).toBe(200);
    }
    for (let n = 0; n < 10; n += 1) {
      expect(await statusOf(post(server.url, "s3cret", n))).toBe(200);
    }
  });

  test("behind a proxy that is trusted: that sender alone", async () => {
    const server = await startWith({ trustedProxies: 1 });
    await refuseFive(server.url, "203.0.113.7");
    const from = (forwarded: string) =>
      statusOf(post(server.url, "s3cret", 9, forwarded));
    expect(await from("203.0.113.7")).toBe(429);
    expect(await from("203.0.113.8, 203.0.113.7")).toBe(429);
    expect(await from("203.0.113.7, 203.0.113.8")).toBe(200);
  });

  test("behind a proxy that nobody told of: nobody is limited, and the log says why", async () => {
    const server = await startWith();
    await refuseFive(server.url, "203.0.113.7");
    await refuseFive(server.url, "203.0.113.7");
    expect(await statusOf(post(server.url, "s3cret", 9, "203.0.113.7"))).toBe(
      200,
    );
    const told = server.lines.filter(({ message }) =>
      message.includes("limits.trustedProxies"),
    );
    expect(told).toHaveLength(1);
  });
});
