import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { createMemoryTaskStore } from "../../../templates/app/src/frameio/kernel/tasks/task-store.gen.js";
import { createTracker } from "../../../templates/app/src/frameio/kernel/tasks/tracker.gen.js";
import { createSqliteTaskStore } from "../../../templates/app/src/frameio/sqlite/sqlite-task-store.gen.js";
import { describeTasks } from "../../inbox/task-contract.js";
import { recordingLog } from "./support.js";

const folder = mkdtempSync(join(tmpdir(), "tracker-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

afterEach(() => vi.useRealTimers());

describeTasks("memory", () => {
  const memory = createMemoryTaskStore();
  return () => memory;
});

let files = 0;
describeTasks("sqlite", () => {
  const file = join(folder, `${++files}.db`);
  return () => createSqliteTaskStore({ file, sync: "normal" });
});

test("it checks by itself until it is stopped", async () => {
  let polls = 0;
  const tasks = createTracker<{ user: string }, string>({
    log: recordingLog(),
    staleMs: 1,
    checkMs: 5,
    poll: async () =>
      ++polls < 2 ? undefined : { state: "done", result: "video.mp4" },
    onSettled: () => {},
  });
  await tasks.track("t1", { user: "ann" });
  tasks.start();
  tasks.start();
  await expect.poll(() => polls).toBe(2);
  await tasks.stop();
  await tasks.track("t2", { user: "ann" });
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(polls).toBe(2);
});

test("an end that takes long to handle stays with whoever handles it", async () => {
  vi.useFakeTimers();
  const store = createMemoryTaskStore();
  let runs = 0;
  let finish = (): void => {};
  const tracker = () =>
    createTracker<string, string>({
      store,
      log: recordingLog(),
      poll: async () => undefined,
      onSettled: () => {
        runs += 1;
        return new Promise<void>((resolve) => (finish = resolve));
      },
    });
  await tracker().track("t1", "");
  const settling = tracker().settle("t1", { state: "done", result: "" });
  for (let minutes = 0; minutes < 20; minutes++) {
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await tracker().check()).toBe(0);
  }
  finish();
  await settling;
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(await tracker().check()).toBe(0);
  expect(runs).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});
