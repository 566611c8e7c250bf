// Verified deliveries per second: a generated app beside the hand-written bare server.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { run } from "../journey/run.mjs";
import { SECRET, start } from "./server.mjs";
import { interleaved } from "./statistics.mjs";

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
      await server.reachable();
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
