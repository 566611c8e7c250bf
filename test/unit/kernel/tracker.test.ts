import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createMemoryTaskStore } from "../../../templates/app/src/frameio/kernel/tasks/task-store.gen.js";
import { createTracker } from "../../../templates/app/src/frameio/kernel/tasks/tracker.gen.js";
import { createSqliteTaskStore } from "../../../templates/app/src/frameio/sqlite/sqlite-task-store.gen.js";
import { describeTasks } from "../../inbox/task-contract.js";
import { recordingLog } from "./support.js";

const folder = mkdtempSync(join(tmpdir(), "tracker-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
