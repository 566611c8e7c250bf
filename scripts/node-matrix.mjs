// Runs the demo, from the packed tarball to SIGTERM, on every Node line that the package supports.
//   node scripts/node-matrix.mjs [major ...]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { userEnvironment } from "./journey/environment.mjs";
import { run } from "./journey/run.mjs";
import { duration, green, red } from "./journey/story.mjs";

const DEMO = fileURLToPath(new URL("demo.mjs", import.meta.url));
const MAJORS = ["20", "22", "24"];

const majors = process.argv.length > 2 ? process.argv.slice(2) : MAJORS;
const folder = mkdtempSync(join(tmpdir(), "create-frameio-app-nodes-"));
try {
  for (const major of majors) await runOn(major);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function runOn(major) {
  try {
    const bin = await installNode(major);
    const env = userEnvironment(bin);
    const { stdout: version } = await run("node", ["--version"], {
      cwd: folder,
      env,
    });
    const { ms } = await run("node", [DEMO], {
      cwd: folder,
      env,
      timeoutMs: 600_000,
    });
    console.log(
      `${green("✓")} Node ${version.trim().padEnd(10)} ${duration(ms)}`,
    );
  } catch (error) {
    console.error(`${red("✗")} Node ${major}\n${error.message}`);
    process.exitCode = 1;
  }
}

/** Node's binaries are packages of the npm registry, one for each platform. */
async function installNode(major) {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const home = join(folder, major);
  await run("npm", ["install", "--prefix", home, `${name}@${major}`], {
    cwd: folder,
  });
  return join(home, "node_modules", name, "bin");
}
