// A load of signed deliveries, each one different, on loopback. Bounded in count and time; prints what came back as JSON.
//   node load.mjs <url> <secret> <seconds> <most deliveries> <bytes of a body> [<deliveries before the clock starts> [<deliveries a second>]]
import { connect } from "node:net";
import { PATH, payload, signedHeaders } from "../journey/delivery.mjs";

const CONNECTIONS = 32;
const [address, secret, seconds, most, bytes, warmUp = 0, perSecond = 0] =
  process.argv.slice(2);
const { hostname, port } = new URL(address);

const requests = Array.from(
  { length: Number(warmUp) + Number(most) },
  (_, index) => request(index),
);
let latencies = [];
let next = 0;
const statuses = {};
let duplicates = 0;

let last = Number(warmUp);
let deadline = Infinity;
let started = 0;
await Promise.all(Array.from({ length: CONNECTIONS }, drive));
latencies = [];

last = requests.length;
started = performance.now();
deadline = started + Number(seconds) * 1000;
await Promise.all(Array.from({ length: CONNECTIONS }, drive));
const ms = performance.now() - started;

latencies.sort((a, b) => a - b);
const at = (share) => latencies[Math.floor(latencies.length * share)];
console.log(
  JSON.stringify({
    perSecond: latencies.length / (ms / 1000),
    deliveries: latencies.length,
    warmUp: Number(warmUp),
    statuses,
    duplicates,
    p50: at(0.5),
    p99: at(0.99),
  }),
);

/** One connection: sends, waits for the whole answer, sends the next. */
function drive() {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let sent = 0;
    let received = "";
    const send = () => {
      if (next >= last || performance.now() >= deadline) {
        socket.end();
        return resolve();
      }
      const index = next++;
      const early = dueAt(index) - performance.now();
      if (early > 0) setTimeout(write, early, index);
      else write(index);
    };
    const write = (index) => {
      sent = performance.now();
      socket.write(requests[index]);
    };
    socket.setNoDelay(true).on("connect", send).on("error", reject);
    socket.setEncoding("latin1").on("data", (text) => {
      received += text;
      const end = lengthOf(received);
      if (end === undefined || received.length < end) return;
      latencies.push(performance.now() - sent);
      const status = received.slice(9, 12);
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (received.includes("Duplicate")) duplicates += 1;
      received = received.slice(end);
      send();
    });
  });
}

/** When a delivery is to be sent: at once, unless so many a second were asked for; then others are not held up by one that waits for its answer. */
function dueAt(index) {
  if (Number(perSecond) === 0 || deadline === Infinity) return 0;
  return started + ((index - Number(warmUp)) / Number(perSecond)) * 1000;
}

/** Length of the first whole response, chunked or not. */
function lengthOf(text) {
  const head = text.indexOf("\r\n\r\n");
  if (head < 0) return undefined;
  const [, length] =
    text.slice(0, head).match(/\r\ncontent-length: (\d+)/i) ?? [];
  if (length !== undefined) return head + 4 + Number(length);
  const last = text.indexOf("0\r\n\r\n", head + 4);
  return last < 0 ? undefined : last + 5;
}

function request(index) {
  const id = `${index}-`.padEnd(Math.max(36, Number(bytes) - 380), "0");
  const body = payload("file.ready", id);
  const headers = Object.entries(signedHeaders(body, secret))
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");
  return Buffer.from(
    `POST ${PATH} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
