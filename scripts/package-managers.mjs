// Makes an app with each package manager that is not npm, and walks with it as its README says: install, test, build, check, one more webhook,
// start, deliveries, stop, development. The managers come from the npm registry; all of it happens in a temporary folder.
//   node scripts/package-managers.mjs [pnpm | yarn | bun ...]
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deliver, secretOf, standardDeliveries } from "./journey/delivery.mjs";
import { userEnvironment } from "./journey/environment.mjs";
import { run, StepFailed } from "./journey/run.mjs";
import { startApp } from "./journey/server.mjs";
import { heading, red, step } from "./journey/story.mjs";
import { installTool, packTool } from "./journey/tool.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Their packages on the registry, and how each runs a command of the app's packages. Their arguments for scripts are alike. */
const MANAGERS = {
  pnpm: { package: "pnpm@10", exec: ["pnpm", "exec"] },
  yarn: { package: "@yarnpkg/cli-dist@4", exec: ["yarn"] },
  bun: { package: "bun@1", exec: ["bunx"] },
};

const names =
  process.argv.length > 2 ? process.argv.slice(2) : Object.keys(MANAGERS);
const folder = mkdtempSync(join(tmpdir(), "create-frameio-app-managers-"));
try {
  const tarball = await packTool(ROOT, folder);
  const user = await installTool(tarball, join(folder, "user"));
  for (const name of names) {
    heading(name);
    await walk(name, user).catch((error) => {
      console.error(`${red("✗")} ${error.message}`);
      process.exitCode = 1;
    });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function walk(name, user) {
  const manager = MANAGERS[name];
  const home = join(folder, `${name}-itself`);
  await step(`install ${manager.package}`, () =>
    run(
      "npm",
      [
        "install",
        "--prefix",
        home,
        "--ignore-scripts=false",
        "--no-audit",
        manager.package,
      ],
      { cwd: folder },
    ),
  );
  const env = userEnvironment(join(home, "node_modules", ".bin"));
  // Outside of any project, or Yarn takes the app for a part of that.
  const apps = join(folder, "apps");
  mkdirSync(apps, { recursive: true });
  await step("create an app, dependencies included", () =>
    run(
      join(user, "node_modules", ".bin", "create-frameio-app"),
      [name, "--yes", "--no-git", "--package-manager", name],
      { cwd: apps, env },
    ),
  );
  const cwd = join(apps, name);
  const scripted = (script) =>
    step(`${name} run ${script}`, () =>
      run(name, ["run", script], { cwd, env }),
    );
  const gen = (...args) =>
    step(`frameio-gen ${args.join(" ")}`, () =>
      run(manager.exec[0], [...manager.exec.slice(1), "frameio-gen", ...args], {
        cwd,
        env,
      }),
    );
  for (const script of ["test", "typecheck", "lint", "build"]) {
    await scripted(script);
  }
  await gen("check");
  await gen("add-webhook", "comment.created");
  await scripted("test");
  await step(`${name} run dev`, () => develop(name, cwd, env));
  await step("start, deliveries, stop", () => receive(cwd, env));
}

/** What the app answers, with the app started as its own script says. */
async function receive(cwd, env) {
  const app = await startApp(cwd, env);
  try {
    for (const { name, expect, request } of standardDeliveries(secretOf(cwd))) {
      const { status } = await deliver(app.url, request);
      if (status !== expect) {
        throw new StepFailed(`${name}: ${status}, not ${expect}`, app.output());
      }
    }
  } finally {
    await app.terminate();
  }
}

/** Edits a file while the app runs, and waits for the answer to change. */
async function develop(name, cwd, env) {
  const port = await freePort();
  const child = spawn(name, ["run", "dev"], {
    cwd,
    // A process group, as a terminal makes one.
    detached: true,
    env: { ...env, HOST: "127.0.0.1", PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => (output += text));
  }
  const ended = once(child, "close");
  try {
    const url = `http://127.0.0.1:${port}/`;
    await until(
      () => answers(url, "It runs."),
      () => output,
    );
    // What is edited while it compiles for the first time is not noticed.
    await until(
      () => output.includes("Watching for file changes"),
      () => output,
    );
    const file = join(cwd, "src/app.ts");
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace("It runs.", "It runs again."),
    );
    await until(
      () => answers(url, "It runs again."),
      () => output,
    );
  } finally {
    process.kill(-child.pid, "SIGINT");
    await ended;
  }
}

function answers(url, expected) {
  return fetch(url)
    .then((response) => response.text())
    .then((text) => text.trim() === expected)
    .catch(() => false);
}

async function until(isSo, output) {
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new StepFailed(`in vain: ${isSo}`, output());
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
