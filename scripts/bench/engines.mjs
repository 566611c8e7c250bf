// Deliveries that are kept: each engine of the inbox beside servers that keep nothing.
import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { run } from "../journey/run.mjs";
import { openInboxOf } from "../support/app-inbox.mjs";
import { compiledApp } from "../support/compiled-app.mjs";
import { postgresServer, programAt, redisServer } from "../support/servers.mjs";
import { installServers } from "./contestants.mjs";
import { SECRET, start } from "./server.mjs";

const script = (name) => fileURLToPath(new URL(name, import.meta.url));
const BODY_BYTES = 420;
const RATE = 200;

/**
 * @typedef {object} Contestant
 * @property {string} name
 * @property {string} keeps where deliveries are kept
 * @property {string} cwd
 * @property {string} entry
 * @property {Record<string, string>} env
 */

/**
 * Measures everything, in some minutes.
 *
 * @param {string} root of the repository, built
 * @param {string} folder
 */
export async function measureEngines(root, folder) {
  const { apps, byHand, missing, dispose } = await prepareEngines(root, folder);
  try {
    const accepted = await accepting([...apps, ...byHand], 2);
    const drained = [];
    for (const app of apps.filter(({ keeps }) => keeps !== "memory")) {
      drained.push({ engine: app.keeps, ms: await draining(app, 10_000) });
    }
    const sqlite = apps.find(({ keeps }) => keeps === "sqlite");
    const memory = await remembering(sqlite, [50_000, 100_000]);
    return { accepted, drained, memory, missing };
  } finally {
    await dispose();
  }
}

/** Removes what earlier measurements left. */
async function empty({ keeps, cwd, env }) {
  if (keeps === "" || keeps === "memory") return;
  const inbox = await openInboxOf(cwd, env);
  await inbox.purge({});
  await inbox.close();
}

/**
 * Apps with every engine whose server this machine has, and servers written by hand.
 *
 * @param {string} root of the repository, built
 * @param {string} folder
 * @returns {Promise<{ apps: Contestant[], byHand: Contestant[], missing: string[], dispose: () => Promise<void> }>}
 */
async function prepareEngines(root, folder) {
  const stores = {};
  const [redis, postgres, initdb] = ["redis-server", "postgres", "initdb"].map(
    programAt,
  );
  if (redis) stores.redis = await redisServer(redis);
  if (postgres && initdb) {
    stores.postgres = await postgresServer(postgres, initdb, { fsync: true });
  }
  const engines = {
    memory: {},
    sqlite: { INBOX_FILE: join(folder, "inbox.db") },
    redis: stores.redis && { REDIS_URL: stores.redis.url },
    postgres: stores.postgres && { DATABASE_URL: stores.postgres.url },
  };
  const here = Object.keys(engines).filter((engine) => engines[engine]);
  for (const store of Object.values(stores)) await store.start();
  const apps = [];
  for (const engine of here) {
    const cwd = join(folder, `${engine}-app`);
    await compiledApp(root, cwd, engine);
    const app = { entry: "dist/server.js", env: engines[engine] };
    apps.push({ name: "a generated app", keeps: engine, cwd, ...app });
  }
  const home = await installServers(folder);
  cpSync(script("by-hand"), home, { recursive: true });
  cpSync(script("bare-server.mjs"), join(home, "bare.mjs"));
  const byHand = ["bare", "fastify", "express", "hono"].map((name) => ({
    name: name === "bare" ? "bare `node:http`" : name,
    keeps: "",
    cwd: home,
    entry: `${name}.mjs`,
    env: {},
  }));
  return {
    apps,
    byHand,
    missing: Object.keys(engines).filter((engine) => !here.includes(engine)),
    async dispose() {
      for (const store of Object.values(stores)) await store.dispose();
    },
  };
}

/**
 * Answers under a steady load and under as much as it takes, in turn.
 *
 * @param {readonly Contestant[]} contestants
 * @param {number} rounds
 * @returns {Promise<Map<Contestant, { bare: boolean, p50: number[], p99: number[], perSecond: number[] }>>} milliseconds at 200 deliveries a second; deliveries a second over 32 connections
 */
async function accepting(contestants, rounds) {
  const results = new Map(
    contestants.map((one) => {
      const bare = one.entry === "bare.mjs";
      return [one, { bare, p50: [], p99: [], perSecond: [] }];
    }),
  );
  for (let round = 0; round < rounds; round++) {
    for (const one of contestants) {
      await empty(one);
      const server = await start(one.cwd, one.entry, one.env);
      try {
        await server.reachable();
        await load(server.url, { seconds: 2, most: 4_000 });
        await pause(1_500);
        const steady = { seconds: 4, most: 3 * RATE, perSecond: RATE };
        const { p50, p99 } = await load(server.url, steady);
        const { perSecond } = await load(server.url, {
          seconds: 2,
          most: 50_000,
        });
        const result = results.get(one);
        result.p50.push(p50);
        result.p99.push(p99);
        result.perSecond.push(perSecond);
      } finally {
        await server.stop();
      }
    }
  }
  return results;
}

/**
 * How long a worker takes for what has been accepted before it started.
 *
 * @param {Contestant} app
 * @param {number} count of deliveries
 * @returns {Promise<number>} milliseconds, from the start of its process
 */
async function draining(app, count) {
  const { cwd, entry, env } = app;
  await empty(app);
  const server = await start(cwd, entry, { ...env, INBOX_WORKER: "separate" });
  const inbox = await openInboxOf(cwd, env);
  try {
    await server.reachable();
    await load(server.url, { seconds: 400, most: count });
    await server.stop();
    const before = (await inbox.stats()).counts;
    const started = performance.now();
    const worker = await start(cwd, "dist/worker.js", env);
    try {
      await untilDone(inbox);
      return (performance.now() - started) * (count / before.waiting);
    } finally {
      await worker.stop();
    }
  } finally {
    await server.stop();
    await inbox.close();
  }
}

/**
 * What memory a server has left after so many deliveries, all of them worked off.
 *
 * @param {Contestant} app
 * @param {readonly number[]} counts
 * @returns {Promise<{ rss: number, heapUsed: number }[]>} bytes, for each of the counts
 */
async function remembering(app, counts) {
  const { cwd, entry, env } = app;
  await empty(app);
  const file = join(cwd, "memory.json");
  const probe = pathToFileURL(script("memory-probe.mjs")).href;
  const server = await start(cwd, entry, {
    ...env,
    PROBE_FILE: file,
    NODE_OPTIONS: `--import ${probe}`,
  });
  const inbox = await openInboxOf(cwd, env);
  const figures = [];
  try {
    await server.reachable();
    let sent = 0;
    for (const count of counts) {
      await load(server.url, { seconds: 400, most: count - sent });
      sent = count;
      await untilDone(inbox);
      rmSync(file, { force: true });
      server.child.kill("SIGUSR2");
      while (!existsSync(file)) await pause(20);
      const { rss, heapUsed } = JSON.parse(readFileSync(file, "utf8"));
      figures.push({ rss, heapUsed });
    }
    return figures;
  } finally {
    await server.stop();
    await inbox.close();
  }
}

async function untilDone(inbox) {
  for (const end = performance.now() + 400_000; performance.now() < end;) {
    const { waiting, claimed, failed } = (await inbox.stats()).counts;
    if (waiting + claimed + failed === 0) return;
    await pause(100);
  }
  throw new Error("The worker does not come to an end.");
}

async function load(url, { seconds, most, perSecond = 0 }) {
  const args = [url, SECRET, seconds, most, BODY_BYTES, 0, perSecond];
  const { stdout } = await run(
    process.execPath,
    [script("load.mjs"), ...args.map(String)],
    { cwd: script("."), timeoutMs: 450_000 },
  );
  const figures = JSON.parse(stdout);
  const { deliveries, statuses, duplicates } = figures;
  const good = (statuses["200"] ?? 0) + (statuses["202"] ?? 0);
  const later = statuses["503"] ?? 0;
  // A machine that is busy with other things may let a store be late now and then, which the sender is told.
  const few = later <= deliveries / 100;
  if (good + later !== deliveries || !few || duplicates > 0) {
    throw new Error(`Not every delivery was accepted: ${stdout}`);
  }
  return figures;
}
