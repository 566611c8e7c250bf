import { afterEach, expect, test } from "vitest";
import {
  createHandlers,
  createOn,
} from "../../../templates/app/src/frameio/kernel/handlers/handlers.gen.js";
import { Fatal } from "../../../templates/app/src/frameio/kernel/handlers/webhook.gen.js";
import { createMemoryInbox } from "../../../templates/app/src/frameio/kernel/inbox/memory-inbox.gen.js";
import type { Kernel } from "../../../templates/app/src/frameio/kernel/kernel.gen.js";
import {
  batches,
  clock,
  deferred,
  provider,
  testKernel,
  webhook,
  type Handle,
  type TestEvent,
} from "./support.js";

const patient = { timeout: 30_000, interval: 10 };
const kernels: Kernel[] = [];
afterEach(async () => {
  for (const kernel of kernels.splice(0)) await kernel.drain(0);
});

/** An app whose provider sends batches. */
function setUp(
  handle: Handle,
  route: Parameters<typeof webhook>[1] = {},
  handlers = createHandlers(),
) {
  const time = { now: clock };
  const now = () => time.now;
  const inbox = createMemoryInbox({ now });
  const kernel = testKernel(
    [webhook("file.ready", { mode: "inbox", handle, ...route })],
    {
      inbox,
      now,
      handlers,
      routes: { providers: [{ ...provider, delivery: batches }] },
    },
  );
  kernels.push(kernel);
  const batch = (...ids: string[]) =>
    ids.map((id) => ({ type: "file.ready", id }));
  return {
    time,
    inbox,
    kernel,
    send: (...ids: string[]) => kernel.send({ event: batch(...ids) }),
    stored: async () => (await inbox.list({}, 10))[0],
    outcomes: () =>
      kernel.log.lines.flatMap(({ outcome, handler }) =>
        outcome === undefined
          ? []
          : [[outcome, handler].filter(Boolean).join(" ")],
      ),
  };
}

test("an event that has no attempts left does not run again with those that have", async () => {
  const ran: string[] = [];
  const handlers = createHandlers();
  createOn<Record<string, TestEvent>>(handlers, {})(
    "file.ready",
    (_, { attempt }) => {
      ran.push(`second ${attempt}`);
      if (attempt < 3) throw new Error("not now");
    },
    { attempts: 5, name: "second" },
  );
  const app = setUp(
    (_, { attempt }) => {
      ran.push(`first ${attempt}`);
      throw new Error("no");
    },
    { work: { attempts: 2 } },
    handlers,
  );
  await app.send("a");
  for (const n of [1, 2]) {
    await expect.poll(() => ran.length, patient).toBe(2 * n);
    await expect
      .poll(async () => (await app.stored())?.state, patient)
      .toBe("failed");
    app.time.now += 60_000;
  }
  await expect
    .poll(async () => (await app.stored())?.state, patient)
    .toBe("dead");
  expect(ran).toEqual([
    "first 1",
    "second 1",
    "first 2",
    "second 2",
    "second 3",
  ]);
  expect(app.kernel.metrics.snapshot()).toMatchObject({
    dead: 1,
    failed: 3,
    processed: 1,
    duplicate: 0,
  });
  const errors = (await app.stored())?.history.map(({ error }) =>
    error?.split("\n")[0]?.replace(/file-ready|second/g, "…"),
  );
  expect(errors).toEqual([
    "2 failed of 2: file.ready #1, …: Error: no",
    "1 dead, 1 failed of 2: file.ready #1, …: Error: no",
    "1 dead of 2: file.ready #1, …: Error: no",
  ]);
});

test("put back by hand, those that are done are no duplicates", async () => {
  const given = new Set<unknown>();
  const app = setUp(({ id }) => {
    if (id !== "b" || given.has(id)) return;
    given.add(id);
    throw new Fatal("no");
  });
  await app.send("a", "b", "c");
  await expect
    .poll(async () => (await app.stored())?.state, patient)
    .toBe("dead");
  await app.inbox.retryDead({});
  await expect
    .poll(async () => (await app.stored())?.state, patient)
    .toBe("done");
  expect(app.outcomes()).toEqual([
    "accepted",
    "processed",
    "dead",
    "processed",
    "processed",
  ]);
});

test("a delivery that is handed back in the middle goes on with no more of its events", async () => {
  const ran: unknown[] = [];
  const app = setUp(async ({ id }, { signal }) => {
    ran.push(id);
    await new Promise<void>((resolve) =>
      signal.addEventListener("abort", () => resolve()),
    );
  });
  await app.send("a", "b");
  await expect.poll(() => ran, patient).toEqual(["a"]);
  await app.kernel.drain(1);
  await expect.poll(app.outcomes, patient).toContain("processed");
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(ran).toEqual(["a"]);
});

test("what fails because the app stops is not dead, though it was the last attempt", async () => {
  const app = setUp(
    (_, { signal }) =>
      new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(new Error("aborted"))),
      ),
    { work: { attempts: 1 } },
  );
  await app.send("a");
  await expect
    .poll(async () => (await app.stored())?.state, patient)
    .toBe("claimed");
  await app.kernel.drain(1);
  await expect.poll(app.outcomes, patient).toEqual(["accepted", "failed"]);
});

test("before the answer: put aside, answered as done, told of once", async () => {
  let failing = true;
  const ran: unknown[] = [];
  const app = setUp(
    ({ id }) => {
      ran.push(id);
      if (id === "b") throw new Fatal("no");
      if (id === "c" && failing) throw new Error("not now");
    },
    { mode: "inline" },
  );
  expect((await app.send("a", "b", "c")).status).toBe(500);
  failing = false;
  expect((await app.send("a", "b", "c")).status).toBe(200);
  expect(ran).toEqual(["a", "b", "c", "c"]);
  expect(app.kernel.metrics.snapshot()).toMatchObject({ dead: 1, failed: 1 });
  // Alone, too: the provider need not send it again.
  const alone = setUp(
    () => {
      throw new Fatal("no");
    },
    { mode: "inline" },
  );
  expect(await alone.send("a")).toMatchObject({
    status: 200,
    body: "Put aside",
  });
  expect(await alone.send("a")).toMatchObject({ body: "Duplicate" });
  expect(alone.outcomes()).toEqual(["dead", "duplicate"]);
});

test("what was done before a delivery was postponed is no duplicate", async () => {
  let going = 0;
  let end = () => {};
  const app = setUp(
    async ({ id }) => {
      if (id !== "long") return;
      going += 1;
      await new Promise<void>((resolve) => (end = resolve));
    },
    { work: { concurrency: 1 }, order: { by: "resource", stale: "pass" } },
  );
  const event = (type: string, id: string, of: string) => ({
    type,
    id,
    resource: { id: of, type: "file" },
  });
  await app.kernel.send({ event: [event("file.ready", "long", "2")] });
  await expect.poll(() => going, patient).toBe(1);
  await app.kernel.send({
    event: [{ type: "nobody.asks" }, event("file.ready", "b", "1")],
  });
  for (let n = 0; n < 3; n += 1) {
    app.time.now += 1_000;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  end();
  await expect
    .poll(async () => {
      app.time.now += 1_000;
      return (await app.inbox.stats()).counts.done;
    }, patient)
    .toBe(2);
  expect(app.kernel.metrics.snapshot()).toMatchObject({
    processed: 2,
    duplicate: 0,
    unhandled: 1,
  });
});

test("alone, an event that another delivery had is a duplicate, however often it was tried", async () => {
  let failing = true;
  const app = setUp(() => {
    if (failing) throw new Error("not now");
  });
  await app.send("a");
  await expect.poll(app.outcomes, patient).toEqual(["accepted", "failed"]);
  failing = false;
  await app.kernel.send({ event: [{ type: "file.ready", id: "a", n: 2 }] });
  await expect.poll(app.outcomes, patient).toContain("processed");
  app.time.now += 60_000;
  await expect.poll(app.outcomes, patient).toContain("duplicate");
});

test("what is handed back while its turn is asked for does not run", async () => {
  const ran: unknown[] = [];
  const asked = deferred();
  const answered = deferred();
  const inbox = createMemoryInbox({ now: () => clock });
  const kernel = testKernel(
    [
      webhook("file.ready", {
        mode: "inbox",
        handle: ({ id }) => ran.push(id),
      }),
    ],
    {
      inbox: {
        ...inbox,
        async claim(...what) {
          asked.resolve();
          await answered.promise;
          return await inbox.claim(...what);
        },
      },
      routes: { providers: [{ ...provider, delivery: batches }] },
    },
  );
  await kernel.send({ event: [{ type: "file.ready", id: "a" }] });
  await asked.promise;
  await kernel.drain(1);
  answered.resolve();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(ran).toEqual([]);
  expect((await inbox.stats()).counts.waiting).toBe(1);
});

test.each(["inbox", "inline"] as const)(
  "what one handler does to an event is nothing to the others: %s",
  async (mode) => {
    const seen: unknown[] = [];
    const handlers = createHandlers();
    createOn<Record<string, TestEvent>>(handlers, {})(
      "file.ready",
      (event, { delivery }) => {
        seen.push([event.resource?.id, delivery.key]);
      },
      { name: "second", dedupe: { kind: "resource", windowSeconds: 60 } },
    );
    const app = setUp(
      (event) => {
        Object.assign(event, { resource: { id: event["to"], type: "file" } });
      },
      { mode },
      handlers,
    );
    const resource = { id: "1", type: "file" };
    for (const to of ["2", "3"]) {
      await app.kernel.send({
        event: [{ type: "file.ready", id: to, resource, to }],
      });
    }
    const told = () => {
      // What had to wait for the other delivery is due then.
      app.time.now += 1_000;
      return app.outcomes();
    };
    await expect.poll(told, patient).toContain("duplicate second");
    expect(app.outcomes().filter((one) => one.startsWith("dup"))).toHaveLength(
      1,
    );
    expect(seen).toEqual([["1", expect.any(String)]]);
  },
);

test.each(["inbox", "inline"] as const)(
  "hundreds of events that are none do not flood the log, and are all counted: %s",
  async (mode) => {
    const ran: unknown[] = [];
    const app = setUp(({ id }) => ran.push(id), { mode });
    const none = Array.from({ length: 300 }, (_, n) =>
      n % 2 === 0 ? {} : { type: "nobody.asks" },
    );
    await app.kernel.send({
      event: [...none, { type: "file.ready", id: "a" }],
    });
    await expect.poll(() => ran, patient).toEqual(["a"]);
    const counted = () => app.kernel.metrics.snapshot();
    await expect.poll(() => counted().processed, patient).toBe(1);
    expect(counted()).toMatchObject({ refused: 150, unhandled: 150 });
    const lost = app.kernel.log.lines.filter(
      ({ outcome }) => outcome === "refused" || outcome === "unhandled",
    );
    expect(lost.length).toBe(10);
    const others = lost.flatMap((line) => line["others"] ?? []);
    expect(others).toEqual([290]);
    if (mode === "inline") return;
    const dead = await app.stored();
    expect(dead?.state).toBe("dead");
    expect(dead?.history[0]?.error?.length).toBeLessThan(11_000);
  },
);
