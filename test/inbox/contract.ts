import { afterEach, describe, expect, test, vi } from "vitest";
import { createWorker } from "../../templates/app/src/frameio/kernel/worker/worker.gen.js";
import { recordingLog } from "../unit/kernel/support.js";
import {
  lostAttempt,
  maxHistory,
  type Ending,
  type Inbox,
  type TakenDelivery,
} from "../../templates/app/src/frameio/kernel/inbox/inbox.gen.js";
import { clock, deliveryOf, hour } from "./delivery.js";

/** A store of an engine, for one test. */
export interface TestStore {
  /** Opens the store, as each process does for itself. */
  open(now: () => number): Inbox;
  /** Makes the store unreachable, and reachable again. Absent where nothing can do that. */
  readonly outage?: {
    begin(): Promise<void>;
    end(): Promise<void>;
  };
  dispose(): Promise<void>;
}

/** Stands where an engine's tests would, when its server is not on this machine. */
export function describeNotRun(server: string): void {
  test(`NOT RUN: there is no ${server} on this machine, so the contract of the inbox was not tested with it`, () => {
    expect(process.env["INBOX_SERVERS"]).not.toBe("required");
  });
}

/** What every engine has to hold. */
export function describeInbox(
  engine: string,
  newStore: () => Promise<TestStore>,
  { outageMs = 20_000 }: { readonly outageMs?: number } = {},
): void {
  describe(`an inbox: ${engine}`, () => {
    const disposals: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const dispose of disposals.splice(0).toReversed()) await dispose();
    });

    async function setUp() {
      const store = await newStore();
      const time = { now: clock };
      disposals.push(() => store.dispose());
      const open = () => {
        const inbox = store.open(() => time.now);
        disposals.push(() => inbox.close().catch(() => {}));
        return inbox;
      };
      return { store, time, open, inbox: open() };
    }

    const takeOne = async (inbox: Inbox, leaseMs = 1_000) => {
      const [taken] = await inbox.take(1, leaseMs);
      if (!taken) throw new Error("nothing is due");
      return taken;
    };

    describe("accept", () => {
      test("records every byte and everything beside it", async () => {
        const { inbox, open } = await setUp();
        const body = Uint8Array.from({ length: 70_000 }, (_, i) => i % 256);
        const delivery = deliveryOf("a", {
          body,
          owners: ["one", "läufer"],
          headers: { "content-type": "application/json", "x-id": "7'\"\\" },
          timestamp: clock - 5_000,
          receivedAt: clock - 1,
          order: { key: "resource\n1", value: clock - 5_000 },
          lane: "one",
          trace: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        });
        expect(await inbox.accept(delivery)).toBe("accepted");
        const [taken] = await (inbox.durable ? open() : inbox).take(10, 1_000);
        const { ttlMs: _, body: __, ...kept } = delivery;
        expect(taken).toMatchObject({
          ...kept,
          attempt: 1,
          replay: false,
          stale: false,
        });
        expect(Buffer.compare(taken?.body ?? new Uint8Array(), body)).toBe(0);
      });

      test("what is not known stays so", async () => {
        const { inbox } = await setUp();
        await inbox.accept(deliveryOf("a", { timestamp: undefined }));
        const taken = await takeOne(inbox);
        expect(taken.timestamp).toBeUndefined();
        expect(taken.order).toBeUndefined();
        expect(taken.lane).toBeUndefined();
        expect(taken.trace).toBeUndefined();
        expect(taken.body.byteLength).toBe(2);
      });

      test("of 200 equal deliveries at the same time one is accepted, whoever takes them", async () => {
        const { inbox, open } = await setUp();
        const others = inbox.durable ? [inbox, open(), open()] : [inbox];
        const results = await Promise.all(
          Array.from({ length: 200 }, (_, i) =>
            (others[i % others.length] ?? inbox).accept(deliveryOf("same")),
          ),
        );
        expect(results.filter((result) => result === "accepted")).toHaveLength(
          1,
        );
        expect(await inbox.take(200, 1_000)).toHaveLength(1);
      });

      test("a key is remembered for its time, whatever became of the delivery", async () => {
        const { inbox, time } = await setUp();
        const send = () => inbox.accept(deliveryOf("a", { ttlMs: 100 }));
        expect(await send()).toBe("accepted");
        await inbox.settle(await takeOne(inbox), { state: "done" }, {});
        expect(await inbox.purge({})).toBe(1);
        await inbox.sweep({ doneMs: 0, deadMs: 0 });
        time.now += 99;
        expect(await send()).toBe("duplicate");
        time.now += 1;
        expect(await send()).toBe("accepted");
        expect(await send()).toBe("duplicate");
      });

      test("hundreds of different ones at the same time, each once", async () => {
        const { inbox } = await setUp();
        const keys = Array.from({ length: 300 }, (_, i) => `k${i}`);
        await Promise.all(keys.map((key) => inbox.accept(deliveryOf(key))));
        const taken = await inbox.take(1_000, 1_000);
        expect(taken.map(({ key }) => key).toSorted()).toEqual(keys.toSorted());
      });
    });

    describe("leases", () => {
      test("what is claimed is nobody else's until the lease ends; then it is the next one's, and the loss stands in the history", async () => {
        const { inbox, open, time } = await setUp();
        const other = inbox.durable ? open() : inbox;
        await inbox.accept(deliveryOf("a"));
        const first = await takeOne(inbox, 1_000);
        time.now += 999;
        expect(await other.take(1, 1_000)).toEqual([]);
        time.now += 1;
        const second = await takeOne(other, 1_000);
        expect(second).toMatchObject({ id: first.id, key: "a", attempt: 2 });
        expect(second.lease).not.toBe(first.lease);
        expect((await inbox.get(first.id))?.history).toEqual([
          { at: clock, endedAt: clock + 1_000, error: lostAttempt },
        ]);

        expect(await inbox.settle(first, { state: "done" }, {})).toBe(false);
        expect(await inbox.renew([first], 5_000)).toEqual([first.id]);
        expect((await inbox.get(first.id))?.state).toBe("claimed");
        expect(await other.settle(second, { state: "done" }, {})).toBe(true);
        expect(await other.settle(second, { state: "done" }, {})).toBe(false);
        expect((await inbox.get(first.id))?.state).toBe("done");
      });

      test("a renewed claim holds on", async () => {
        const { inbox, time } = await setUp();
        await inbox.accept(deliveryOf("a"));
        const taken = await takeOne(inbox, 1_000);
        time.now += 900;
        expect(await inbox.renew([taken], 1_000)).toEqual([]);
        time.now += 900;
        expect(await inbox.take(1, 1_000)).toEqual([]);
        time.now += 100;
        expect(await inbox.take(1, 1_000)).toHaveLength(1);
      });

      test("several who take at the same time share the deliveries, none gets one twice", async () => {
        const { inbox, open } = await setUp();
        const takers = inbox.durable ? [inbox, open(), open()] : [inbox];
        await Promise.all(
          Array.from({ length: 60 }, (_, i) =>
            inbox.accept(deliveryOf(`k${i}`)),
          ),
        );
        const taken: TakenDelivery[] = [];
        while (taken.length < 60) {
          const got = await Promise.all(
            takers.map((taker) => taker.take(7, hour)),
          );
          if (got.flat().length === 0) break;
          taken.push(...got.flat());
        }
        expect(new Set(taken.map(({ id }) => id)).size).toBe(60);
        expect(taken).toHaveLength(60);
      });
    });

    describe("endings", () => {
      test("failed: due again at its time, not before; each attempt is kept", async () => {
        const { inbox, time } = await setUp();
        await inbox.accept(deliveryOf("a"));
        for (const attempt of [1, 2, 3]) {
          const taken = await takeOne(inbox);
          expect(taken.attempt).toBe(attempt);
          time.now += 10;
          const retryAt = time.now + attempt * 1_000;
          await inbox.settle(
            taken,
            { state: "failed", error: `no ${attempt}`, retryAt },
            { event: "file.ready" },
          );
          time.now = retryAt - 1;
          expect(await inbox.take(1, 1_000)).toEqual([]);
          time.now = retryAt;
        }
        const [stored] = await inbox.list({ states: ["failed"] }, 10);
        expect(stored).toMatchObject({
          attempts: 3,
          event: "file.ready",
          dueAt: time.now,
        });
        expect(stored?.history.map(({ error }) => error)).toEqual([
          "no 1",
          "no 2",
          "no 3",
        ]);
        expect(stored?.history[0]).toEqual({
          at: clock,
          endedAt: clock + 10,
          error: "no 1",
        });
      });

      test("of very many attempts the last ones are kept", async () => {
        const { inbox } = await setUp();
        await inbox.accept(deliveryOf("a"));
        for (let n = 1; n <= maxHistory + 3; n++) {
          const failed = { state: "failed", error: `${n}`, retryAt: clock };
          await inbox.settle(await takeOne(inbox), failed as Ending, {});
        }
        const [stored] = await inbox.list({}, 1);
        expect(stored?.attempts).toBe(maxHistory + 3);
        expect(stored?.history).toHaveLength(maxHistory);
        expect(stored?.history[0]?.error).toBe("4");
        expect(stored?.history.at(-1)?.error).toBe(`${maxHistory + 3}`);
      });

      test("dead: with every attempt; retried as if it had never been tried", async () => {
        const { inbox } = await setUp();
        await inbox.accept(deliveryOf("a"));
        const failed = { state: "failed", error: "1", retryAt: clock } as const;
        await inbox.settle(await takeOne(inbox), failed, {});
        const last = await takeOne(inbox);
        await inbox.settle(
          last,
          { state: "dead", error: "2" },
          { event: "file.ready", resource: "file_1" },
        );
        expect(await inbox.take(1, 1_000)).toEqual([]);
        expect(await inbox.get(last.id)).toMatchObject({
          state: "dead",
          event: "file.ready",
          resource: "file_1",
          attempts: 2,
          history: [{ error: "1" }, { error: "2" }],
        });
        expect(await inbox.retryDead({ event: "file.other" })).toBe(0);
        expect(await inbox.retryDead({ event: "file.ready" })).toBe(1);
        expect(await takeOne(inbox)).toMatchObject({
          id: last.id,
          attempt: 1,
          replay: false,
          round: 1,
        });
      });

      test("handed back: due at once, and the attempt does not count", async () => {
        const { inbox } = await setUp();
        await inbox.accept(deliveryOf("a"));
        const back = { state: "waiting", retryAt: clock } as const;
        expect(await inbox.settle(await takeOne(inbox), back, {})).toBe(true);
        const again = await takeOne(inbox);
        expect(again).toMatchObject({ attempt: 1, round: 0 });
        expect((await inbox.get(again.id))?.history).toEqual([]);
      });

      test("replay: whatever became of it, but not while it is claimed", async () => {
        const { inbox } = await setUp();
        await inbox.accept(deliveryOf("a"));
        const taken = await takeOne(inbox);
        expect(await inbox.replay({ ids: [taken.id] })).toBe(0);
        await inbox.settle(taken, { state: "done" }, {});
        expect(await inbox.replay({ ids: ["999999", "x"] })).toBe(0);
        expect(await inbox.replay({ ids: [taken.id] })).toBe(1);
        const again = await takeOne(inbox);
        expect(taken.round).toBe(0);
        expect(again).toMatchObject({ attempt: 1, replay: true, round: 1 });
        expect(Buffer.from(again.body).toString()).toBe("{}");
      });
    });

    describe("order", () => {
      const ordered = (key: string, value: number, of = "file_1") =>
        deliveryOf(key, {
          order: { key: of, value },
          receivedAt: clock + value,
        });
      const keys = (taken: readonly TakenDelivery[]) =>
        taken.map(({ key }) => key);

      test("one of a key at a time, in the order they came; other keys don't wait", async () => {
        const { inbox, open, time } = await setUp();
        const other = inbox.durable ? open() : inbox;
        for (const n of [1, 2, 3]) {
          await inbox.accept(ordered(`a${n}`, n));
          time.now += 1;
        }
        await inbox.accept(ordered("b1", 9, "file_2"));
        await inbox.accept(deliveryOf("free"));
        const first = await inbox.take(10, hour);
        expect(keys(first).toSorted()).toEqual(["a1", "b1", "free"]);
        expect(await other.take(10, hour)).toEqual([]);
        for (const taken of first)
          await inbox.settle(taken, { state: "done" }, {});
        const second = await other.take(10, hour);
        expect(keys(second)).toEqual(["a2"]);
        expect(second[0]?.stale).toBe(false);
        for (const taken of second)
          await other.settle(taken, { state: "done" }, {});
        expect(keys(await inbox.take(10, hour))).toEqual(["a3"]);
      });

      test("one that failed does not hold up the next; when its turn comes it is stale", async () => {
        const { inbox, time } = await setUp();
        await inbox.accept(ordered("old", 1));
        time.now += 1;
        await inbox.accept(ordered("new", 2));
        const old = await takeOne(inbox);
        expect(old.key).toBe("old");
        const retryAt = time.now + 1_000;
        await inbox.settle(old, { state: "failed", error: "no", retryAt }, {});
        const next = await takeOne(inbox, hour);
        expect(next).toMatchObject({ key: "new", stale: false });
        time.now = retryAt;
        expect(await inbox.take(1, 1_000)).toEqual([]);
        await inbox.settle(next, { state: "done" }, {});
        expect(await takeOne(inbox)).toMatchObject({ key: "old", stale: true });
      });

      test("a lost claim comes before the ones that wait behind it", async () => {
        const { inbox, time } = await setUp();
        await inbox.accept(ordered("a1", 1));
        await inbox.accept(ordered("a2", 2));
        await takeOne(inbox, 1_000);
        time.now += 1_000;
        expect(keys(await inbox.take(10, 1_000))).toEqual(["a1"]);
      });

      test("what is done of an order key is known of events, too, and counts for deliveries", async () => {
        const { inbox, open } = await setUp();
        const other = inbox.durable ? open() : inbox;
        expect(await inbox.latestDone("file_1")).toBeUndefined();
        await inbox.recordDone({ key: "file_1", value: 5.5 });
        await other.recordDone({ key: "file_1", value: 3 });
        expect(await other.latestDone("file_1")).toBe(5.5);
        expect(await inbox.latestDone("file_2")).toBeUndefined();
        await inbox.accept(ordered("late", 4));
        const late = await takeOne(inbox);
        expect(late.stale).toBe(true);
        await inbox.settle(late, { state: "done" }, {});
        await inbox.accept(ordered("next", 6));
        await inbox.settle(await takeOne(inbox), { state: "done" }, {});
        expect(await inbox.latestDone("file_1")).toBe(6);
      });

      test("a lane that is full is left alone", async () => {
        const { inbox } = await setUp();
        await inbox.accept(deliveryOf("slow", { lane: "slow" }));
        await inbox.accept(deliveryOf("quick"));
        expect(keys(await inbox.take(10, hour, ["slow"]))).toEqual(["quick"]);
        expect(keys(await inbox.take(10, hour, ["other"]))).toEqual(["slow"]);
      });
    });

    describe("keys of events", () => {
      const key = { key: "event", ttlMs: 100, at: clock };

      test("new, in flight, done, and new again after its window", async () => {
        const { inbox } = await setUp();
        const claims = await Promise.all(
          Array.from({ length: 20 }, () => inbox.claim(key, 1_000)),
        );
        const [mine, ...more] = claims.filter(({ state }) => state === "new");
        expect(more).toEqual([]);
        expect(
          claims.filter(({ state }) => state === "in-flight"),
        ).toHaveLength(19);
        if (mine?.state !== "new") throw new Error("nobody got it");
        await inbox.confirm(key.key, "another lease");
        expect((await inbox.claim(key, 1_000)).state).toBe("in-flight");
        await inbox.confirm(key.key, mine.lease);
        expect((await inbox.claim(key, 1_000)).state).toBe("done");
        const at = (ms: number) => ({ ...key, at: clock + ms });
        expect((await inbox.claim(at(99), 1_000)).state).toBe("done");
        expect((await inbox.claim(at(100), 1_000)).state).toBe("new");
      });

      test("released is new; a lease that ended too; the same owner claims again", async () => {
        const { inbox, time } = await setUp();
        const claim = async (owner?: string) =>
          await inbox.claim({ ...key, owner }, 1_000);
        const first = await claim("1");
        if (first.state !== "new") throw new Error("not new");
        expect((await claim("2")).state).toBe("in-flight");
        expect((await claim("1")).state).toBe("new");
        await inbox.release(key.key, first.lease);
        expect((await claim("2")).state).toBe("in-flight");
        time.now += 1_000;
        const second = await claim("2");
        if (second.state !== "new") throw new Error("not new");
        await inbox.release(key.key, second.lease);
        expect((await claim("3")).state).toBe("new");
      });

      test("given up: dead to its owner, whoever asks, and new to others", async () => {
        const { inbox, open, time } = await setUp();
        const claim = async (owner: string, from = inbox) =>
          await from.claim({ ...key, owner }, 1_000);
        const first = await claim("1/0");
        if (first.state !== "new") throw new Error("not new");
        await inbox.bury(key.key, "another lease", "no");
        expect((await claim("2/0")).state).toBe("in-flight");
        await inbox.bury(key.key, first.lease, "Fatal: no 'such' project");
        const other = inbox.durable ? open() : inbox;
        const dead = await claim("1/0", other);
        const error = "Fatal: no 'such' project";
        expect(dead).toEqual({ state: "dead", error });
        // Long after the window of its key: its delivery may be tried for so long.
        time.now += 7 * 24 * hour;
        await inbox.sweep({ doneMs: hour, deadMs: hour });
        expect((await claim("1/0")).state).toBe("dead");
        const second = await claim("1/1");
        if (second.state !== "new") throw new Error("not new");
        expect((await claim("1/0")).state).toBe("in-flight");
        await inbox.confirm(key.key, second.lease);
        expect((await claim("1/0")).state).toBe("done");
      });
    });

    test("steps: what was remembered first stays, for its scope and its time", async () => {
      const { inbox, open, time } = await setUp();
      const other = inbox.durable ? open() : inbox;
      expect(await inbox.recall("a", "post")).toBeUndefined();
      const results = await Promise.all([
        inbox.remember("a", "post", "1", 25 * hour),
        other.remember("a", "post", "2", 25 * hour),
      ]);
      expect(new Set(results).size).toBe(1);
      expect(await other.recall("a", "post")).toBe(results[0]);
      expect(await inbox.recall("a", "other")).toBeUndefined();
      expect(await inbox.recall("b", "post")).toBeUndefined();
      time.now += 25 * hour;
      await inbox.sweep({ doneMs: hour, deadMs: hour });
      expect(await inbox.recall("a", "post")).toBeUndefined();
    });

    describe("the office", () => {
      async function office() {
        const { inbox, time, ...rest } = await setUp();
        for (const n of [1, 2, 3, 4, 5]) {
          await inbox.accept(
            deliveryOf(`k${n}`, {
              receivedAt: clock + n,
              provider: n === 5 ? "loopcanvas" : "frameio",
            }),
          );
          time.now += 1;
        }
        const [done, dead, failed, claimed] = await inbox.take(4, hour);
        if (!done || !dead || !failed || !claimed) throw new Error("missing");
        await inbox.settle(done, { state: "done" }, { event: "file.ready" });
        await inbox.settle(
          dead,
          { state: "dead", error: "x" },
          { event: "file.created" },
        );
        await inbox.settle(
          failed,
          { state: "failed", error: "x", retryAt: clock + hour },
          {},
        );
        return { inbox, time, ...rest };
      }
      const keys = (list: readonly { readonly key: string }[]) =>
        list.map(({ key }) => key);

      test("counts by state, and the oldest that is still to do", async () => {
        const { inbox } = await office();
        expect(await inbox.stats()).toEqual({
          counts: { waiting: 1, claimed: 1, failed: 1, done: 1, dead: 1 },
          oldestAt: clock + 3,
        });
      });

      test("an empty inbox has nothing that is old", async () => {
        const { inbox } = await setUp();
        expect(await inbox.stats()).toEqual({
          counts: { waiting: 0, claimed: 0, failed: 0, done: 0, dead: 0 },
          oldestAt: undefined,
        });
      });

      test("lists by state, event, provider, time and id; the newest first, by pages", async () => {
        const { inbox } = await office();
        const list = async (filter: Parameters<Inbox["list"]>[0]) =>
          keys(await inbox.list(filter, 10));
        expect(await list({})).toEqual(["k5", "k4", "k3", "k2", "k1"]);
        expect(await list({ states: ["done", "dead"] })).toEqual(["k2", "k1"]);
        expect(await list({ event: "file.created" })).toEqual(["k2"]);
        expect(await list({ provider: "loopcanvas" })).toEqual(["k5"]);
        expect(await list({ since: clock + 2, until: clock + 4 })).toEqual([
          "k3",
          "k2",
        ]);
        const first = await inbox.list({}, 2);
        const second = await inbox.list({}, 2, first[1]?.id);
        expect(keys([...first, ...second])).toEqual(["k5", "k4", "k3", "k2"]);
        const ids = [first[0]?.id ?? "", second[1]?.id ?? ""];
        expect(await list({ ids })).toEqual(["k5", "k2"]);
        expect(await inbox.get("nothing")).toBeUndefined();
      });

      test("purges what is asked for, never what is claimed", async () => {
        const { inbox } = await office();
        expect(await inbox.purge({ states: ["dead"] })).toBe(1);
        expect(await inbox.purge({})).toBe(3);
        expect(keys(await inbox.list({}, 10))).toEqual(["k4"]);
        expect(await inbox.accept(deliveryOf("k1"))).toBe("duplicate");
      });

      test("sweeps done and dead ones when their time is up, nothing else", async () => {
        const { inbox, time } = await office();
        const sweep = () => inbox.sweep({ doneMs: 2 * hour, deadMs: 3 * hour });
        time.now = clock + 5 + 2 * hour - 1;
        expect(await sweep()).toBe(0);
        time.now += 1;
        expect(await sweep()).toBe(1);
        time.now += hour;
        expect(await sweep()).toBe(1);
        expect(keys(await inbox.list({}, 10))).toEqual(["k5", "k4", "k3"]);
      });
    });

    test("a worker sweeps all that is old at once, in steps, while deliveries come", async () => {
      const { inbox, time } = await setUp();
      const keys = Array.from({ length: 450 }, (_, i) => `k${i}`);
      await Promise.all(keys.map((key) => inbox.accept(deliveryOf(key))));
      const taken = await inbox.take(1_000, hour);
      const done = { state: "done" } as const;
      await Promise.all(taken.map((one) => inbox.settle(one, done, {})));
      time.now += 2 * hour;
      await inbox.accept(deliveryOf("new"));
      vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
      const worker = createWorker({
        inbox,
        log: recordingLog(),
        now: () => time.now,
        concurrency: 1,
        retention: { doneMs: hour, deadMs: hour },
        fullLanes: () => [],
        workOff: async () => ({
          ending: { state: "dead", error: "x" },
          about: {},
        }),
      });
      worker.start();
      vi.advanceTimersByTime(60_000);
      vi.useRealTimers();
      expect(await inbox.accept(deliveryOf("meanwhile"))).toBe("accepted");
      await expect
        .poll(async () => (await inbox.stats()).counts)
        .toMatchObject({ done: 0, dead: 2 });
      await worker.stop(1_000);
    });

    test("whoever waits for work is told of it", async () => {
      const { inbox } = await setUp();
      let calls = 0;
      const end = inbox.onWork(() => (calls += 1));
      await inbox.accept(deliveryOf("a"));
      await expect.poll(() => calls).toBe(1);
      await inbox.accept(deliveryOf("a"));
      end();
      await inbox.accept(deliveryOf("b"));
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(calls).toBe(1);
    });

    test(
      "while the store is away everything fails, and when it is back all is there",
      { timeout: 60_000 },
      async (context) => {
        const { store, inbox } = await setUp();
        const { outage } = store;
        if (!outage) {
          expect(inbox.durable).toBe(false);
          context.annotate("this engine has no store that could be away");
          return;
        }
        await inbox.accept(deliveryOf("before"));
        expect(await inbox.isReady()).toBe(true);
        await outage.begin();
        await Promise.all([
          expect(inbox.accept(deliveryOf("during"))).rejects.toThrow(Error),
          expect(inbox.isReady()).rejects.toThrow(Error),
          expect(inbox.claim({ key: "e", ttlMs: 1, at: 0 }, 1)).rejects.toThrow(
            Error,
          ),
        ]);
        await outage.end();
        await expect
          .poll(() => inbox.isReady().catch(() => false), { timeout: outageMs })
          .toBe(true);
        expect(await inbox.accept(deliveryOf("before"))).toBe("duplicate");
        expect(await inbox.accept(deliveryOf("during"))).toBe("accepted");
        expect(await inbox.take(10, 1_000)).toHaveLength(2);
      },
    );
  });
}
