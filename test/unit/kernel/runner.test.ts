import { createMemoryInbox } from "../../../templates/app/src/frameio/kernel/inbox/memory-inbox.gen.js";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { WebhookContext } from "../../../templates/app/src/frameio/kernel/handlers/webhook.gen.js";
import { clock, deferred, settle, testKernel, webhook } from "./support.js";

describe("the context of a handler", () => {
  test("tells what was delivered, without the signature", async () => {
    let seen: WebhookContext["delivery"] | undefined;
    const handle = (_: unknown, context: WebhookContext) => {
      seen = context.delivery;
    };
    const kernel = testKernel([webhook("file.ready", { handle })]);
    await kernel.send({
      at: clock - 2000,
      headers: { "user-agent": "Frame.io V4 API", cookie: "a=b" },
    });
    expect(seen).toEqual({
      provider: "frameio",
      event: "file.ready",
      test: false,
      key: expect.stringMatching(/^frameio:file-ready:/),
      timestamp: clock - 2000,
      receivedAt: clock,
      headers: {
        "content-type": "application/json",
        "user-agent": "Frame.io V4 API",
        "x-frameio-request-timestamp": String(clock / 1000 - 2),
      },
    });
  });

  test("logs with event type and key", async () => {
    const kernel = testKernel([
      webhook("file.ready", {
        handle: (_, { log }) => {
          log.info({ a: 1 }, "hello");
          log.info("again");
          log.child({ b: 2 }).warn("of a child");
        },
      }),
    ]);
    await kernel.send();
    const bound = { event: "file.ready", key: expect.any(String) };
    expect(kernel.log.lines.slice(0, 3)).toEqual([
      { ...bound, a: 1, level: "info", message: "hello" },
      { ...bound, level: "info", message: "again" },
      { ...bound, b: 2, level: "warn", message: "of a child" },
    ]);
  });
});

describe("the budget", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("a handler that outlives it is warned of, its signal aborts, its answer still counts", async () => {
    const gate = deferred();
    let signal: AbortSignal | undefined;
    const kernel = testKernel([
      webhook("file.ready", {
        handle: (_, context) => {
          signal = context.signal;
          return gate.promise;
        },
      }),
    ]);
    const answer = kernel.send();
    await settle();
    vi.advanceTimersByTime(4_999);
    expect(signal?.aborted).toBe(false);
    expect(kernel.log.lines).toHaveLength(0);
    vi.advanceTimersByTime(1);
    expect(signal?.aborted).toBe(true);
    expect(kernel.log.lines).toMatchObject([
      { level: "warn", budgetMs: 5_000, event: "file.ready" },
    ]);
    gate.resolve();
    expect((await answer).status).toBe(200);
  });

  test("a signal that is first looked at afterwards is aborted too", async () => {
    const gate = deferred();
    let aborted: boolean | undefined;
    const kernel = testKernel([
      webhook("file.ready", {
        handle: async (_, context) => {
          await gate.promise;
          aborted = context.signal.aborted;
        },
      }),
    ]);
    const answer = kernel.send();
    await settle();
    vi.advanceTimersByTime(5_000);
    gate.resolve();
    await answer;
    expect(aborted).toBe(true);
  });

  test("within it nothing is said, and no timer is left when it has passed", async () => {
    const kernel = testKernel([webhook("file.ready")]);
    await kernel.send();
    vi.advanceTimersByTime(5_000);
    expect(vi.getTimerCount()).toBe(0);
    expect(kernel.log.lines.map(({ level }) => level)).toEqual(["info"]);
  });

  test("in the background there is none", async () => {
    const gate = deferred();
    let signal: AbortSignal | undefined;
    const kernel = testKernel([
      webhook("file.ready", {
        mode: "inbox",
        handle: (_, context) => {
          signal = context.signal;
          return gate.promise;
        },
      }),
    ]);
    await kernel.send();
    await settle();
    vi.advanceTimersByTime(60_000);
    expect(signal?.aborted).toBe(false);
    gate.resolve();
    await settle();
    expect(kernel.log.lines.map(({ level }) => level)).toEqual([
      "info",
      "info",
    ]);
  });
});

test("so many run in the background at a time, in the order they came", async () => {
  const gates = new Map<unknown, ReturnType<typeof deferred>>();
  const started: unknown[] = [];
  const kernel = testKernel(
    [
      webhook("file.ready", {
        mode: "inbox",
        handle: ({ n }) => {
          started.push(n);
          const gate = deferred();
          gates.set(n, gate);
          return gate.promise;
        },
      }),
    ],
    { routes: { inbox: { concurrency: 2 } } },
  );
  for (const n of [1, 2, 3, 4]) {
    await kernel.send({ event: { type: "file.ready", n } });
  }
  await settle();
  expect(started).toEqual([1, 2]);
  gates.get(2)?.reject(new Error("failed"));
  await settle();
  expect(started).toEqual([1, 2, 3]);
  gates.get(1)?.resolve();
  await settle();
  expect(started).toEqual([1, 2, 3, 4]);
});

describe("draining", () => {
  test("waits for handlers, for the queue and for waitUntil", async () => {
    const gate = deferred();
    const later = deferred();
    const ran: unknown[] = [];
    const kernel = testKernel(
      [
        webhook("file.ready", {
          mode: "inbox",
          handle: async ({ n }, { waitUntil }) => {
            await gate.promise;
            waitUntil(later.promise.then(() => ran.push("later")));
            ran.push(n);
          },
        }),
      ],
      { routes: { inbox: { concurrency: 1 } } },
    );
    for (const n of [1, 2]) {
      await kernel.send({ event: { type: "file.ready", n } });
    }
    let left: number | undefined;
    const drained = kernel.drain(5_000).then((count) => (left = count));
    gate.resolve();
    await settle();
    expect(ran).toEqual([1, 2]);
    expect(left).toBeUndefined();
    later.resolve();
    await drained;
    expect(left).toBe(0);
    expect(ran).toEqual([1, 2, "later", "later"]);
  });

  test("past the limit it aborts, and tells what was left", async () => {
    const signals: AbortSignal[] = [];
    const never = (_: unknown, { signal }: WebhookContext) => {
      signals.push(signal);
      return new Promise(() => {});
    };
    const kernel = testKernel(
      [
        webhook("file.ready", { mode: "inbox", handle: never }),
        webhook("file.created", { handle: never }),
      ],
      { routes: { inbox: { concurrency: 1 } } },
    );
    for (const n of [1, 2]) {
      await kernel.send({ event: { type: "file.ready", n } });
    }
    void kernel.send({ event: { type: "file.created" } });
    await settle();
    expect(await kernel.drain(5)).toBe(3);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  });

  test("past the limit nothing that waited is started any more", async () => {
    const gate = deferred();
    const started: unknown[] = [];
    const kernel = testKernel(
      [
        webhook("file.ready", {
          mode: "inbox",
          handle: ({ n }) => {
            started.push(n);
            return gate.promise;
          },
        }),
      ],
      { routes: { inbox: { concurrency: 1 } } },
    );
    for (const n of [1, 2]) {
      await kernel.send({ event: { type: "file.ready", n } });
    }
    expect(await kernel.drain(5)).toBe(2);
    gate.resolve();
    await settle();
    expect(started).toEqual([1]);
  });

  test("meanwhile nothing more is taken into the background", async () => {
    const gate = deferred();
    const kernel = testKernel([
      webhook("file.ready", { mode: "inbox", handle: () => gate.promise }),
    ]);
    await kernel.send();
    const drained = kernel.drain(5_000);
    const answer = await kernel.send({ event: { type: "file.ready", n: 2 } });
    expect(answer.status).toBe(503);
    gate.resolve();
    expect(await drained).toBe(0);
  });

  test("with nothing to do it is done at once", async () => {
    expect(await testKernel([]).drain(60_000)).toBe(0);
  });
});

test("work after the answer that fails is logged, the answer stands", async () => {
  const error = new Error("too late");
  const kernel = testKernel([
    webhook("file.ready", {
      handle: (_, { waitUntil }) => waitUntil(Promise.reject(error)),
    }),
  ]);
  expect((await kernel.send()).status).toBe(200);
  await settle();
  expect(kernel.log.lines).toContainEqual(
    expect.objectContaining({
      level: "error",
      message: "work after the answer failed",
      event: "file.ready",
      err: error,
    }),
  );
});

test("an inbox that cannot be reached: 503, come again, and the app lives on", async () => {
  const error = new Error("disk full");
  let down = true;
  const store = createMemoryInbox({ now: () => clock });
  const kernel = testKernel([webhook("file.ready", { mode: "inbox" })], {
    inbox: {
      ...store,
      accept: (one) => (down ? Promise.reject(error) : store.accept(one)),
      isReady: () => (down ? Promise.reject(error) : store.isReady()),
    },
  });
  expect(await kernel.send()).toMatchObject({
    status: 503,
    headers: { "retry-after": "10" },
  });
  expect(kernel.log.lines).toContainEqual(
    expect.objectContaining({
      level: "error",
      outcome: "unavailable",
      err: error,
    }),
  );
  expect(await kernel.isReady()).toBe(false);
  down = false;
  expect(await kernel.isReady()).toBe(true);
  expect((await kernel.send()).status).toBe(202);
});
