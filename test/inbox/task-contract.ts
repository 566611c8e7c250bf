import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { TaskStore } from "../../templates/app/src/frameio/kernel/tasks/task-store.gen.js";
import {
  createTracker,
  type TaskOutcome,
  type TrackerOptions,
} from "../../templates/app/src/frameio/kernel/tasks/tracker.gen.js";
import { clock, deferred, recordingLog } from "../unit/kernel/support.js";

const minute = 60_000;
const hour = 60 * minute;

interface Job {
  readonly user: string;
}
type Outcome = TaskOutcome<string>;

const done: Outcome = { state: "done", result: "video.mp4" };

type Opened = TaskStore & { close?(): Promise<void> };

/**
 * What tasks and every store of them have to hold.
 *
 * @param newStore makes a store that is empty; what it returns opens it, as each process does for itself
 */
export function describeTasks(
  kind: string,
  newStore: () => (() => Opened) | Promise<() => Opened>,
): void {
  describe(`tasks in ${kind}`, () => {
    let time = clock;
    let openStore: () => Opened;
    const opened: Opened[] = [];

    function open(): TaskStore {
      const store = openStore();
      opened.push(store);
      return store;
    }

    beforeEach(async () => {
      time = clock;
      openStore = await newStore();
    });
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((store) => store.close?.()));
    });

    function tracker(options: Partial<TrackerOptions<Job, string>> = {}) {
      const settled: string[] = [];
      const polled: string[] = [];
      const log = recordingLog();
      const tasks = createTracker<Job, string>({
        store: open(),
        now: () => time,
        log,
        poll: async ({ id }) => {
          polled.push(id);
          return undefined;
        },
        onSettled: ({ id, data }, outcome) => {
          settled.push(`${id} ${data.user} ${outcome.state}`);
        },
        ...options,
      });
      return { tasks, settled, polled, log };
    }

    test("a webhook ends a task, once", async () => {
      const { tasks, settled, polled } = tracker();
      await tasks.track("t1", { user: "ann" });
      expect(await tasks.pending()).toEqual([
        { id: "t1", data: { user: "ann" }, trackedAt: clock },
      ]);
      await tasks.settle("t1", done);
      await tasks.settle("t1", { state: "failed", error: "late" });
      expect(settled).toEqual(["t1 ann done"]);
      expect(await tasks.pending()).toEqual([]);
      time += 24 * hour;
      expect(await tasks.check()).toBe(0);
      expect(polled).toEqual([]);
    });

    test("a webhook that is faster than whoever started the task", async () => {
      const { tasks, settled } = tracker();
      await tasks.settle("t1", done);
      expect(settled).toEqual([]);
      expect(await tasks.check()).toBe(0);
      await tasks.track("t1", { user: "ann" });
      expect(settled).toEqual(["t1 ann done"]);
      await tasks.track("t1", { user: "ann" });
      await tasks.settle("t1", done);
      expect(settled).toHaveLength(1);
    });

    test("what is stale is polled, less and less often", async () => {
      const { tasks, polled } = tracker({ staleMs: 5 * minute });
      await tasks.track("t1", { user: "ann" });
      const at: number[] = [];
      for (let minutes = 0; minutes <= 240; minutes++) {
        await tasks.check();
        if (polled.length > at.length) at.push(minutes);
        time += minute;
      }
      // 5 minutes, then doubled up to an hour.
      expect(at).toEqual([5, 15, 35, 75, 135, 195]);
    });

    test("polling ends a task, and its late webhook changes nothing", async () => {
      const { tasks, settled } = tracker({ poll: async () => done });
      await tasks.track("t1", { user: "ann" });
      await tasks.track("t2", { user: "bob" });
      time += 5 * minute;
      expect(await tasks.check()).toBe(2);
      expect(settled.toSorted()).toEqual(["t1 ann done", "t2 bob done"]);
      await tasks.settle("t1", { state: "failed", error: "late" });
      expect(settled).toHaveLength(2);
    });

    test("a poll that fails is told and tried again; after a day the task is lost", async () => {
      const { tasks, settled, log } = tracker({
        poll: () => Promise.reject(new Error("503")),
      });
      await tasks.track("t1", { user: "ann" });
      for (let n = 0; n < 30; n++) {
        time += hour;
        await tasks.check();
      }
      expect(settled).toEqual(["t1 ann lost"]);
      const told = log.lines.filter(({ task }) => task === "t1");
      expect(told.length).toBeGreaterThan(20);
      expect(told[0]).toMatchObject({ level: "warn", err: { message: "503" } });
    });

    test("an end that is not handled fails its webhook, and is handled later", async () => {
      let broken = true;
      const seen: string[] = [];
      const { tasks, log } = tracker({
        onSettled: ({ id }) => {
          if (broken) throw new Error("no database");
          seen.push(id);
        },
      });
      await tasks.track("t1", { user: "ann" });
      await expect(tasks.settle("t1", done)).rejects.toThrow("no database");
      time += minute;
      expect(await tasks.check()).toBe(1);
      expect(log.lines.at(-1)).toMatchObject({ level: "error", task: "t1" });
      broken = false;
      time += minute;
      expect(await tasks.check()).toBe(1);
      expect(seen).toEqual(["t1"]);
      time += hour;
      expect(await tasks.check()).toBe(0);
    });

    test("a webhook during a poll: one of them ends the task", async () => {
      const gate = deferred();
      const { tasks, settled } = tracker({
        poll: async () => {
          await gate.promise;
          return { state: "failed", error: "polled" };
        },
      });
      await tasks.track("t1", { user: "ann" });
      time += 5 * minute;
      const checking = tasks.check();
      await tasks.settle("t1", done);
      gate.resolve();
      await checking;
      expect(settled).toEqual(["t1 ann done"]);
    });

    test("what a webhook tells during a poll is not put off when the poll tells nothing", async () => {
      const poll = deferred();
      const end = deferred();
      let polls = 0;
      let runs = 0;
      const options = {
        poll: async () => {
          polls++;
          await poll.promise;
          return undefined;
        },
        onSettled: () => (++runs === 1 ? end.promise : undefined),
      };
      const { tasks } = tracker(options);
      await tasks.track("t1", { user: "ann" });
      time += 6 * minute;
      const checking = tasks.check();
      await expect.poll(() => polls).toBe(1);
      const webhook = tasks.settle("t1", done);
      await expect.poll(() => runs).toBe(1);
      poll.resolve();
      await checking;
      // Whoever is at it is waited for a minute, should nothing be heard of it; not for less or more.
      const other = tracker({ ...options, staleMs: 1 }).tasks;
      time += 50_000;
      expect(await other.check()).toBe(0);
      time += 20_000;
      expect(await other.check()).toBe(1);
      expect(runs).toBe(2);
      end.resolve();
      await webhook;
    });

    test("a poll that never answers keeps nobody waiting", async () => {
      const { tasks, settled, log } = tracker({
        pollTimeoutMs: 20,
        poll: ({ id }) =>
          id === "t1" ? new Promise(() => {}) : Promise.resolve(done),
      });
      for (const id of ["t1", "t2"]) await tasks.track(id, { user: "ann" });
      time += 6 * minute;
      expect(await tasks.check()).toBe(2);
      expect(settled).toEqual(["t2 ann done"]);
      expect(log.lines.map(({ message }) => message)).toContain(
        "a task could not be polled",
      );
      time += 30 * minute;
      expect(await tasks.check()).toBe(1);
    });

    test("a poll may take for ever, if that is asked for", async () => {
      const { tasks, settled } = tracker({
        pollTimeoutMs: Infinity,
        poll: async () => {
          await new Promise((resolve) => setTimeout(resolve, 20));
          return done;
        },
      });
      await tasks.track("t1", { user: "ann" });
      time += 6 * minute;
      expect(await tasks.check()).toBe(1);
      expect(settled).toEqual(["t1 ann done"]);
    });

    test("ended tasks are forgotten in time, open ones are not", async () => {
      const store = open();
      const { tasks } = tracker({
        store,
        poll: async () => undefined,
        giveUpMs: 999 * hour,
      });
      await tasks.track("open", { user: "ann" });
      await tasks.track("ended", { user: "ann" });
      await tasks.settle("ended", done);
      await tasks.settle("never tracked", done);
      const all = async () =>
        Promise.all(
          ["open", "ended", "never tracked"].map((id) =>
            store.update(id, (task) => task),
          ),
        );
      time += 71 * hour;
      await tasks.check();
      expect((await all()).filter((task) => task !== undefined)).toHaveLength(
        3,
      );
      time += 2 * hour;
      await tasks.check();
      expect((await all()).map((task) => task?.id)).toEqual([
        "open",
        undefined,
        undefined,
      ]);
    });

    // A store in memory is shared by trackers of one process.
    test("outlives its tracker, and is shared: each end is handled once", async () => {
      const first = tracker();
      for (let n = 0; n < 50; n++) {
        await first.tasks.track(`t${n}`, { user: "ann" });
      }
      // The process is gone without a word; two others take over.
      const settled: string[] = [];
      const others = [1, 2].map(() =>
        tracker({
          poll: async () => done,
          onSettled: async ({ id }) => {
            await new Promise((resolve) => setTimeout(resolve, 1));
            settled.push(id);
          },
        }),
      );
      time += 5 * minute;
      await Promise.all(others.map(({ tasks }) => tasks.check()));
      expect(settled.toSorted()).toEqual(
        Array.from({ length: 50 }, (_, n) => `t${n}`).toSorted(),
      );
    });

    test("whoever changes a task at the same time, no change is lost", async () => {
      const stores = [open(), open(), open()];
      const add = (store: TaskStore) =>
        store.update("t1", (task) => ({
          id: "t1",
          state: "pending",
          data: 'quotes "\u0000", 日本',
          trackedAt: time,
          dueAt: time,
          tries: (task?.tries ?? 0) + 1,
        }));
      await Promise.all(
        Array.from({ length: 60 }, (_, n) => add(stores[n % 3] ?? open())),
      );
      const [task] = await open().open();
      expect(task).toMatchObject({ tries: 60, data: 'quotes "\u0000", 日本' });
    });
  });
}
