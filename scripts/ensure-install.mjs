// Installs the development dependencies when they are missing or older than the lockfile, so that
// `npm test` and its siblings work right after a clone. Plain Node: it runs when nothing is installed.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const root = fileURLToPath(new URL("..", import.meta.url));
const lockfile = join(root, "package-lock.json");
// npm writes this file at the end of every install; its time is the time of the last good one.
const installed = join(root, "node_modules/.package-lock.json");

if (!isFresh()) install();

function isFresh() {
  if (!existsSync(installed)) return false;
  return (
    !existsSync(lockfile) ||
    statSync(installed).mtimeMs >= statSync(lockfile).mtimeMs
  );
}

function install() {
  const command = existsSync(lockfile) ? "ci" : "install";
  process.stderr.write(
    `Installing development dependencies (npm ${command}) ...\n`,
  );
  const result = spawnSync(
    `npm ${command} --no-fund --no-audit --loglevel=error`,
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
      : `npm ${command} failed; its output is above. Remove node_modules and run the command again.\n`,
  );
  process.exit(1);
}
