// What a careful person writes by hand on node:http, in one file: the same checks in the same order as a generated
// app, the same two log lines with the same fields, none of them lost when the process is told to stop, duplicates told
// by the same key, also while the first one is being handled, a handler that may fail or take too long, the same
// answers with the same headers, the same counter. The yardstick for deliveries per second.
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { pino } from "pino";

const PATH = "/webhooks/frameio";
const MAX_BODY = 1_048_576;
const TOLERANCE_S = 300;
const REMEMBER = 100_000;
const BUDGET_MS = 5_000;

const secret = process.env.WEBHOOK_SECRET;
// Written while we wait: a piece that is on its way in the background when the process exits would be lost.
const output = pino.destination({
  sync: true,
  minLength: 8192,
  periodicFlush: 100,
});
const log = pino({ base: null }, output);
process.on("exit", () => output.flushSync());
// Keys of deliveries, in two generations: forgetting the older one costs nothing.
let seen = new Set();
let seenBefore = new Set();
const inFlight = new Set();
const counts = new Map();

const server = createServer((request, response) => {
  const started = performance.now();
  if (request.url !== PATH) return answer(response, 404, "Not Found");
  if (request.method !== "POST") {
    response.setHeader("allow", "POST");
    return answer(response, 405, "Method Not Allowed");
  }
  const chunks = [];
  let size = 0;
  request.on("data", (chunk) => {
    size += chunk.length;
    if (size <= MAX_BODY) chunks.push(chunk);
  });
  request.on("end", () => {
    if (size > MAX_BODY) return answer(response, 413, "Payload Too Large");
    const body = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
    const { headers } = request;
    if (!/^application\/json\b/.test(headers["content-type"] ?? "")) {
      return answer(response, 415, "Unsupported Media Type");
    }
    const timestamp = headers["x-frameio-request-timestamp"] ?? "";
    if (!verify(timestamp, headers["x-frameio-signature"] ?? "", body)) {
      return answer(response, 401, "Invalid signature");
    }
    let event;
    try {
      event = JSON.parse(body.toString("utf8"));
    } catch {
      return answer(response, 400, "Invalid JSON");
    }
    const key = createHash("sha256")
      .update(timestamp)
      .update(body)
      .digest("hex");
    if (inFlight.has(key)) return answer(response, 503, "In progress.");
    if (seen.has(key) || seenBefore.has(key)) {
      return answer(response, 200, "Duplicate");
    }
    void deliver(response, { event, key, started });
  });
});

async function deliver(response, { event, key, started }) {
  const outcome = await run(event, key);
  const done = outcome === "processed";
  const status = done ? 200 : 500;
  counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  log.info(
    {
      provider: "frameio",
      event: event.type,
      resource: event.resource.id,
      key: key.slice(0, 12),
      outcome,
      status,
      ms: Math.round((performance.now() - started) * 100) / 100,
    },
    "delivery",
  );
  answer(response, status, done ? "OK" : "Internal Server Error");
}

/** The handler, once for a key that is done, and with a warning when the provider has stopped waiting. */
async function run(event, key) {
  inFlight.add(key);
  const late = setTimeout(() => log.warn({ key }, "late"), BUDGET_MS);
  try {
    await handle(event, key.slice(0, 12));
    remember(key);
    return "processed";
  } catch (error) {
    log.error({ err: error, key }, "failed");
    return "failed";
  } finally {
    clearTimeout(late);
    inFlight.delete(key);
  }
}

async function handle({ type, resource }, key) {
  log.info({ event: type, key, resource: resource.id }, type);
}

function verify(timestamp, signature, body) {
  if (!/^\d{1,12}$/.test(timestamp) || !/^v0=[0-9a-f]{64}$/.test(signature)) {
    return false;
  }
  const digest = createHmac("sha256", secret)
    .update(`v0:${timestamp}:`)
    .update(body)
    .digest();
  return (
    timingSafeEqual(digest, Buffer.from(signature.slice(3), "hex")) &&
    Math.abs(Date.now() / 1000 - Number(timestamp)) <= TOLERANCE_S
  );
}

function remember(key) {
  if (seen.size >= REMEMBER / 2) {
    seenBefore = seen;
    seen = new Set();
  }
  seen.add(key);
}

function answer(response, status, text) {
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "content-length": text.length,
    "x-content-type-options": "nosniff",
  });
  response.end(text);
}

server.listen(Number(process.env.PORT), "127.0.0.1");
process.once("SIGTERM", () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
