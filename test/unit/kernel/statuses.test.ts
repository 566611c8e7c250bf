import { expect, test } from "vitest";
import type { Outcome } from "../../../templates/app/src/frameio/kernel/observation/metrics.gen.js";
import {
  clock,
  fileReady,
  testKernel,
  webhook,
  type RequestOptions,
} from "./support.js";

interface Case {
  readonly given: RequestOptions;
  readonly status: number;
  readonly outcome: Outcome;
  readonly reason?: string;
}

const cases: Record<string, Case> = {
  "a signed delivery": { given: {}, status: 200, outcome: "processed" },
  "parameters in the content type": {
    given: { headers: { "content-type": "Application/JSON; charset=utf-8" } },
    status: 200,
    outcome: "processed",
  },
  "a content type that ends in +json": {
    given: { headers: { "content-type": "application/vnd.frameio+json" } },
    status: 200,
    outcome: "processed",
  },
  "an event without handler": {
    given: { event: { type: "file.vanished" } },
    status: 200,
    outcome: "unhandled",
  },
  "a name from the prototype as event": {
    given: { event: { type: "constructor" } },
    status: 200,
    outcome: "unhandled",
  },
  "another path": {
    given: { path: "/elsewhere" },
    status: 404,
    outcome: "refused",
    reason: "no such path",
  },
  "the path with a slash more": {
    given: { path: "/webhooks/frameio/" },
    status: 404,
    outcome: "refused",
    reason: "no such path",
  },
  GET: {
    given: { method: "GET" },
    status: 405,
    outcome: "refused",
    reason: "method is not POST",
  },
  "post in lower case": {
    given: { method: "post" },
    status: 405,
    outcome: "refused",
    reason: "method is not POST",
  },
  "a body over the limit": {
    given: { body: "x".repeat(10_001) },
    status: 413,
    outcome: "refused",
    reason: "body too large",
  },
  "a declared length over the limit": {
    given: { headers: { "content-length": "10001" } },
    status: 413,
    outcome: "refused",
    reason: "body too large",
  },
  "size before content type": {
    given: { headers: { "content-length": "10001", "content-type": "a/b" } },
    status: 413,
    outcome: "refused",
    reason: "body too large",
  },
  "no content type": {
    given: { headers: { "content-type": undefined } },
    status: 415,
    outcome: "refused",
    reason: "wrong content type",
  },
  "a form": {
    given: { headers: { "content-type": "application/x-www-form-urlencoded" } },
    status: 415,
    outcome: "refused",
    reason: "wrong content type",
  },
  "a content type that only begins like JSON": {
    given: { headers: { "content-type": "application/jsonp" } },
    status: 415,
    outcome: "refused",
    reason: "wrong content type",
  },
  "no signature": {
    given: { headers: { "x-frameio-signature": undefined } },
    status: 401,
    outcome: "refused",
    reason: "no signature",
  },
  "a malformed signature": {
    given: { headers: { "x-frameio-signature": "v0=nothing" } },
    status: 401,
    outcome: "refused",
    reason: "malformed signature",
  },
  "no timestamp": {
    given: { headers: { "x-frameio-request-timestamp": undefined } },
    status: 401,
    outcome: "refused",
    reason: "no timestamp",
  },
  "a malformed timestamp": {
    given: { headers: { "x-frameio-request-timestamp": "now" } },
    status: 401,
    outcome: "refused",
    reason: "malformed timestamp",
  },
  "another secret": {
    given: { secret: "guess" },
    status: 401,
    outcome: "refused",
    reason: "signature does not match",
  },
  "another timestamp than the signed one": {
    given: { headers: { "x-frameio-request-timestamp": "1700000001" } },
    status: 401,
    outcome: "refused",
    reason: "signature does not match",
  },
  "300 s old": {
    given: { at: clock - 300_000 },
    status: 200,
    outcome: "processed",
  },
  "301 s old": {
    given: { at: clock - 301_000 },
    status: 401,
    outcome: "refused",
    reason: "timestamp outside the tolerance",
  },
  "a year in the future": {
    given: { at: clock + 31_536_000_000 },
    status: 401,
    outcome: "refused",
    reason: "timestamp outside the tolerance",
  },
  "unsigned, and no JSON either": {
    given: { body: "{", headers: { "x-frameio-signature": undefined } },
    status: 401,
    outcome: "refused",
    reason: "no signature",
  },
  "an empty body": {
    given: { body: "" },
    status: 400,
    outcome: "refused",
    reason: "not a JSON object",
  },
  "no JSON": {
    given: { body: "not json" },
    status: 400,
    outcome: "refused",
    reason: "not a JSON object",
  },
  "a JSON array": {
    given: { body: "[]" },
    status: 400,
    outcome: "refused",
    reason: "not a JSON object",
  },
  "JSON that is no UTF-8": {
    given: { body: new Uint8Array([0x22, 0xff, 0x22]) },
    status: 400,
    outcome: "refused",
    reason: "not a JSON object",
  },
  "no event type": {
    given: { event: { resource: { id: "1" } } },
    status: 400,
    outcome: "refused",
    reason: "no event type",
  },
  "an event type that is no text": {
    given: { event: { type: 7 } },
    status: 400,
    outcome: "refused",
    reason: "no event type",
  },
};

test.each(Object.entries(cases))(
  "%s",
  async (_, { given, status, outcome, reason }) => {
    const kernel = testKernel([webhook("file.ready")]);
    const answer = await kernel.send(given);
    expect(answer.status).toBe(status);
    expect(kernel.log.lines).toHaveLength(1);
    expect(kernel.log.lines[0]).toMatchObject({
      message: "delivery",
      outcome,
      status,
    });
    expect(kernel.log.lines[0]?.["reason"]).toBe(reason);
    const event = outcome === "processed" ? "file.ready" : "unknown";
    expect(kernel.metrics.deliveries()).toEqual([{ event, outcome, count: 1 }]);
  },
);

test("the log line of a delivery says what an operator needs", async () => {
  const kernel = testKernel([webhook("file.ready")]);
  await kernel.send();
  expect(kernel.log.lines[0]).toEqual({
    level: "info",
    message: "delivery",
    provider: "frameio",
    event: "file.ready",
    resource: "file_123",
    key: expect.stringMatching(/^[\w-]{12}$/),
    outcome: "processed",
    status: 200,
    ms: expect.any(Number),
    reason: undefined,
    previousSecret: undefined,
    err: undefined,
  });
});

test("answers are plain text that cannot be taken for anything else", async () => {
  const kernel = testKernel([webhook("file.ready")]);
  for (const given of Object.values(cases)) {
    const { headers, body } = await kernel.send(given.given);
    expect(headers["content-type"]).toBe("text/plain; charset=utf-8");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["content-length"]).toBe(String(Buffer.byteLength(body)));
  }
});

test("405 says what is allowed", async () => {
  const answer = await testKernel([]).send({ method: "PUT" });
  expect(answer.headers["allow"]).toBe("POST");
});

test("every fault of a signature gets the very same answer", async () => {
  const kernel = testKernel([webhook("file.ready")]);
  const faults = Object.values(cases).filter(({ status }) => status === 401);
  const answers = await Promise.all(
    faults.map(({ given }) => kernel.send(given)),
  );
  expect(faults.length).toBeGreaterThan(6);
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
});

test("a handler that fails: 500, the error in the log, nothing of it in the answer", async () => {
  const error = new Error("password=hunter2");
  const kernel = testKernel([
    webhook("file.ready", {
      handle: () => {
        throw error;
      },
    }),
  ]);
  const answer = await kernel.send();
  expect(answer).toMatchObject({ status: 500, body: "Internal Server Error" });
  expect(kernel.log.lines).toMatchObject([
    { level: "error", outcome: "failed", status: 500, err: error },
  ]);
});

test("a handler that throws nothing at all is a failure too", async () => {
  const kernel = testKernel([
    webhook("file.ready", { handle: () => Promise.reject() }),
  ]);
  expect((await kernel.send()).status).toBe(500);
});

test("neither secrets nor signatures nor bodies get into answers or logs", async () => {
  const event = { ...fileReady, note: "in the body" };
  const kernel = testKernel([webhook("file.ready")]);
  const sent = [
    await kernel.send({ event }),
    await kernel.send({ event, secret: "wrong" }),
    await kernel.send({ body: '{"note": "in the body"' }),
  ];
  const told = JSON.stringify([sent, kernel.log.lines]);
  expect(told).not.toContain("s3cret");
  expect(told).not.toContain("v0=");
  expect(told).not.toContain("in the body");
});

test("screening answers what needs no body, and lets the rest pass", () => {
  const kernel = testKernel([webhook("file.ready")]);
  const head = { method: "POST", path: "/webhooks/frameio", headers: {} };
  const json = { "content-type": "application/json" };
  expect(kernel.screen(head)?.status).toBe(415);
  expect(kernel.screen({ ...head, method: "GET" })?.status).toBe(405);
  expect(kernel.screen({ ...head, headers: json })).toBeUndefined();
  expect(kernel.refuseTooLarge(head).status).toBe(413);
  expect(kernel.hasPath("/webhooks/frameio")).toBe(true);
  expect(kernel.hasPath("/webhooks")).toBe(false);
  expect(kernel.log.lines).toHaveLength(3);
});
