// What a careful person writes by hand on node:http, in one file: the same checks in the same order as a generated
// app, the same two log lines, duplicates told by the same key. The yardstick for deliveries per second.
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { pino } from "pino";

const PATH = "/webhooks/frameio";
const MAX_BODY = 1_048_576;
const TOLERANCE_S = 300;
const REMEMBER = 100_000;

const secret = process.env.WEBHOOK_SECRET;
const log = pino(
  { base: null },
  pino.destination({ sync: false, minLength: 8192, periodicFlush: 100 }),
);
const seen = new Set();

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
    if (seen.has(key)) return answer(response, 200, "Duplicate");
    remember(key);
    log.info({ resource: event.resource.id }, event.type);
    const ms = Math.round((performance.now() - started) * 100) / 100;
    log.info(
      { event: event.type, resource: event.resource.id, status: 200, ms },
      "delivery",
    );
    answer(response, 200, "OK");
  });
});

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
  seen.add(key);
  if (seen.size > REMEMBER) seen.delete(seen.values().next().value);
}

function answer(response, status, text) {
  response.writeHead(status, { "content-type": "text/plain" });
  response.end(text);
}

server.listen(Number(process.env.PORT), "127.0.0.1");
process.once("SIGTERM", () => process.exit(0));
