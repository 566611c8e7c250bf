// Tasks in processes that are killed at any moment, with each engine's real store.
import { spawn, type ChildProcess } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  postgresServer,
  programAt,
  redisServer,
  type TestServer,
} from "../../scripts/support/servers.mjs";
import { describeNotRun } from "./contract.js";

const scratch = mkdtempSync(join(tmpdir(), "tracker-kills-"));
const bundle = join(scratch, "tracker.mjs");

beforeAll(async () => {
  const input = fileURLToPath(new URL("tracker.entry.ts", import.meta.url));
  const external = ["libsql", "pg", "ioredis", "pino"];
  const built = await rolldown({ input, platform: "node", external });
  await built.write({ file: bundle, codeSplitting: false });
  const modules = new URL("../../node_modules", import.meta.url);
  symlinkSync(fileURLToPath(modules), join(scratch, "node_modules"));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The tasks' clock runs so much faster than ours: a lease of a minute ends in 1.5 s. */
const speed = 40;

interface Tasks {
  readonly child: ChildProcess;
  /** False where the process was killed before it was done. */
  tell(line: string): Promise<boolean>;
}

function startTasks(env: Record<string, string>): Tasks {
  const child = spawn(process.execPath, [bundle], {
    env: { ...process.env, LOG_LEVEL: "silent", ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const waiting = new Map<number, (done: boolean) => void>();
  let told = 0;
  let text = "";
  child.stdout.on("data", (part: Buffer) => {
    const lines = (text + String(part)).split("\n");
    text = lines.pop() ?? "";
    for (const line of lines) {
      const [what, number] = line.split(" ");
      waiting.get(Number(number))?.(what === "did");
    }
  });
  child.stdin.on("error", () => {});
  const gone = () => {
    for (const answer of waiting.values()) answer(false);
  };
  child.once("close", gone);
  return {
    child,
    tell: (line) =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) {
          resolve(false);
          return;
        }
        waiting.set(++told, resolve);
        child.stdin.write(`${told} ${line}\n`);
      }),
  };
}

interface Note {
  readonly what: string;
  readonly id: string;
  readonly pid: number;
  readonly at: number;
}

/** A run of `onSettled`. */
interface Run {
  readonly pid: number;
  readonly begin: number;
  readonly end: number | undefined;
}

function notesIn(record: string): readonly Note[] {
  if (!existsSync(record)) return [];
  const lines = readFileSync(record, "utf8").trim().split("\n");
  return lines.map((line) => {
    const words = line.split(" ");
    const [what = "", id = ""] = words;
    return {
      what,
      id,
      pid: Number(words.at(-2)),
      at: Number(words.at(-1)),
    };
  });
}

function runsOf(notes: readonly Note[], id: string): readonly Run[] {
  const own = notes.filter((note) => note.id === id);
  return own
    .filter(({ what }) => what === "begin")
    .map(({ pid, at }) => ({
      pid,
      begin: at,
      end: own.find(
        (note) => note.what === "end" && note.pid === pid && note.at >= at,
      )?.at,
    }));
}

const ids = Array.from({ length: 16 }, (_, n) => `task-${n}`);

function describeKills(
  engine: string,
  open: () => Promise<{ url: string; dispose(): Promise<void> }>,
): void {
  describe(`tasks in ${engine}`, () => {
    test("nothing is lost, and no end is handled twice, but where its process died", async () => {
      const store = await open();
      const record = join(scratch, `${engine}.txt`);
      const killedAt = new Map<number, number>();
      let started = 0;
      const start = () => {
        const tasks = startTasks({
          ENGINE: engine,
          URL: store.url,
          RECORD: record,
          CLOCK: `${begin} ${speed}`,
          // Clocks differ: every other process is 20 s ahead.
          SKEW: String((started++ % 2) * 20_000),
        });
        void tasks.tell("check");
        return tasks;
      };
      const begin = Date.now();
      const running = [start(), start()];
      const any = () => running[Math.floor(Math.random() * running.length)];

      /** Whoever is told may die: then somebody else is told, as providers send again. */
      async function untilDone(line: string): Promise<void> {
        if (await any()?.tell(line)) return;
        await pause(20);
        return untilDone(line);
      }

      /** A webhook that is faster, one that is slower, one from each side at once, and none. */
      async function live(id: string, kind: number): Promise<void> {
        await pause(Math.random() * 2_500);
        if (kind === 0) await untilDone(`settle ${id}`);
        await untilDone(`track ${id}`);
        if (kind === 0 || kind === 3) return;
        await pause(Math.random() * 600);
        await Promise.all(
          Array.from({ length: kind }, () => untilDone(`settle ${id}`)),
        );
      }

      const calm = new AbortController();
      async function kill(): Promise<void> {
        await pause(600 + Math.random() * 600);
        if (calm.signal.aborted && killedAt.size > 2) return;
        const victim = Math.floor(Math.random() * running.length);
        const { child } = running[victim]!;
        child.kill("SIGKILL");
        killedAt.set(child.pid ?? 0, Date.now());
        running[victim] = start();
        return kill();
      }

      try {
        const kills = kill();
        await Promise.all(ids.map((id, n) => live(id, n % 4)));
        await pause(500);
        calm.abort();
        await kills;
        const ended = () =>
          ids.filter((id) =>
            runsOf(notesIn(record), id).some(({ end }) => end !== undefined),
          );
        await expect.poll(ended).toEqual(ids);
        // Longer than any lease: whatever would come again has come.
        await pause(2_000);
      } finally {
        calm.abort();
        for (const { child } of running) child.kill("SIGKILL");
        await store.dispose();
      }

      const notes = notesIn(record);
      expect(killedAt.size).toBeGreaterThan(2);
      for (const id of ids) {
        const runs = runsOf(notes, id);
        for (const [index, { begin: next }] of runs.slice(1).entries()) {
          const { pid, end } = runs[index]!;
          const died = killedAt.get(pid) ?? Infinity;
          expect(died, `${id} ran twice at a time`).toBeLessThan(next);
          if (end === undefined) continue;
          expect(died - end, `${id} ran again`).toBeLessThan(1_500);
        }
      }
      const polled = notes.filter(({ what }) => what === "poll");
      const silent = ids.filter((_, n) => n % 4 === 3);
      expect(polled.map(({ id }) => id)).toEqual(
        expect.arrayContaining(silent),
      );
    }, 60_000);
  });
}

describeKills("sqlite", async () => ({
  url: join(scratch, "tasks.db"),
  dispose: async () => {},
}));

function describeServer(
  engine: string,
  server: undefined | (() => Promise<TestServer>),
): void {
  if (!server) {
    describeNotRun(engine);
    return;
  }
  describeKills(engine, async () => {
    const started = await server();
    await started.start();
    return started;
  });
}

const redis = programAt("redis-server") ?? programAt("valkey-server");
describeServer(
  "redis",
  redis === undefined ? undefined : () => redisServer(redis),
);
const [postgres, initdb] = [programAt("postgres"), programAt("initdb")];
describeServer(
  "postgres",
  postgres === undefined || initdb === undefined
    ? undefined
    : () => postgresServer(postgres, initdb),
);
