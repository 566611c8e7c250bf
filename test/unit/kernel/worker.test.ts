import { describe, expect, test, vi } from "vitest";
import { createMemoryInbox } from "../../../templates/app/src/frameio/kernel/inbox/memory-inbox.gen.js";
import { retryDelay } from "../../../templates/app/src/frameio/kernel/inbox/backoff.gen.js";
import {
  Fatal,
  type WebhookContext,
} from "../../../templates/app/src/frameio/kernel/handlers/webhook.gen.js";
import {
  defaultInbox,
  type Routes,
} from "../../../templates/app/src/frameio/kernel/routes.gen.js";
import { clock, settle, testKernel, webhook, type Handle } from "./support.js";

/** A kernel with a worker, its inbox, and a clock that is set by hand. */
function setUp(
  handle: Handle,
  route: Parameters<typeof webhook>[1] = {},
  routes: Partial<Routes> = {},
) {
  const time = { now: clock };
  const now = () => time.now;
  const inbox = createMemoryInbox({ now });
  const kernel = testKernel(
    [webhook("file.ready", { mode: "inbox", handle, ...route })],
    { inbox, now, routes },
  );
  const stored = async () => (await inbox.list({}, 100)).toReversed();
  return { time, inbox, kernel, stored };
}

const event = (n: number, id = "file_1") => ({
  type: "file.ready",
  resource: { id, type: "file" },
  n,
});

test("back-off: 5 s, doubled each time, an hour at most, between half of it and all of it", () => {
  const all = [1, 2, 3, 10, 11, 50].map((n) => retryDelay(n, () => 1));
  expect(all).toEqual([5, 10, 20, 2560, 3600, 3600].map((s) => s * 1000));
  expect(retryDelay(3, () => 0)).toBe(10_000);
  expect(retryDelay(3, () => 0.5)).toBe(15_000);
});

test("it is tried again at its time with the next attempt, and put aside after the last", async () => {
  const attempts: number[] = [];
  const { time, kernel, stored } = setUp(
    (_, ctx) => {
      attempts.push(ctx.attempt);
      throw new Error(`no ${ctx.attempt}`);
    },
    { work: { attempts: 3 } },
  );
  await kernel.send();
  await settle();
  for (const n of [1, 2]) {
    const [failed] = await stored();
    expect(failed).toMatchObject({ state: "failed", attempts: n });
    const wait = (failed?.dueAt ?? 0) - time.now;
    expect(wait).toBeGreaterThanOrEqual(2_500 * n);
    expect(wait).toBeLessThanOrEqual(5_000 * n);
    time.now = failed?.dueAt ?? 0;
    await expect.poll(() => attempts).toHaveLength(n + 1);
    await settle();
  }
  const [dead] = await stored();
  expect(dead).toMatchObject({ state: "dead", event: "file.ready" });
  expect(dead?.history.map(({ error }) => error?.split("\n")[0])).toEqual([
    "Error: no 1",
    "Error: no 2",
    "Error: no 3",
  ]);
  expect(kernel.log.lines.map((line) => line["outcome"])).toEqual([
    "accepted",
    "failed",
    "failed",
    "dead",
  ]);
  await kernel.drain(0);
});

test("Fatal: put aside at once; put back by hand it runs again, and knows", async () => {
  const seen: boolean[] = [];
  const { inbox, kernel, stored } = setUp((_, { replay }) => {
    seen.push(replay);
    if (!replay) throw new Fatal("there is no such project");
  });
  await kernel.send();
  await settle();
  expect((await stored())[0]?.state).toBe("dead");
  await inbox.replay({ states: ["dead"] });
  await settle();
  expect(seen).toEqual([false, true]);
  expect((await stored())[0]?.state).toBe("done");
  await kernel.drain(0);
});

test("a step of ctx.once is not repeated when the delivery is tried again", async () => {
  let posted = 0;
  const results: unknown[] = [];
  const { time, kernel, stored } = setUp(async (_, ctx) => {
    results.push(await ctx.once("comment", () => ({ id: ++posted })));
    if (ctx.attempt === 1) throw new Error("after the comment");
  });
  await kernel.send();
  await settle();
  time.now += 5_000;
  await expect.poll(async () => (await stored())[0]?.state).toBe("done");
  expect(results).toEqual([{ id: 1 }, { id: 1 }]);
  await kernel.drain(0);
});

test("what is signed but cannot be read is dead, with the reason", async () => {
  const { kernel, stored } = setUp(() => {});
  expect((await kernel.send({ body: "no JSON" })).status).toBe(202);
  expect((await kernel.send({ event: { a: 1 } })).status).toBe(202);
  await settle();
  const all = await stored();
  expect(all.map(({ state }) => state)).toEqual(["dead", "dead"]);
  expect(all.map(({ history }) => history[0]?.error)).toEqual([
    "not a JSON object",
    "no event type",
  ]);
  await kernel.drain(0);
});

test("the worker refuses an event that is signed with the secret of another webhook", async () => {
  const ran: string[] = [];
  const mine = (name: string, secret: string) =>
    webhook(name, {
      mode: "inbox",
      handle: () => ran.push(name),
      options: { secret },
    });
  const inbox = createMemoryInbox({ now: () => clock });
  const kernel = testKernel(
    [mine("file.ready", "one"), mine("file.created", "two")],
    { inbox },
  );
  await kernel.send({ event: event(1), secret: "two" });
  await settle();
  expect(ran).toEqual([]);
  const [dead] = await inbox.list({}, 10);
  expect(dead).toMatchObject({ state: "dead", owners: ["file-created"] });
  expect(dead?.history[0]?.error).toBe(
    "signed with the secret of another webhook",
  );
  await kernel.send({ event: event(1), secret: "one" });
  await settle();
  expect(ran).toEqual(["file.ready"]);
  await kernel.drain(0);
});

describe("order by resource", () => {
  const late = (stale: "pass" | "skip") => {
    const seen: [unknown, boolean][] = [];
    const setup = setUp(
      ({ n }, ctx: WebhookContext) => {
        seen.push([n, ctx.stale]);
        if (n === 1 && ctx.attempt === 1) throw new Error("not yet");
      },
      { order: { by: "resource", stale } },
    );
    return { ...setup, seen };
  };

  async function failThenPass({
    time,
    kernel,
    stored,
  }: ReturnType<typeof late>) {
    await kernel.send({ event: event(1), at: clock - 5_000 });
    await settle();
    await kernel.send({ event: event(2), at: clock });
    await settle();
    time.now += 5_000;
    await expect.poll(async () => (await stored())[0]?.state).toBe("done");
    await kernel.drain(0);
  }

  test("one that comes again after a later one is done is stale", async () => {
    const setup = late("pass");
    await failThenPass(setup);
    expect(setup.seen).toEqual([
      [1, false],
      [2, false],
      [1, true],
    ]);
  });

  test("or it is skipped", async () => {
    const setup = late("skip");
    await failThenPass(setup);
    expect(setup.seen).toEqual([
      [1, false],
      [2, false],
    ]);
    expect(setup.kernel.log.lines.at(-1)).toMatchObject({ outcome: "stale" });
  });
});

test("of a webhook with a limit of its own, no more run at a time, and all do in the end", async () => {
  let running = 0;
  let most = 0;
  const gates: (() => void)[] = [];
  const { time, kernel } = setUp(
    () =>
      new Promise<void>((resolve) => {
        most = Math.max(most, ++running);
        gates.push(() => {
          running -= 1;
          resolve();
        });
      }),
    { work: { concurrency: 2 } },
  );
  for (const n of [1, 2, 3, 4, 5]) {
    await kernel.send({ event: event(n, `file_${n}`) });
  }
  await settle();
  expect(running).toBe(2);
  for (let done = 0; done < 5; done++) {
    time.now += 1_000;
    await expect.poll(() => gates.length).toBeGreaterThan(0);
    gates.shift()?.();
    await settle();
  }
  expect(most).toBe(2);
  await kernel.drain(0);
});

test("a handler whose time is up has its signal aborted, and has failed", async () => {
  const { kernel, stored } = setUp(
    (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason as Error));
      }),
    { work: { timeoutSeconds: 0.05 } },
  );
  await kernel.send();
  await expect.poll(async () => (await stored())[0]?.state).toBe("failed");
  expect((await stored())[0]?.history[0]?.error).toContain(
    "the handler did not end within 50 ms",
  );
  await kernel.drain(0);
});

describe("what no event can tell of has a line and is counted", () => {
  async function inboxWith(provider: string, lostWorkers: number) {
    const inbox = createMemoryInbox({ now: () => clock });
    await inbox.accept({
      key: "a-key",
      ttlMs: 1_000,
      provider,
      path: "/webhooks/frameio",
      owners: ["file-ready"],
      headers: {},
      timestamp: clock,
      receivedAt: clock,
      body: new TextEncoder().encode(JSON.stringify(event(1))),
    });
    // The lease of each has ended as soon as it is taken.
    for (let n = 0; n < lostWorkers; n++) await inbox.take(1, 0);
    return inbox;
  }

  test.each([
    [
      "every worker that took it was killed",
      "frameio",
      3,
      "no attempts are left: the worker stopped in the middle of each",
    ],
    [
      "its provider is no longer there",
      "gone",
      0,
      "frameio.jsonc has no provider gone",
    ],
  ])("%s", async (_, provider, lostWorkers, reason) => {
    const inbox = await inboxWith(provider, lostWorkers);
    const handle = vi.fn<Handle>();
    const kernel = testKernel(
      [webhook("file.ready", { mode: "inbox", handle, work: { attempts: 3 } })],
      {
        inbox,
        now: () => clock,
        routes: { inbox: { ...defaultInbox, attempts: 3 } },
      },
    );
    await expect
      .poll(() => kernel.log.lines)
      .toMatchObject([
        {
          provider,
          outcome: "dead",
          reason,
          attempt: lostWorkers + 1,
          key: expect.any(String) as string,
        },
      ]);
    expect(handle).not.toHaveBeenCalled();
    expect(kernel.metrics.snapshot()).toMatchObject({ dead: 1 });
    expect((await inbox.list({}, 1))[0]).toMatchObject({ state: "dead" });
    await kernel.drain(0);
  });
});
