import { appendFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import {
  createTracker,
  type TaskOutcome,
} from "../../templates/app/src/frameio/kernel/tasks/tracker.gen.js";
import { createPostgresTaskStore } from "../../templates/app/src/frameio/postgres/postgres-task-store.gen.js";
import { createRedisTaskStore } from "../../templates/app/src/frameio/redis/redis-task-store.gen.js";
import { createSqliteTaskStore } from "../../templates/app/src/frameio/sqlite/sqlite-task-store.gen.js";

// A process with tasks: told what to do line by line, it says when that is done. It may be killed at any time.

const { ENGINE = "", URL: url = "", RECORD = "", CLOCK, SKEW } = process.env;
const [realStart = 0, speed = 1] = (CLOCK ?? "").split(" ").map(Number);

const stores = {
  sqlite: () => createSqliteTaskStore({ file: url, sync: "normal" }),
  redis: () => createRedisTaskStore({ url }),
  postgres: () => createPostgresTaskStore({ url }),
};

function note(...words: readonly (string | number)[]): void {
  appendFileSync(RECORD, `${words.join(" ")} ${process.pid} ${Date.now()}\n`);
}

/** Some answers fail, and some never come. */
async function poll({ id }: { readonly id: string }) {
  note("poll", id);
  await pause(Math.random() * 20);
  const luck = Math.random();
  if (luck < 0.15) throw new Error("503");
  if (luck < 0.25) await new Promise(() => {});
  const outcome: TaskOutcome<string> = { state: "done", result: "polled" };
  return outcome;
}

const tasks = createTracker<{ n: number }, string>({
  store: stores[ENGINE as keyof typeof stores](),
  staleMs: 4_000,
  pollTimeoutMs: 100,
  checkMs: 50,
  now: () => realStart + (Date.now() - realStart) * speed + Number(SKEW ?? 0),
  poll,
  async onSettled({ id }, outcome) {
    note("begin", id);
    await pause(Math.random() * 40);
    note("end", id, outcome.state);
  },
});

process.stdin.setEncoding("utf8");
let text = "";
process.stdin.on("data", (part: string) => {
  const lines = (text + part).split("\n");
  text = lines.pop() ?? "";
  for (const line of lines) void obey(line);
});

/** `<number> track <id>`, `… settle <id>` or `… check`. */
async function obey(line: string): Promise<void> {
  const [number, what, id = ""] = line.split(" ");
  try {
    if (what === "track") await tasks.track(id, { n: 1 });
    if (what === "settle") {
      await tasks.settle(id, { state: "done", result: "webhook" });
    }
    if (what === "check") tasks.start();
    process.stdout.write(`did ${number}\n`);
  } catch (error) {
    process.stdout.write(`failed ${number} ${String(error)}\n`);
  }
}
