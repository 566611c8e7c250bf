import { createServer } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { attachKernel } from "../../../templates/app/src/frameio/kernel/http/node-http.gen.js";
import { delivery, deferred, path, testKernel, webhook } from "./support.js";

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

async function start(
  handle: () => unknown = () => {},
  limits: { receivingBytes?: number } = {},
) {
  const kernel = testKernel([webhook("file.ready", { handle })]);
  const server = createServer();
  const state = { closing: false };
  attachKernel(server, {
    kernel,
    now: () => delivery().receivedAt,
    isClosing: () => state.closing,
    receivingBytes: 1_000_000,
    sources: { mustWait: () => 0, refused: () => Promise.resolve() },
    ...limits,
    fallback: (request, response) => {
      const { method, url, headers } = request;
      response.end(`fallback ${method} ${url} ${headers.host}\n`);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUps.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { kernel, port, state, server };
}

/** A bare connection: what is written and read is under control to the byte. */
async function open(port: number) {
  const socket: Socket = connect(port, "127.0.0.1");
  cleanUps.push(() => socket.destroy());
  let received = "";
  let closed = false;
  socket.setEncoding("latin1");
  socket.on("data", (text: string) => (received += text));
  socket.on("error", () => {});
  socket.on("close", () => (closed = true));
  await new Promise((resolve) => socket.once("connect", resolve));
  return {
    socket,
    write: (text: string | Uint8Array) => socket.write(text),
    statuses: () =>
      [...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((found) =>
        Number(found[1]),
      ),
    received: () => received,
    isClosed: () => closed,
  };
}

interface HeadOptions {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
}

function head(
  request = delivery(),
  { method = "POST", path: to = path, headers = {} }: HeadOptions = {},
): string {
  const lines = Object.entries({
    host: "localhost",
    ...request.headers,
    ...headers,
  });
  return `${method} ${to} HTTP/1.1\r\n${lines
    .map(([name, value]) => `${name}: ${String(value)}\r\n`)
    .join("")}\r\n`;
}

function whole(request = delivery(), options: HeadOptions = {}): string {
  const length = { "content-length": String(request.body.byteLength) };
  const headers = { ...length, ...options.headers };
  const text = Buffer.from(request.body).toString("latin1");
  return head(request, { ...options, headers }) + text;
}

function chunk(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
}

const numbered = (n: number) => delivery({ event: { type: "file.ready", n } });

test("a delivery in one piece, and its whole answer", async () => {
  const { port } = await start();
  const connection = await open(port);
  connection.write(whole());
  await expect.poll(connection.statuses).toEqual([200]);
  expect(connection.received()).toContain("content-length: 2\r\n");
  expect(connection.received()).toMatch(/\r\n\r\nOK$/);
});

test("the query does not belong to the path", async () => {
  const { port } = await start();
  const connection = await open(port);
  connection.write(whole(delivery(), { path: `${path}?a=${path}` }));
  await expect.poll(connection.statuses).toEqual([200]);
});

test.each([
  ["http://localhost", ""],
  ["HTTPS://[::1]:8443", "?a=http://b/c"],
])("a whole address as the request's target: %s", async (origin, query) => {
  const { port } = await start();
  const connection = await open(port);
  connection.write(whole(delivery(), { path: origin + path + query }));
  await expect.poll(connection.statuses).toEqual([200]);
  const asking = { expect: "100-continue" };
  connection.write(
    whole(numbered(2), { path: origin + path, headers: asking }),
  );
  await expect.poll(connection.statuses).toEqual([200, 100, 200]);
});

test.each([
  ["http://other.example/elsewhere?a", "/elsewhere?a other.example"],
  ["http://other.example", "/ other.example"],
  ["http://other.example?a", "/?a other.example"],
  ["http:///webhooks/frameio", "http:///webhooks/frameio localhost"],
  [
    "ftp://other.example/webhooks/frameio",
    "ftp://other.example/webhooks/frameio localhost",
  ],
  ["*", "* localhost"],
])("the app gets %s as %s", async (target, seen) => {
  const { port } = await start();
  const connection = await open(port);
  connection.write(head(delivery(), { method: "OPTIONS", path: target }));
  await expect
    .poll(connection.received)
    .toContain(`fallback OPTIONS ${seen}\n`);
});

test("everything else goes to the app", async () => {
  const { port, kernel } = await start();
  const connection = await open(port);
  connection.write(whole(delivery(), { path: "/elsewhere" }));
  await expect.poll(connection.received).toContain("fallback POST /elsewhere");
  expect(kernel.log.lines).toEqual([]);
});

test("a body that comes byte by byte", async () => {
  const { port } = await start();
  const connection = await open(port);
  for (const byte of Buffer.from(whole(), "latin1")) {
    connection.write(Uint8Array.of(byte));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await expect.poll(connection.statuses).toEqual([200]);
});

test("a chunked body", async () => {
  const { port } = await start();
  const connection = await open(port);
  const request = delivery();
  const text = Buffer.from(request.body).toString();
  const headers = { "transfer-encoding": "chunked" };
  connection.write(head(request, { headers }));
  connection.write(chunk(text.slice(0, 10)) + chunk(text.slice(10)));
  expect(connection.statuses()).toEqual([]);
  connection.write("0\r\n\r\n");
  await expect.poll(connection.statuses).toEqual([200]);
});

test("many deliveries over one connection", async () => {
  const { port } = await start();
  const connection = await open(port);
  for (const n of [1, 2, 3]) {
    connection.write(whole(numbered(n)));
    await expect.poll(() => connection.statuses().length).toBe(n);
  }
  expect(connection.statuses()).toEqual([200, 200, 200]);
  expect(connection.isClosed()).toBe(false);
});

test("deliveries that are sent without waiting are answered in order", async () => {
  const { port } = await start();
  const connection = await open(port);
  const get = { method: "GET", headers: { "content-length": "0" } };
  connection.write(
    whole(numbered(1)) +
      head(delivery(), get) +
      whole(delivery({ secret: "wrong" })) +
      whole(numbered(2)),
  );
  await expect.poll(connection.statuses).toEqual([200, 405, 401, 200]);
});

test("duplicate signature headers are no signature", async () => {
  const { port } = await start();
  const connection = await open(port);
  const again = String(delivery().headers["x-frameio-signature"]);
  connection.write(
    whole(delivery(), { headers: { "X-Frameio-Signature": again } }),
  );
  await expect.poll(connection.statuses).toEqual([401]);
});

describe("too large", () => {
  const large = delivery({ body: "x".repeat(100_000) });

  test("a declared length: refused before the body is there, then closed", async () => {
    const { port, kernel } = await start();
    const connection = await open(port);
    const headers = { "content-length": "100000" };
    connection.write(head(large, { headers }));
    await expect.poll(connection.statuses).toEqual([413]);
    expect(connection.received()).toContain("connection: close");
    expect(kernel.log.lines).toMatchObject([{ status: 413 }]);
    connection.write(large.body);
    await expect.poll(connection.isClosed).toBe(true);
    expect(connection.statuses()).toEqual([413]);
  });

  test("a chunked body: refused at the limit, however long it goes on", async () => {
    const { port, kernel } = await start();
    const connection = await open(port);
    const headers = { "transfer-encoding": "chunked" };
    connection.write(head(large, { headers }));
    connection.write(chunk("x".repeat(10_000)));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(connection.statuses()).toEqual([]);
    connection.write(chunk("x"));
    await expect.poll(connection.statuses).toEqual([413]);
    const more = setInterval(
      () => connection.write(chunk("x".repeat(9_999))),
      1,
    );
    cleanUps.push(() => clearInterval(more));
    await expect.poll(connection.isClosed).toBe(true);
    expect(kernel.log.lines).toHaveLength(1);
  });

  test("the sender gets to read the answer although it is still writing", async () => {
    const { port } = await start();
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "x".repeat(5_000_000),
    });
    expect(answer.status).toBe(413);
    expect(await answer.text()).toBe("Payload Too Large");
  });

  test("a sender that reads only after it has written all gets there", async () => {
    const { port } = await start();
    const connection = await open(port);
    const length = 40_000_000;
    const headers = { "content-length": String(length) };
    connection.write(head(large, { headers }));
    await new Promise<void>((resolve, reject) => {
      connection.socket.write(Buffer.alloc(length), (error) =>
        error ? reject(error) : resolve(),
      );
    });
    await expect.poll(connection.statuses).toEqual([413]);
  });

  test("the next delivery, over a new connection, is welcome", async () => {
    const { port } = await start();
    const first = await open(port);
    first.write(whole(large));
    await expect.poll(first.isClosed).toBe(true);
    const second = await open(port);
    second.write(whole());
    await expect.poll(second.statuses).toEqual([200]);
  });

  test("at the limit exactly it is read", async () => {
    const { port } = await start();
    const connection = await open(port);
    connection.write(whole(delivery({ body: "x".repeat(10_000) })));
    await expect.poll(connection.statuses).toEqual([400]);
  });
});

describe("many bodies at a time", () => {
  /** A body of 9,000 bytes of which all but the last has come. */
  async function almostWhole(port: number, n: number) {
    const request = delivery({ body: `${n}`.padEnd(9_000, " ") });
    const connection = await open(port);
    const text = whole(request);
    connection.write(text.slice(0, -1));
    return { ...connection, finish: () => connection.write(text.slice(-1)) };
  }
  const settled = () => new Promise((resolve) => setTimeout(resolve, 50));

  test("what goes beyond the budget is told to come again; the others go on", async () => {
    const { port, kernel } = await start(() => {}, { receivingBytes: 20_000 });
    const first = await almostWhole(port, 1);
    const second = await almostWhole(port, 2);
    await settled();
    const third = await almostWhole(port, 3);
    await expect.poll(third.statuses).toEqual([429]);
    expect(third.received()).toContain("retry-after: 5\r\n");
    expect(kernel.log.lines).toMatchObject([
      { status: 429, reason: "too much is being received" },
    ]);
    first.finish();
    second.finish();
    await expect.poll(first.statuses).toEqual([400]);
    await expect.poll(second.statuses).toEqual([400]);
  });

  test("what is whole, refused or broken off counts no more", async () => {
    const { port } = await start(() => {}, { receivingBytes: 20_000 });
    for (const end of ["finish", "leave", "finish", "leave"]) {
      const pair = [await almostWhole(port, 1), await almostWhole(port, 2)];
      await settled();
      const third = await almostWhole(port, 3);
      await expect.poll(third.statuses).toEqual([429]);
      for (const one of pair) {
        if (end === "finish") one.finish();
        else one.socket.destroy();
      }
      await settled();
    }
    const connection = await open(port);
    connection.write(whole());
    await expect.poll(connection.statuses).toEqual([200]);
  });
});

describe("a sender that asks before it sends", () => {
  const expecting = (headers: Record<string, string>) =>
    head(delivery(), { headers: { expect: "100-continue", ...headers } });

  test("is told to go on, then answered", async () => {
    const { port } = await start();
    const connection = await open(port);
    const { body } = delivery();
    connection.write(expecting({ "content-length": String(body.byteLength) }));
    await expect.poll(connection.statuses).toEqual([100]);
    connection.write(body);
    await expect.poll(connection.statuses).toEqual([100, 200]);
  });

  test.each([
    [413, { "content-length": "10001" }],
    [415, { "content-length": "10", "content-type": "text/plain" }],
  ])("is refused with %d before it sends", async (status, headers) => {
    const { port } = await start();
    const connection = await open(port);
    connection.write(expecting(headers));
    await expect.poll(connection.statuses).toEqual([status]);
  });
});

test("a sender that goes away in the middle leaves nothing behind", async () => {
  const { port, kernel, server } = await start();
  const connection = await open(port);
  connection.write(head(delivery(), { headers: { "content-length": "500" } }));
  connection.write("half");
  connection.socket.destroy();
  await expect
    .poll(
      () =>
        new Promise((resolve) =>
          server.getConnections((_, count) => resolve(count)),
        ),
    )
    .toBe(0);
  expect(kernel.log.lines).toEqual([]);
  const next = await open(port);
  next.write(whole());
  await expect.poll(next.statuses).toEqual([200]);
});

test("a sender that does not wait for the answer: the handler runs all the same", async () => {
  const gate = deferred();
  let ended = false;
  const { port, kernel } = await start(async () => {
    await gate.promise;
    ended = true;
  });
  const connection = await open(port);
  connection.write(whole());
  await new Promise((resolve) => setTimeout(resolve, 20));
  connection.socket.destroy();
  gate.resolve();
  await expect.poll(() => kernel.log.lines.length).toBe(1);
  expect(ended).toBe(true);
  expect(kernel.log.lines).toMatchObject([{ outcome: "processed" }]);
});

test("while the server closes, so do its connections", async () => {
  const { port, state } = await start();
  const connection = await open(port);
  state.closing = true;
  connection.write(whole());
  await expect.poll(connection.isClosed).toBe(true);
  expect(connection.statuses()).toEqual([200]);
});
