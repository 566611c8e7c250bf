import { createServer, type ServerResponse } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { boundConnections } from "../../../templates/app/src/frameio/kernel/http/connections.gen.js";
import { recordingLog } from "./support.js";

const patient = { timeout: 30_000, interval: 10 };
const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

/** A server that answers at once, `/slow` when it is told to. */
async function start(limit: number) {
  const log = recordingLog();
  const server = createServer({ keepAliveTimeout: 60_000 });
  const connections = boundConnections(server, log, limit);
  const slow: ServerResponse[] = [];
  server.on("request", (request, response) => {
    if (request.url === "/slow") slow.push(response);
    else response.end("OK");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  cleanUps.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const open = async (text = "") => {
    const socket: Socket = connect(port, "127.0.0.1");
    cleanUps.push(() => socket.destroy());
    const state = { received: "", closed: false };
    socket.on("data", (part) => (state.received += String(part)));
    socket.on("error", () => {});
    socket.on("close", () => (state.closed = true));
    await new Promise((done) => socket.once("connect", done));
    socket.write(text);
    return Object.assign(state, {
      write: (more: string) => socket.write(more),
    });
  };
  const several = (count: number, text?: string) =>
    Promise.all(Array.from({ length: count }, () => open(text)));
  return { log, connections, slow, open, several };
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`;
const half = "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{";

test.each([
  ["say nothing", ""],
  ["send half a head", "POST / HTTP/1.1\r\nhost:"],
  ["send half a body", half],
  ["were answered, and are kept", get("/")],
])("connections that %s keep nobody out", async (_, text) => {
  const { several, open, log } = await start(20);
  const held = await several(30, text);
  for (let n = 0; n < 5; n += 1) {
    const { received } = await answered(await open(get("/")));
    expect(received).toMatch(/^HTTP\/1\.1 200 .*OK/s);
  }
  const closed = () => held.filter((one) => one.closed).length;
  await expect.poll(closed, patient).toBe(15);
  expect(log.lines).toEqual([
    { level: "error", message: "too many connections", connections: 20 },
  ]);
});

async function answered<State extends { readonly received: string }>(
  state: State,
): Promise<State> {
  await expect.poll(() => state.received, patient).not.toBe("");
  return state;
}

test("who waits for an answer is not closed, and who did something last goes last", async () => {
  const { several, open, slow, connections } = await start(4);
  const waiting = await open(get("/slow"));
  await expect.poll(() => slow.length, patient).toBe(1);
  const [first, second] = [await open(get("/")), await open(get("/"))];
  await answered(first);
  await answered(second);
  first.write(get("/"));
  const twice = () => first.received.match(/200 OK/g);
  await expect.poll(twice, patient).toHaveLength(2);
  const [silent] = await several(1);
  await answered(await open(get("/")));
  await expect.poll(() => second.closed, patient).toBe(true);
  await answered(await open(get("/")));
  await expect.poll(() => first.closed, patient).toBe(true);
  expect(silent?.closed).toBe(false);
  await answered(await open(get("/")));
  await expect.poll(() => silent?.closed, patient).toBe(true);
  expect(connections.answering()).toBe(1);
  slow[0]?.end("late");
  expect((await answered(waiting)).received).toContain("late");
});

test("when all wait for an answer, nobody is closed for more", async () => {
  const { open, slow } = await start(5);
  const all: { readonly received: string }[] = [];
  for (let n = 1; n <= 10; n += 1) {
    all.push(await open(get("/slow")));
    await expect.poll(() => slow.length, patient).toBe(n);
  }
  for (const response of slow) response.end("late");
  for (const one of all) {
    expect((await answered(one)).received).toContain("late");
  }
});
