// Processes that are killed again and again, and started again each time.
import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";

/**
 * @typedef {object} Victim
 * @property {string} name
 * @property {readonly string[]} args of node
 * @property {string} cwd
 * @property {NodeJS.ProcessEnv} env
 * @property {RegExp} ready what it prints when it has started
 */

/**
 * @typedef {object} Supervised
 * @property {string} name
 * @property {() => Promise<void>} start resolves when it says that it has started
 * @property {() => Promise<void>} kill SIGKILL, and start again a while later
 * @property {() => Promise<number | null>} stop SIGTERM, for good; the exit code
 * @property {() => void} end SIGKILL, for good, if it still runs
 * @property {{ kills: number, starts: number, deaths: string[] }} counts `deaths` are those that nobody ordered: how, and what it said last
 */

const startMs = 300_000;

/**
 * @param {Victim} victim
 * @param {() => number} random
 * @returns {Supervised}
 */
export function supervise({ name, args, cwd, env, ready }, random) {
  /** @type {import("node:child_process").ChildProcess | undefined} */
  let child;
  let ended = Promise.resolve();
  const counts = { kills: 0, starts: 0, deaths: /** @type {string[]} */ ([]) };

  async function start() {
    counts.starts += 1;
    const started = spawn(process.execPath, args, {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    child = started;
    let said = "";
    ended = new Promise((resolve) => started.once("close", () => resolve()));
    await new Promise((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`${name} does not start: ${said}`)),
        startMs,
      );
      let hears = true;
      const hear = (text) => {
        said = hears ? said + text : text;
        if (!hears || !ready.test(said)) return;
        hears = false;
        clearTimeout(late);
        resolve(undefined);
      };
      started.stdout.setEncoding("utf8").on("data", hear);
      started.stderr.setEncoding("utf8").on("data", hear);
      started.once("close", (code, signal) => {
        clearTimeout(late);
        if (child !== started) return resolve(undefined);
        child = undefined;
        counts.deaths.push(`${name}, ${signal ?? code}: ${said.slice(-500)}`);
        reject(new Error(`${name} ended by itself: ${said}`));
      });
    });
  }

  function end() {
    const running = child;
    child = undefined;
    running?.kill("SIGKILL");
  }

  return {
    name,
    counts,
    start,
    end,
    async kill() {
      end();
      counts.kills += 1;
      await ended;
      await pause(random() * 1_500);
      await start();
    },
    async stop() {
      const running = child;
      child = undefined;
      running?.kill("SIGTERM");
      await ended;
      return running?.exitCode ?? null;
    },
  };
}

/**
 * Kills each of them at random times, one independent of the other, until told to stop.
 *
 * @param {readonly Supervised[]} all
 * @param {{ everyMs: number, random: () => number }} options `everyMs` is the mean time between two kills of one
 * @returns {{ stop(): Promise<void> }} resolves when all of them run
 */
export function killAtRandom(all, { everyMs, random }) {
  const stopping = new AbortController();
  const loops = all.map(async (one) => {
    while (!stopping.signal.aborted) {
      const wait = everyMs * (0.3 + 1.4 * random());
      await pause(wait, undefined, { signal: stopping.signal }).catch(() => {});
      if (!stopping.signal.aborted) await one.kill();
    }
  });
  // Whoever awaits the end is told; before that it is nobody's unhandled rejection.
  for (const loop of loops) loop.catch(() => {});
  return {
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}
