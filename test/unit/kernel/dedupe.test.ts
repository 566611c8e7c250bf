import { describe, expect, test } from "vitest";
import { createMemoryInbox } from "../../../templates/app/src/frameio/kernel/inbox/memory-inbox.gen.js";
import type { DeliveryDescription } from "../../../templates/app/src/frameio/kernel/routes.gen.js";
import {
  clock,
  deferred,
  frameio,
  provider,
  settle,
  testKernel,
  webhook,
  type Handle,
} from "./support.js";

function counted(handle: Handle = () => {}) {
  const runs: string[] = [];
  return {
    runs,
    handle: ((event, context) => {
      runs.push(context.delivery.key);
      return handle(event, context);
    }) satisfies Handle,
  };
}

describe("inline", () => {
  test("new, then duplicate", async () => {
    const { handle, runs } = counted();
    const kernel = testKernel([webhook("file.ready", { handle })]);
    const answers = [await kernel.send(), await kernel.send()];
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [200, "OK"],
      [200, "Duplicate"],
    ]);
    expect(runs).toHaveLength(1);
    expect(kernel.metrics.deliveries()).toEqual([
      { event: "file.ready", outcome: "processed", count: 1 },
      { event: "file.ready", outcome: "duplicate", count: 1 },
    ]);
  });

  test("while it runs: 503, come again", async () => {
    const gate = deferred();
    const { handle, runs } = counted(() => gate.promise);
    const kernel = testKernel([webhook("file.ready", { handle })]);
    const first = kernel.send();
    const second = await kernel.send();
    expect(second).toMatchObject({
      status: 503,
      headers: { "retry-after": "10" },
    });
    gate.resolve();
    expect((await first).status).toBe(200);
    expect((await kernel.send()).body).toBe("Duplicate");
    expect(runs).toHaveLength(1);
  });

  test("after a failure it runs again", async () => {
    let fail = true;
    const { handle, runs } = counted(() => {
      if (fail) throw new Error("not yet");
    });
    const kernel = testKernel([webhook("file.ready", { handle })]);
    expect((await kernel.send()).status).toBe(500);
    fail = false;
    expect((await kernel.send()).body).toBe("OK");
    expect((await kernel.send()).body).toBe("Duplicate");
    expect(runs).toHaveLength(2);
  });

  test("a handler that never ends keeps its delivery for the lease, no longer", async () => {
    let now = clock;
    const { handle, runs } = counted(() => new Promise(() => {}));
    const kernel = testKernel([webhook("file.ready", { handle })], {
      now: () => now,
      leaseMs: 60_000,
    });
    void kernel.send();
    await settle();
    now += 59_999;
    expect((await kernel.send({ at: clock })).status).toBe(503);
    now += 1;
    void kernel.send({ at: clock });
    await settle();
    expect(runs).toHaveLength(2);
  });

  test("of many at the same time, one runs", async () => {
    const { handle, runs } = counted(() => settle());
    const kernel = testKernel([webhook("file.ready", { handle })]);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => kernel.send()),
    );
    const statuses = answers.map(({ status }) => status);
    expect(runs).toHaveLength(1);
    expect(statuses.filter((status) => status === 503)).toHaveLength(19);
  });
});

describe("inbox", () => {
  test("202 before the handler is done, then duplicate", async () => {
    const gate = deferred();
    const { handle, runs } = counted(() => gate.promise);
    const kernel = testKernel([
      webhook("file.ready", { handle, mode: "inbox" }),
    ]);
    const first = await kernel.send();
    expect(first).toMatchObject({ status: 202, body: "Accepted" });
    expect((await kernel.send()).body).toBe("Duplicate");
    gate.resolve();
    await settle();
    expect((await kernel.send()).body).toBe("Duplicate");
    expect(runs).toHaveLength(1);
    expect(kernel.log.lines.map((line) => line["outcome"])).toEqual([
      "accepted",
      "duplicate",
      "processed",
      "duplicate",
    ]);
  });

  test("a failure is logged and counted; the worker tries again, so the next delivery is a duplicate", async () => {
    let now = clock;
    const error = new Error("no luck");
    const { handle, runs } = counted(() => Promise.reject(error));
    const inbox = createMemoryInbox({ now: () => now });
    const kernel = testKernel(
      [webhook("file.ready", { handle, mode: "inbox" })],
      { inbox, now: () => now },
    );
    expect((await kernel.send()).status).toBe(202);
    await settle();
    expect((await kernel.send()).body).toBe("Duplicate");
    expect(runs).toHaveLength(1);
    expect(kernel.log.lines).toContainEqual(
      expect.objectContaining({
        level: "error",
        outcome: "failed",
        attempt: 1,
        retryInMs: expect.any(Number),
        err: error,
      }),
    );
    now += 5_000;
    await expect.poll(() => runs).toHaveLength(2);
    expect(kernel.metrics.deliveries()).toContainEqual({
      event: "file.ready",
      outcome: "failed",
      count: 2,
    });
    await kernel.drain(0);
  });

  test("503 when too many wait; nothing is remembered of it", async () => {
    const gate = deferred();
    const { handle, runs } = counted(() => gate.promise);
    const kernel = testKernel(
      [webhook("file.ready", { handle, mode: "inbox" })],
      {
        inbox: createMemoryInbox({ now: () => clock, limit: 2 }),
        routes: { inbox: { concurrency: 1 } },
      },
    );
    const send = (id: string) =>
      kernel.send({ event: { type: "file.ready", id } });
    const statuses = [];
    for (const id of ["runs", "waits", "full"]) {
      statuses.push((await send(id)).status);
    }
    expect(statuses).toEqual([202, 202, 503]);
    gate.resolve();
    await settle();
    expect((await send("full")).status).toBe(202);
    await settle();
    expect(runs).toHaveLength(3);
  });
});

describe("keys", () => {
  const event = (id: string, type = "file", extra = 0) => ({
    type: "file.ready",
    resource: { id, type },
    extra,
  });

  test("by delivery: another time or another body is another delivery", async () => {
    const { handle, runs } = counted();
    const kernel = testKernel([webhook("file.ready", { handle })]);
    await kernel.send({ event: event("1") });
    await kernel.send({ event: event("1"), at: clock - 1000 });
    await kernel.send({ event: event("1", "file", 1) });
    await kernel.send({ event: event("1") });
    expect(new Set(runs).size).toBe(3);
    expect(runs).toHaveLength(3);
    expect(runs[0]).toMatch(/^frameio:file-ready:[\w-]{43}$/);
  });

  test("by resource: once within the window, whatever else differs", async () => {
    let now = clock;
    const { handle, runs } = counted();
    const kernel = testKernel(
      [
        webhook("file.ready", {
          handle,
          dedupe: { kind: "resource", windowSeconds: 60 },
        }),
      ],
      { now: () => now },
    );
    await kernel.send({ event: event("1") });
    now += 59_999;
    await kernel.send({ event: event("1", "file", 1) });
    expect(runs).toHaveLength(1);
    await kernel.send({ event: event("2") });
    await kernel.send({ event: event("1", "version_stack") });
    expect(runs).toHaveLength(3);
    now += 1;
    await kernel.send({ event: event("1") });
    expect(runs).toHaveLength(4);
  });

  test("by resource, but the event has none: by delivery", async () => {
    const { handle, runs } = counted();
    const kernel = testKernel([
      webhook("file.ready", {
        handle,
        dedupe: { kind: "resource", windowSeconds: 60 },
      }),
    ]);
    await kernel.send({ event: { type: "file.ready" } });
    await kernel.send({ event: { type: "file.ready" } });
    await kernel.send({ event: { type: "file.ready", other: 1 } });
    expect(runs).toHaveLength(2);
  });

  test("by the webhook's own function, which precedes the policy", async () => {
    const { handle, runs } = counted();
    const kernel = testKernel([
      webhook("file.ready", {
        handle,
        options: { dedupeKey: ({ extra }) => String(extra) },
        dedupe: { kind: "resource", windowSeconds: 60 },
      }),
    ]);
    await kernel.send({ event: event("1", "file", 1) });
    await kernel.send({ event: event("2", "file", 1) });
    await kernel.send({ event: event("1", "file", 2) });
    expect(runs).toHaveLength(2);
  });

  test.each([undefined, "", 5])(
    "an own function that gives %s says nothing: the policy does",
    async (key) => {
      const { handle, runs } = counted();
      const kernel = testKernel([
        webhook("file.ready", {
          handle,
          options: { dedupeKey: () => key as string },
          dedupe: { kind: "resource", windowSeconds: 60 },
        }),
      ]);
      await kernel.send({ event: event("1", "file", 1) });
      await kernel.send({ event: event("2", "file", 2) });
      await kernel.send({ event: event("2", "file", 3) });
      expect(runs).toHaveLength(2);
    },
  );

  test("an own function that throws: 500, the handler does not run", async () => {
    const { handle, runs } = counted();
    const dedupeKey = () => {
      throw new Error("no key");
    };
    const kernel = testKernel([
      webhook("file.ready", { handle, options: { dedupeKey } }),
    ]);
    expect((await kernel.send()).status).toBe(500);
    expect(runs).toHaveLength(0);
  });

  test.each<[string, DeliveryDescription["id"], (id: string) => object]>([
    ["header", { header: "x-id" }, (id) => ({ headers: { "x-id": id } })],
    [
      "body",
      { pointer: "/id" },
      (id) => ({ event: { type: "file.ready", id } }),
    ],
  ])("by the provider's id in the %s", async (_, id, request) => {
    const { handle, runs } = counted();
    const delivery = { ...frameio, ...(id && { id }) };
    const kernel = testKernel([webhook("file.ready", { handle })], {
      routes: { providers: [{ ...provider, delivery }] },
    });
    await kernel.send(request("1"));
    await kernel.send({ ...request("1"), at: clock - 1000 });
    await kernel.send(request("2"));
    expect(runs).toHaveLength(2);
  });

  test("are remembered for 72 hours", async () => {
    let now = clock;
    const { handle, runs } = counted();
    const kernel = testKernel([webhook("file.ready", { handle })], {
      now: () => now,
      routes: { limits: { bodyBytes: 1000, toleranceSeconds: 1e9 } },
    });
    await kernel.send({ at: clock });
    now += 72 * 3_600_000 - 1;
    expect((await kernel.send({ at: clock })).body).toBe("Duplicate");
    now += 1;
    expect((await kernel.send({ at: clock })).body).toBe("OK");
    expect(runs).toHaveLength(2);
  });
});
