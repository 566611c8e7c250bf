// One run: servers and workers that are killed, a provider that sends, and what came of it.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { userEnvironment } from "../journey/environment.mjs";
import { mulberry32 } from "../support/random.mjs";
import {
  freePort,
  postgresServer,
  programAt,
  redisServer,
} from "../support/servers.mjs";
import { openInboxOf } from "../support/app-inbox.mjs";
import { killAtRandom, supervise } from "./processes.mjs";
import { readRecord } from "./record.mjs";
import { planSends, send } from "./sender.mjs";
import { findFaults } from "./verify.mjs";

const secret = "0123456789abcdef0123456789abcdef";

/**
 * @typedef {object} ChaosOptions
 * @property {string} app folder of the compiled app
 * @property {"sqlite" | "redis" | "postgres"} engine
 * @property {string} folder for everything that is written
 * @property {number} deliveries that differ; a fifth of them is sent twice
 * @property {number} seed
 * @property {number} perSecond requests, at most
 * @property {number} killEveryMs mean time between two kills of one process
 * @property {number} [leaseMs] of claims: as the worker has it unless given
 * @property {(line: string) => void} [log]
 */

/**
 * @typedef {object} ChaosResult
 * @property {Record<string, number[]>} faults
 * @property {import("./sender.mjs").Answers} answers
 * @property {import("./record.mjs").Record} record
 * @property {number} kills
 * @property {number} starts
 * @property {string[]} deaths of processes that nobody killed, and of the orders to stop that they did not obey
 * @property {number} storeRestarts
 * @property {number} sendMs
 * @property {number} drainMs until all was done after the last answer
 */

/** What a machine lacks for an engine, or undefined. */
export function lacks(engine) {
  const programs = {
    sqlite: [],
    redis: ["redis-server"],
    postgres: ["postgres", "initdb"],
  };
  return programs[engine].find((name) => programAt(name) === undefined);
}

/**
 * @param {ChaosOptions} options
 * @returns {Promise<ChaosResult>}
 */
export async function chaos(options) {
  const { app, engine, deliveries, seed, log = () => {} } = options;
  const folder = join(options.folder, engine);
  mkdirSync(folder, { recursive: true });
  const record = join(folder, "record.txt");
  writeFileSync(record, "");
  const random = mulberry32(seed);
  const store = await startStore(engine);
  const env = {
    ...userEnvironment(),
    ...storeVariables(engine, store, folder),
    CHAOS_RECORD: record,
    INBOX_WORKER: "separate",
    LOG_LEVEL: "warn",
    HOST: "127.0.0.1",
    WEBHOOK_SECRET: secret,
    ...(options.leaseMs && { CHAOS_LEASE_MS: String(options.leaseMs) }),
  };
  const all = await Promise.all(cast(app, engine, env, random));
  const urls = all.flatMap(({ url }) => url ?? []);
  const supervised = all.map(({ process }) => process);
  const inbox = await openInboxOf(app, env);
  const endAll = () => {
    for (const one of supervised) one.end();
    void store?.kill();
  };
  // Nobody is left behind when this process is told to end.
  process.once("exit", endAll);
  try {
    await Promise.all(supervised.map((one) => one.start()));
    const killing = killAtRandom(supervised, {
      everyMs: options.killEveryMs,
      random,
    });
    const plan = planSends(deliveries, random);
    const started = performance.now();
    let storeRestarts = 0;
    let restarting = Promise.resolve();
    const answers = await send(plan, {
      urls,
      secret,
      perSecond: options.perSecond,
      atOnce: 24,
      random,
      count: deliveries,
      progress(sent) {
        if (sent % 10_000 === 0) log(`${sent} of ${plan.length} sent`);
        if (store && sent === Math.floor(plan.length / 2)) {
          storeRestarts += 1;
          restarting = restart(store);
        }
      },
    });
    await restarting;
    const sendMs = performance.now() - started;
    await killing.stop();
    log("all sent, waiting for the workers");
    await drained(inbox, options.leaseMs ?? 60_000);
    const drainMs = performance.now() - started - sendMs;
    const refusals = await stopAll(supervised);
    const noted = await readRecord(record);
    const sum = (of) => supervised.reduce((n, { counts }) => n + of(counts), 0);
    return {
      faults: await findFaults({ answers, record: noted, inbox }),
      answers,
      record: noted,
      kills: sum(({ kills }) => kills),
      starts: sum(({ starts }) => starts),
      deaths: [
        ...supervised.flatMap(({ counts }) => counts.deaths),
        ...refusals,
      ],
      storeRestarts,
      sendMs,
      drainMs,
    };
  } finally {
    process.off("exit", endAll);
    endAll();
    await inbox.close().catch(() => {});
    await store?.dispose();
  }
}

async function startStore(engine) {
  if (engine === "sqlite") return undefined;
  const program = (name) => programAt(name) ?? name;
  const store =
    engine === "redis"
      ? await redisServer(program("redis-server"))
      : await postgresServer(program("postgres"), program("initdb"), {
          fsync: true,
        });
  await store.start();
  return store;
}

function storeVariables(engine, store, folder) {
  if (engine === "sqlite") return { INBOX_FILE: join(folder, "inbox.db") };
  return { [engine === "redis" ? "REDIS_URL" : "DATABASE_URL"]: store.url };
}

/** Two servers and two workers; of SQLite, which is for one machine, one of each. */
function cast(app, engine, env, random) {
  const each = engine === "sqlite" ? [1] : [1, 2];
  const server = async (n) => {
    const port = await freePort();
    const process = supervise(
      {
        name: `server ${n}`,
        args: ["dist/server.js"],
        cwd: app,
        env: { ...env, LOG_LEVEL: "info", PORT: String(port) },
        ready: /listening on/,
      },
      random,
    );
    return { process, url: `http://127.0.0.1:${port}` };
  };
  const worker = async (n) => {
    const process = supervise(
      {
        name: `worker ${n}`,
        args: ["dist/worker.js"],
        cwd: app,
        env: { ...env, LOG_LEVEL: "info" },
        ready: /"working"/,
      },
      random,
    );
    return { process, url: undefined };
  };
  return [...each.map(server), ...each.map(worker)];
}

async function restart(store) {
  await store.kill();
  await pause(1_000);
  await store.start();
}

/** Nothing is open any more. What a killed worker held comes back when its lease ends. */
async function drained(inbox, leaseMs) {
  const limitMs = 10 * leaseMs + 600_000;
  for (const end = performance.now() + limitMs; performance.now() < end;) {
    const stats = await inbox.stats().catch(() => undefined);
    const { waiting, claimed, failed } = stats?.counts ?? { waiting: 1 };
    if (waiting === 0 && claimed === 0 && failed === 0) return;
    await pause(250);
  }
}

/** @returns {Promise<string[]>} those that did not stop in order when they were told to */
async function stopAll(supervised) {
  const codes = await Promise.all(supervised.map((one) => one.stop()));
  return codes.flatMap((code, index) =>
    code === 0 ? [] : [`${supervised[index].name} stopped with ${code}`],
  );
}
