// A running app, and senders that mean no good: every byte on the wire is written here.
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import {
  PATH,
  payload,
  signedHeaders,
} from "../../scripts/journey/delivery.mjs";
import { compiledApp } from "../../scripts/support/compiled-app.mjs";
import { temporaryFolder } from "./support/folders.js";
import { checkout } from "./support/other-tool.js";
import { type RunningApp, startApp } from "./support/running-app.js";

const secret = "a secret that nobody must see";
const manifest = {
  name: "app",
  providers: {
    frameio: { schema: "frameio@4" },
    loopcanvas: { schema: "loopcanvas", layout: "per-event" },
  },
  webhooks: [
    { event: "file.ready" },
    {
      event: "canvas.completed",
      provider: "loopcanvas",
      secret: { env: "LOOP_SECRET" },
    },
  ],
  metrics: "prometheus",
  limits: { refusedPerMinute: 0 },
};

/** Takes a moment, so that something goes on while the app is told to stop. */
const handler = `import { setTimeout as pause } from "node:timers/promises";
import { onWebhook } from "../frameio/index.gen.js";

export default onWebhook("file.ready", async () => {
  await pause(2_500);
});
`;

let app: RunningApp;
let folder: string;
const env = { WEBHOOK_SECRET: secret, LOOP_SECRET: secret };

beforeAll(async () => {
  folder = join(temporaryFolder(), "app");
  await compiledApp(checkout, folder, "sqlite", {
    "frameio.jsonc": JSON.stringify(manifest),
    "src/webhooks/file-ready.ts": handler,
  });
  app = await startApp(folder, env);
});
afterAll(() => app.end("SIGKILL"));

interface Answer {
  readonly statuses: readonly number[];
  readonly text: string;
}

/** Writes bytes and reads what comes, until so many answers are there or the connection ends. */
function send(bytes: string, answers = 1): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = connect(app.port, "127.0.0.1");
    let text = "";
    const statuses = () =>
      [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((found) =>
        Number(found[1]),
      );
    const done = () => {
      clearTimeout(late);
      socket.destroy();
      resolve({ statuses: statuses(), text });
    };
    const late = setTimeout(done, 5_000);
    socket.setEncoding("latin1");
    socket.on("data", (part: string) => {
      text += part;
      if (statuses().length >= answers) setTimeout(done, 20);
    });
    socket.on("error", () => {});
    socket.on("close", done);
    socket.write(bytes, "latin1");
  });
}

interface Wire {
  readonly method?: string;
  readonly path?: string;
  readonly version?: string;
  /** Without its `Host` unless it has one. */
  readonly head?: string;
  readonly body?: string;
}

function wire({
  method = "POST",
  path = PATH,
  version = "1.1",
  head = "",
  body = "",
}: Wire): string {
  const host = /^host:/im.test(head) ? "" : "host: x\r\n";
  return `${method} ${path} HTTP/${version}\r\n${host}${head}\r\n${body}`;
}

const json = "content-type: application/json\r\n";
const length = (text: string) =>
  `content-length: ${Buffer.byteLength(text)}\r\n`;

function signatureOf(body: string): string {
  return Object.entries(signedHeaders(body, secret))
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");
}

let events = 0;
/** A delivery that is right but for what is given. */
function delivery(given: Wire = {}, event = "file.created"): string {
  const body = payload(event, `${++events}`);
  const head = signatureOf(body) + length(body) + (given.head ?? "");
  return wire({ ...given, head, body });
}

function chunked(...parts: readonly string[]): string {
  const pieces = parts.map((part) => `${part.length.toString(16)}\r\n${part}`);
  return [...pieces, "0\r\n\r\n"].join("\r\n");
}
const chunks = "transfer-encoding: chunked\r\n";

describe("one request", () => {
  it.each<[string, () => string, readonly number[]]>([
    ["a delivery", () => delivery(), [202]],
    ["of HTTP/1.0", () => delivery({ version: "1.0" }), [202]],
    ["with a query", () => delivery({ path: `${PATH}?a=%zz` }), [202]],
    ["with another host", () => delivery({ head: "host: a b\r\n" }), [202]],
    [
      "with headers of objects",
      () => delivery({ head: "__proto__: x\r\nconstructor: y\r\n" }),
      [202],
    ],
    [
      "that asks for another protocol",
      () => delivery({ head: "connection: upgrade\r\nupgrade: h2c\r\n" }),
      [202],
    ],
    [
      "four without waiting",
      () => delivery() + delivery() + wire({ method: "GET" }) + delivery(),
      [202, 202, 405, 202],
    ],
    ["slashes too many", () => delivery({ path: `/${PATH}` }), [404]],
    ["a slash behind", () => delivery({ path: `${PATH}/` }), [404]],
    ["percent", () => delivery({ path: "/webhooks%2Fframeio" }), [404]],
    ["steps", () => delivery({ path: "/webhooks/./frameio" }), [404]],
    ["NUL", () => delivery({ path: `${PATH}\0` }), [400]],
    [
      "a bad percent below a path for each event",
      () => delivery({ path: "/webhooks/loopcanvas/%zz" }),
      [401],
    ],
    ...["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "PATCH"].map(
      (method): [string, () => string, readonly number[]] => [
        method,
        () => wire({ method, head: length("") }),
        [405],
      ],
    ),
    ["no such method", () => wire({ method: "FOO" }), [400]],
    ["a proxy's method", () => wire({ method: "CONNECT" }), []],
    [
      "two framings",
      () => wire({ head: json + length("hello") + chunks, body: chunked() }),
      [400],
    ],
    [
      "two lengths",
      () => wire({ head: json + length("a") + length("ab"), body: "ab" }),
      [400],
    ],
    [
      "no number",
      () => wire({ head: `${json}content-length: 1e9\r\n` }),
      [400],
    ],
    [
      "a length beyond numbers",
      () => wire({ head: `${json}content-length: 99999999999999999999\r\n` }),
      [400],
    ],
    [
      "a length beyond memory",
      () => wire({ head: `${json}content-length: 9007199254740993\r\n` }),
      [413],
    ],
    ["bad chunks", () => wire({ head: json + chunks, body: "zz\r\n" }), [400]],
    [
      "a chunk with a long extension",
      () =>
        wire({ head: json + chunks, body: `1;${"a".repeat(40_000)}\r\nx\r\n` }),
      [413],
    ],
    [
      "endless trailers",
      () =>
        wire({ head: json + chunks, body: `0\r\n${"x: y\r\n".repeat(9_000)}` }),
      [431],
    ],
    ["packed", () => delivery({ head: "content-encoding: gzip\r\n" }), [415]],
    [
      "packed into nothing",
      () => delivery({ head: "content-encoding: Identity\r\n" }),
      [202],
    ],
    [
      "an expectation that nobody knows",
      () => delivery({ head: "expect: magic\r\n" }),
      [417],
    ],
    ["no host", () => delivery().replace("host: x\r\n", ""), [400]],
    ["a long URL", () => wire({ path: `/${"a".repeat(20_000)}` }), [431]],
    ["a long head", () => wire({ head: `x: ${"a".repeat(20_000)}` }), [431]],
    [
      "more headers than are read",
      () => wire({ head: "a: b\r\n".repeat(2_500) + json + length("") }),
      [415],
    ],
    [
      "a folded header",
      () => wire({ head: `content-type:\r\n application/json\r\n` }),
      [400],
    ],
    ["TLS", () => "\x16\x03\x01\x02\x00\x01\x00", [400]],
    ["HTTP/2", () => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [400]],
    [
      "a host that is none",
      () => wire({ path: "/", head: "host: [::\r\n" }),
      [400],
    ],
  ])("%s", async (_, bytes, expected) => {
    const { statuses, text } = await send(bytes(), expected.length);
    expect(statuses).toEqual(expected);
    expect(text).not.toContain(secret);
    expect(text).not.toMatch(/\.ts|node:|node_modules|Error\b.*\n\s+at /);
  });

  it("leaves the app as it was", async () => {
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
    expect(app.output()).not.toContain(secret);
    expect(app.output()).not.toMatch(/Uncaught|Unhandled|^\s+at /m);
  });
});

function residentBytes(): number {
  const status = readFileSync(`/proc/${app.child.pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
}

async function opened(): Promise<Socket> {
  const socket = connect(app.port, "127.0.0.1");
  socket.on("error", () => {});
  socket.resume();
  await new Promise((resolve) => socket.once("connect", resolve));
  return socket;
}

it("a body in single bytes takes the memory of its bytes", async () => {
  const before = residentBytes();
  const socket = await opened();
  socket.write(wire({ head: json + chunks }));
  const piece = "1\r\nx\r\n".repeat(10_000);
  for (let n = 0; n < 40; n++) {
    if (!socket.write(piece)) {
      await new Promise((resolve) => socket.once("drain", resolve));
    }
  }
  // Requests of a connection are answered in turn: when the next one is, this one has been read.
  socket.write("0\r\n\r\n");
  await new Promise((resolve) => socket.once("data", resolve));
  expect(residentBytes() - before).toBeLessThan(60 * 1024 * 1024);
  socket.destroy();
});

it("halves of requests don't keep a handler from its end when the app stops", async () => {
  expect((await send(delivery({}, "file.ready"))).statuses).toEqual([202]);
  const [head, body] = [await opened(), await opened()];
  head.write("POST / HTTP/1.1\r\nhost: x\r\n");
  body.write(delivery().slice(0, -1));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await app.end()).toBe(0);
  const stopping = app.output().split('"stopping"')[1];
  expect(stopping).toContain('"outcome":"processed"');
  expect(stopping).toContain('"stopped"');
});
