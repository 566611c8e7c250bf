// Commands, timed from outside as a user's shell would.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { userEnvironment } from "../journey/environment.mjs";
import { interleaved } from "./statistics.mjs";

const ROUNDS = 9;
const env = { ...userEnvironment(), npm_config_update_notifier: "false" };
// Node reads a machine's own certificates at each start, for tens of milliseconds: in both times they would bring them nearer to each other.
delete env.NODE_EXTRA_CA_CERTS;

/** Runs one command to its end and returns the milliseconds it took. Throws when it fails. */
export function time(command, args, cwd, timeout) {
  return run(command, args, cwd, timeout).ms;
}

/** As `time`, with what it printed. */
export function run(command, args, cwd, timeout = 120_000) {
  const started = performance.now();
  const { status, error, stderr, stdout } = spawnSync(command, args, {
    cwd,
    env,
    timeout,
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
  });
  const ms = performance.now() - started;
  if (status !== 0) {
    throw new Error(
      `${command} ${args.join(" ")}: ${error ?? `exit code ${status}`}\n${stdout}${stderr}`,
    );
  }
  return { ms, stdout };
}

const node = (...args) => [process.execPath, args];

/** From nothing to all files of a new project, dependencies not installed. */
export function scaffold({ ours, peers, folder }) {
  const fresh = (name) => newFolder(join(folder, "scaffold", name));
  return interleaved(ROUNDS, {
    ours: () => time(...node(ours.create, ...ours.createArgs), fresh("ours")),
    "create-vite": () =>
      time(...node(peers.vite.bin, ...peers.vite.args), fresh("vite")),
    hygen: () => {
      const cwd = fresh("hygen");
      cpSync(peers.hygen.templates, join(cwd, "_templates"), {
        recursive: true,
      });
      return time(...node(peers.hygen.bin, ...peers.hygen.args), cwd);
    },
  });
}

/** From a tarball and an empty npm cache to all files of a new project. */
export function cold({ ours, peers, folder }) {
  const exec = (name, tarball, bin, args) => () => {
    const cwd = emptyFolder(join(folder, "cold", name));
    const flags = [
      "exec",
      "--yes",
      "--offline",
      `--cache=${join(cwd, ".npm")}`,
    ];
    return time(
      "npm",
      [...flags, `--package=${tarball}`, "--", bin, ...args],
      cwd,
    );
  };
  return interleaved(5, {
    ours: exec("ours", ours.tarball, "create-frameio-app", ours.createArgs),
    "create-vite": exec(
      "vite",
      peers.vite.tarball,
      "create-vite",
      peers.vite.args,
    ),
  });
}

/** `generate` or `check` with nothing to do. */
export function noop({ ours, app }, command) {
  return interleaved(15, {
    ours: () => time(...node(ours.gen, command), app),
    "node -e 0": () => time(...node("-e", "0"), app),
  });
}

/** `add-webhook` in apps that have 1, 50 and 500 handlers already. */
export async function add({ ours, folder }) {
  const sizes = [1, 50, 500];
  const apps = sizes.map((size) => appWith(size, ours, join(folder, "add")));
  return interleaved(
    7,
    Object.fromEntries(
      sizes.map((size, index) => [
        String(size),
        () => {
          const copy = newFolder(join(folder, "add", "copy"));
          cpSync(apps[index], copy, { recursive: true });
          return time(
            ...node(ours.gen, "add-webhook", "project.created"),
            copy,
          );
        },
      ]),
    ),
  );
}

/** An event is handled once for each provider, so many handlers need several providers of the same kind. */
function appWith(handlers, ours, folder) {
  const app = emptyFolder(join(folder, `app-${handlers}`));
  time(...node(ours.create, "app", ...ours.createArgs.slice(1)), app);
  const root = join(app, "app");
  const { stdout } = spawnSync(...node(ours.gen, "events", "--json"), {
    cwd: root,
    encoding: "utf8",
  });
  const events = JSON.parse(stdout)
    .events.map(({ name }) => name)
    .filter((name) => name !== "project.created");
  const providers = {};
  const webhooks = Array.from({ length: handlers }, (_, index) => {
    const turn = Math.floor(index / events.length);
    const provider = turn === 0 ? "frameio" : `frameio${turn}`;
    providers[provider] = {
      schema: "frameio@4",
      path: `/webhooks/${provider}`,
    };
    const event = events[index % events.length];
    return { provider, event, handler: `src/webhooks/handler-${index}.ts` };
  });
  const path = join(root, "frameio.jsonc");
  const manifest = { name: "app", target: "node", providers, webhooks };
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
  time(...node(ours.gen, "generate"), root);
  return root;
}

let made = 0;

/** Beside the ones before: some seconds after files were removed, ext4 makes new ones several times as slowly. */
function newFolder(prefix) {
  return emptyFolder(`${prefix}-${++made}`);
}

function emptyFolder(path) {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  return path;
}
