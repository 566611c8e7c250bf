// Real servers for tests, proofs and benchmarks: each of its own, on 127.0.0.1 at a free port, with its own data.
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/**
 * @typedef {object} TestServer
 * @property {string} url
 * @property {() => Promise<void>} start
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
  return server({
    folder,
    port,
    url: `redis://127.0.0.1:${port}`,
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
  return server({
    folder,
    port,
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
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
function server({ folder, port, url, launch }) {
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
      await untilListening(port);
    },
    kill,
    async dispose() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilListening(port) {
  for (let tries = 0; tries < 200; tries++) {
    const reached = await new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true));
      socket.once("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
    if (reached) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nothing listens on port ${port}`);
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
