// Installs the development dependencies when they are missing or others than the lockfile names, so that
// `npm test` and its siblings work right after a clone. Plain Node: it runs when nothing is installed.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const root = fileURLToPath(new URL("..", import.meta.url));
const lockfile = join(root, "package-lock.json");
// npm writes down there what it really installed.
const installed = join(root, "node_modules/.package-lock.json");

if (!isFresh()) install();

/** Compares contents: times say nothing after a checkout, nor after an `npm install`. */
function isFresh() {
  if (!existsSync(installed)) return false;
  if (!existsSync(lockfile)) return true;
  const present = packagesIn(installed);
  return Object.entries(packagesIn(lockfile)).every(
    ([path, { version, optional }]) =>
      path === "" || optional || present[path]?.version === version,
  );
}

function packagesIn(path) {
  return JSON.parse(readFileSync(path, "utf8")).packages;
}

function install() {
  process.stderr.write("Installing development dependencies ...\n");
  // Not `npm ci`: it fails where a registry lacks the binary of another platform that an optional dependency names.
  // This keeps to the lockfile as well, and does not write to it.
  const result = spawnSync(
    "npm install --no-save --no-fund --no-audit --loglevel=error",
    {
      cwd: root,
      encoding: "utf8",
      // Both are needed: npm is a .cmd on Windows, and a pipe keeps a good run quiet.
      shell: true,
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  if (result.status === 0) return;

  const output = `${result.stdout ?? ""}${result.stderr ?? ""}`.trim();
  const offline =
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ENOTCACHED/.test(
      output,
    );
  process.stderr.write(`${output}\n\n`);
  process.stderr.write(
    offline
      ? "The npm registry cannot be reached. Connect to a network (or set the registry in ~/.npmrc), then run the command again.\n"
      : "npm install failed; its output is above. Remove node_modules and run the command again.\n",
  );
  process.exit(1);
}
