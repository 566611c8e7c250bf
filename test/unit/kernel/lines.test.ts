import { afterEach, describe, expect, test } from "vitest";
import {
  createHandlers,
  createOn,
  type OnOptions,
} from "../../../templates/app/src/frameio/kernel/handlers/handlers.gen.js";
import type { Kernel } from "../../../templates/app/src/frameio/kernel/kernel.gen.js";
import { createMemoryInbox } from "../../../templates/app/src/frameio/kernel/inbox/memory-inbox.gen.js";
import type { WebhookRoute } from "../../../templates/app/src/frameio/kernel/routes.gen.js";
import type { WebhookContext } from "../../../templates/app/src/frameio/kernel/handlers/webhook.gen.js";
import {
  clock,
  frameio,
  provider,
  testKernel,
  webhook,
  type TestEvent,
} from "./support.js";

/** `at`: when it happened, seconds after the clock. */
const event = (n: number, at = n, id = "file_1"): TestEvent => ({
  type: "file.ready",
  resource: { id, type: "file" },
  happened: new Date(clock + at * 1000).toISOString(),
  n,
});

const patient = { timeout: 30_000, interval: 10 };
const kernels: Kernel[] = [];
afterEach(async () => {
  for (const kernel of kernels.splice(0)) await kernel.drain(0);
});

interface Setup {
  readonly on?: OnOptions<TestEvent>;
  readonly declared?: Partial<WebhookRoute>;
  readonly batch?: boolean;
}

/** A handler that ends when it is told to, one at a time, in an app whose events come alone or in batches. */
function setUp({ on, declared, batch = false }: Setup) {
  const time = { now: clock };
  const now = () => time.now;
  const inbox = createMemoryInbox({ now });
  const handlers = createHandlers();
  const seen: string[] = [];
  const going: (() => void)[] = [];
  const failing = new Set<unknown>();
  let most = 0;
  const handle = async ({ n }: TestEvent, ctx: WebhookContext) => {
    seen.push(`${String(n)}${ctx.stale ? " stale" : ""}`);
    await new Promise<void>((resolve) => {
      going.push(resolve);
      most = Math.max(most, going.length);
    });
    if (failing.delete(n)) throw new Error(`no ${String(n)}`);
  };
  if (on) {
    createOn<Record<string, TestEvent>>(handlers, {})("file.ready", handle, on);
  }
  const route = { mode: "inbox", handle, ...declared } as const;
  const kernel = testKernel(
    [on ? webhook("file.created") : webhook("file.ready", route)],
    {
      inbox,
      now,
      handlers,
      routes: {
        providers: [
          {
            ...provider,
            delivery: {
              ...frameio,
              order: { pointer: "/happened" },
              ...(batch && { batch: { pointer: "/events" } }),
            },
          },
        ],
      },
    },
  );
  kernels.push(kernel);
  return {
    inbox,
    kernel,
    seen,
    failing,
    most: () => most,
    going: () => going.length,
    async send(...events: TestEvent[]) {
      const body = batch ? { events } : events[0];
      expect((await kernel.send({ event: body })).status).toBe(202);
    },
    /** Lets the one that runs longest end; what was postponed is due then. */
    async endOne() {
      await expect.poll(() => going.length, patient).toBeGreaterThan(0);
      going.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
      time.now += 1_000;
    },
    async untilDone(deliveries: number) {
      await expect
        .poll(async () => (await inbox.stats()).counts.done, patient)
        .toBe(deliveries);
    },
    later: (ms: number) => (time.now += ms),
  };
}

const inOrder = { by: "resource", stale: "pass" } as const;

describe.each([
  ["a webhook of frameio.jsonc", { declared: { order: inOrder } }],
  ["a handler that is registered in code", { on: { order: "resource" } }],
] as const)("order by resource: %s", (_, setup) => {
  test("one at a time of a resource; others don't wait", async () => {
    const app = setUp(setup);
    await app.send(event(1));
    await app.send(event(2));
    await app.send(event(3, 3, "file_2"));
    await expect.poll(app.going, patient).toBe(2);
    expect(app.seen).toEqual(["1", "3"]);
    await app.endOne();
    await expect.poll(() => app.seen, patient).toEqual(["1", "3", "2"]);
    await app.endOne();
    await app.endOne();
    await app.untilDone(3);
    expect(app.most()).toBe(2);
  });

  test("what happened before the last one done is stale, however late it comes", async () => {
    const app = setUp(setup);
    await app.send(event(2));
    await app.endOne();
    await app.untilDone(1);
    await app.send(event(1));
    await app.endOne();
    await app.untilDone(2);
    expect(app.seen).toEqual(["2", "1 stale"]);
  });
});

describe("the events of a batch", () => {
  test("wait for their turn with those of other batches", async () => {
    const app = setUp({ batch: true, declared: { order: inOrder } });
    await app.send(event(1), event(2));
    await app.send(event(3), event(4, 4, "file_2"));
    await expect.poll(() => app.seen, patient).toEqual(["1"]);
    await app.endOne();
    await expect.poll(() => app.seen, patient).toContain("2");
    while ((await app.inbox.stats()).counts.done < 2) {
      if (app.going() > 0) await app.endOne();
      else app.later(1_000);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(app.seen.toSorted()).toEqual(["1", "2", "3", "4"]);
    expect(app.seen.indexOf("2")).toBeLessThan(app.seen.indexOf("3"));
  });

  test("are stale after a later one, be it of the same batch", async () => {
    const app = setUp({ batch: true, declared: { order: inOrder } });
    await app.send(event(2), event(1));
    await app.endOne();
    await app.endOne();
    await app.untilDone(1);
    await app.send(event(1.5), event(3));
    await app.endOne();
    await app.endOne();
    await app.untilDone(2);
    expect(app.seen).toEqual(["2", "1 stale", "1.5 stale", "3"]);
  });

  test("or are skipped", async () => {
    const order = { by: "resource", stale: "skip" } as const;
    const app = setUp({ batch: true, declared: { order } });
    await app.send(event(2), event(1));
    await app.endOne();
    await app.untilDone(1);
    expect(app.seen).toEqual(["2"]);
    expect(
      app.kernel.log.lines.filter(({ outcome }) => outcome === "stale"),
    ).toHaveLength(1);
  });

  test("one that failed lets the next have its turn, and is stale when it comes again", async () => {
    const app = setUp({ batch: true, declared: { order: inOrder } });
    app.failing.add(1);
    await app.send(event(1), event(2));
    await app.endOne();
    await app.endOne();
    await expect
      .poll(async () => (await app.inbox.stats()).counts.failed, patient)
      .toBe(1);
    app.later(10_000);
    await app.endOne();
    await app.untilDone(1);
    expect(app.seen).toEqual(["1", "2", "1 stale"]);
  });

  test("no more run at a time than their webhook allows", async () => {
    const app = setUp({ batch: true, declared: { work: { concurrency: 1 } } });
    await app.send(event(1), event(2));
    await app.send(event(3), event(4));
    await expect.poll(() => app.seen, patient).toEqual(["1"]);
    while ((await app.inbox.stats()).counts.done < 2) {
      if (app.going() > 0) await app.endOne();
      else app.later(1_000);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(app.most()).toBe(1);
    expect(app.seen.toSorted()).toEqual(["1", "2", "3", "4"]);
  });
});

describe("a handler that is registered in code", () => {
  test("no more run at a time than it allows", async () => {
    const app = setUp({ on: { concurrency: 2 } });
    for (const n of [1, 2, 3]) await app.send(event(n, n, `file_${n}`));
    await expect.poll(app.going, patient).toBe(2);
    for (const _ of [1, 2, 3]) await app.endOne();
    await app.untilDone(3);
    expect(app.most()).toBe(2);
  });

  test("skips what is stale when it says so", async () => {
    const app = setUp({ on: { order: { by: "resource", stale: "skip" } } });
    await app.send(event(2));
    await app.endOne();
    await app.untilDone(1);
    await app.send(event(1));
    await app.untilDone(2);
    expect(app.seen).toEqual(["2"]);
  });

  test("is tried as often as it says", async () => {
    const app = setUp({ on: { attempts: 1 } });
    app.failing.add(1);
    await app.send(event(1));
    await app.endOne();
    await expect
      .poll(async () => (await app.inbox.stats()).counts.dead, patient)
      .toBe(1);
  });

  test.each([
    [{ attempts: 0 }, "attempts is 0, not a whole number from 1 on"],
    [{ concurrency: 1.5 }, "concurrency is 1.5, not a whole number from 1 on"],
    [{ timeoutSeconds: Number.NaN }, "timeoutSeconds is NaN"],
    [{ timeoutSeconds: 86_401 }, "timeoutSeconds is 86401, more than a day"],
    [{ order: "resource", mode: "inline" }, "no meaning in inline mode"],
    [{ attempts: 3, mode: "inline" }, "no meaning in inline mode"],
  ] as const)("%j makes no sense", (options, message) => {
    const on = createOn<Record<string, TestEvent>>(createHandlers(), {});
    expect(() => on("file.ready", () => {}, options)).toThrow(message);
  });
});
