// Verified deliveries per second: a generated app beside the hand-written bare server.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { userEnvironment } from "../journey/environment.mjs";
import { run } from "../journey/run.mjs";
import { interleaved } from "./statistics.mjs";

const SECRET = "0123456789abcdef0123456789abcdef";
const SECONDS = 3;
/** Compiling the hot paths is over by then, for both alike. */
const WARM_UP = { small: 20_000, large: 4_000 };
const script = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Creates, installs and builds an app that handles `file.ready` before the answer, and keeps nothing on disk: as the bare server does. */
export async function buildApp({ ours, folder }) {
  await run("node", [ours.create, "delivery-app", "--yes", "--no-git"], {
    cwd: folder,
  });
  const app = join(folder, "delivery-app");
  const manifest = {
    name: "delivery-app",
    webhooks: [{ event: "file.ready", mode: "inline" }],
    inbox: { engine: "memory" },
  };
  writeFileSync(join(app, "frameio.jsonc"), `${JSON.stringify(manifest)}\n`);
  await run("node", [ours.gen, "generate"], { cwd: app });
  await run("npm", ["run", "build"], { cwd: app });
  return app;
}

/**
 * @param {string} app folder of a built app
 * @param {number} bytes of one body
 * @returns {Promise<Record<string, number[]>>} deliveries per second, by round
 */
export function deliveriesPerSecond(app, bytes) {
  const large = bytes > 4_000;
  const most = large ? 15_000 : 120_000;
  const warmUp = large ? WARM_UP.large : WARM_UP.small;
  const measure = (cwd, entry) => async () => {
    const server = await start(cwd, entry);
    try {
      return await load(server.url, bytes, most, warmUp);
    } finally {
      await server.stop();
    }
  };
  return interleaved(5, {
    ours: measure(app, "dist/server.js"),
    bare: measure(script("."), script("bare-server.mjs")),
  });
}

async function load(url, bytes, most, warmUp) {
  const { stdout } = await run(
    "node",
    [
      script("load.mjs"),
      url,
      SECRET,
      String(SECONDS),
      String(most),
      String(bytes),
      String(warmUp),
    ],
    { cwd: script("."), timeoutMs: 60_000 },
  );
  const { perSecond, deliveries, statuses, duplicates } = JSON.parse(stdout);
  if (statuses["200"] !== deliveries + warmUp || duplicates > 0) {
    throw new Error(`Not every delivery was processed: ${stdout}`);
  }
  return perSecond;
}

/** Standard output goes nowhere, for both alike; the address is asked for or told on standard error. */
async function start(cwd, entry) {
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const child = spawn("node", [entry], {
    cwd,
    env: {
      ...userEnvironment(),
      HOST: "127.0.0.1",
      PORT: String(port),
      WEBHOOK_SECRET: SECRET,
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = new Promise((resolve) => child.on("close", resolve));
  const url = `http://127.0.0.1:${port}`;
  await reachable(url);
  return {
    url,
    stop: async () => {
      child.kill("SIGTERM");
      const forced = setTimeout(() => child.kill("SIGKILL"), 5_000);
      await ended;
      clearTimeout(forced);
    },
  };
}

async function reachable(url) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    try {
      await fetch(url, { signal: AbortSignal.timeout(1_000) });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`${url} does not answer.`);
}
