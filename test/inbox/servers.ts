import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** A real server of its own: on this machine, at a free port, with its own data. */
export interface TestServer {
  readonly url: string;
  start(): Promise<void>;
  /** Kills it: connections break off, nothing is said to anybody. */
  kill(): Promise<void>;
  /** For good, with its data. */
  dispose(): Promise<void>;
}

/** Debian keeps these out of the way. */
const postgresFolders = [18, 17, 16, 15, 14, 13].map(
  (version) => `/usr/lib/postgresql/${version}/bin`,
);

/** The path of a program, where this machine has it. */
export function programAt(name: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return [...folders, ...postgresFolders]
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

export async function redisServer(program: string): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), "inbox-redis-"));
  const port = await freePort();
  const config = [
    "--port",
    String(port),
    "--bind",
    "127.0.0.1",
    "--dir",
    folder,
    "--save",
    "",
    "--appendonly",
    "yes",
    "--appendfsync",
    "always",
  ];
  return server({
    folder,
    port,
    url: `redis://127.0.0.1:${port}`,
    launch: () => spawn(program, config, { stdio: "ignore" }),
  });
}

export async function postgresServer(
  program: string,
  initdb: string,
): Promise<TestServer> {
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
  const options = [
    "-D",
    data,
    "-p",
    String(port),
    "-h",
    "127.0.0.1",
    // The machine stays up, whatever happens to the server.
    "-c",
    "fsync=off",
    "-c",
    `unix_socket_directories=${folder}`,
  ];
  return server({
    folder,
    port,
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    launch: () =>
      spawn(program, options, { ...user, cwd: folder, stdio: "ignore" }),
  });
}

/** Postgres does not run as root. */
function postgresUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) =>
    Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

function server({
  folder,
  port,
  url,
  launch,
}: {
  readonly folder: string;
  readonly port: number;
  readonly url: string;
  readonly launch: () => ChildProcess;
}): TestServer {
  let child: ChildProcess | undefined;

  async function kill(): Promise<void> {
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

async function untilListening(port: number): Promise<void> {
  const { connect } = await import("node:net");
  for (let tries = 0; tries < 200; tries++) {
    const reached = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true));
      socket.once("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
    if (reached) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nothing listens on port ${port}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
