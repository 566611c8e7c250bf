// Deliveries sent to apps and workers that are killed at random, with their store killed in between: nothing that was accepted may get lost, no recorded step be repeated.
//   node scripts/chaos.mjs [sqlite] [redis] [postgres] [--deliveries 100000] [--seed 1] [--rate 250] [--kill-every 20]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { makeApp } from "./chaos/app.mjs";
import { failures, report } from "./chaos/report.mjs";
import { chaos, lacks } from "./chaos/run.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    deliveries: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    /** Requests in a second, at most. */
    rate: { type: "string", default: "250" },
    /** Seconds between two kills of one process, on average. */
    "kill-every": { type: "string", default: "20" },
  },
});
const engines =
  positionals.length > 0 ? positionals : ["sqlite", "redis", "postgres"];

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => process.exit(130));
}
await build();
const folder = mkdtempSync(join(tmpdir(), "chaos-"));
try {
  for (const engine of engines) {
    const missing = lacks(engine);
    if (missing !== undefined) {
      console.error(`${engine}: this machine has no ${missing}`);
      process.exitCode = 1;
      continue;
    }
    const app = join(folder, `app-${engine}`);
    await makeApp(ROOT, app, engine);
    const options = {
      app,
      engine,
      folder,
      deliveries: Number(values.deliveries),
      seed: Number(values.seed),
      perSecond: Number(values.rate),
      killEveryMs: Number(values["kill-every"]) * 1000,
    };
    const log = (line) =>
      console.error(`${new Date().toISOString()} ${engine}: ${line}`);
    const result = await chaos({ ...options, log });
    console.log(report(options, result));
    if (failures(result).length > 0) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
