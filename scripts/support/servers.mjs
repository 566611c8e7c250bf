// Real servers for tests, proofs and benchmarks: each of its own, on 127.0.0.1 at a free port, with its own data.
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { Redis } from "ioredis";
import { Client } from "pg";

/**
 * @typedef {object} TestServer
 * @property {string} url
 * @property {() => Promise<void>} start until it answers queries
 * @property {() => Promise<void>} kill connections break off, nothing is said to anybody
 * @property {() => Promise<void>} dispose for good, with its data
 */

/** Debian keeps these out of the way. */
const postgresFolders = [18, 17, 16, 15, 14, 13].map(
  (version) => `/usr/lib/postgresql/${version}/bin`,
);

/**
 * The path of a program, where this machine has it.
 *
 * @param {string} name
 */
export function programAt(name) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return [...folders, ...postgresFolders]
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

/**
 * A Redis that has on the disk what it has answered.
 *
 * @param {string} program
 * @returns {Promise<TestServer>}
 */
export async function redisServer(program) {
  const folder = mkdtempSync(join(tmpdir(), "inbox-redis-"));
  const port = await freePort();
  const where = ["--port", String(port), "--bind", "127.0.0.1"];
  const durable = ["--appendonly", "yes", "--appendfsync", "always"];
  const config = [...where, "--dir", folder, "--save", "", ...durable];
  const url = `redis://127.0.0.1:${port}`;
  return server({
    folder,
    url,
    answers: () => redisAnswers(url),
    launch: () => spawn(program, config, { stdio: "ignore" }),
  });
}

/**
 * @param {string} program
 * @param {string} initdb
 * @param {{ fsync?: boolean }} [options] `fsync` is off unless asked for: where the machine stays up whatever happens to the server, nothing is lost
 * @returns {Promise<TestServer>}
 */
export async function postgresServer(program, initdb, { fsync = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "inbox-postgres-"));
  const port = await freePort();
  const user = postgresUser();
  chmodSync(folder, 0o700);
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  execFileSync(
    initdb,
    ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"],
    { ...user, cwd: folder, stdio: "ignore" },
  );
  const where = ["-D", data, "-p", String(port), "-h", "127.0.0.1"];
  const settings = [
    `fsync=${fsync ? "on" : "off"}`,
    `unix_socket_directories=${folder}`,
  ].flatMap((setting) => ["-c", setting]);
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  return server({
    folder,
    url,
    answers: () => postgresAnswers(url),
    launch: () =>
      spawn(program, [...where, ...settings], {
        ...user,
        cwd: folder,
        stdio: "ignore",
      }),
  });
}

/**
 * Postgres does not run as root.
 *
 * @returns {{ uid: number, gid: number } | undefined}
 */
function postgresUser() {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag) =>
    Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/** @returns {TestServer} */
function server({ folder, url, launch, answers }) {
  let child;

  async function kill() {
    const running = child;
    child = undefined;
    if (!running || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once("close", resolve));
    // Postgres as a whole goes down at once with SIGQUIT; its children would outlive a SIGKILL for a while.
    running.kill(url.startsWith("postgres") ? "SIGQUIT" : "SIGKILL");
    await ended;
  }

  return {
    url,
    async start() {
      child = launch();
      await untilReady(url, answers);
    },
    kill,
    async dispose() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Both listen before they are ready: a server that starts up refuses its first queries. */
async function untilReady(url, answers) {
  for (let tries = 0; tries < 600; tries++) {
    if (await answers()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nothing answers at ${url}`);
}

async function redisAnswers(url) {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: null });
  client.on("error", () => {});
  try {
    await client.connect();
    return (await client.ping()) === "PONG";
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
}

async function postgresAnswers(url) {
  const client = new Client({ connectionString: url });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("SELECT 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (
        probe.address()
      );
      probe.close(() => resolve(port));
    });
  });
}
