// Everything that must hold before a change is merged. Runs all of it and tells which parts do not.
//   node scripts/check.mjs [name ...]     only the parts named
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const PARTS = {
  format: ["prettier", "--check", "--log-level", "warn", "."],
  lint: ["oxlint", "--quiet"],
  types: ["tsc", "-p", "tsconfig.json"],
  "dead code": ["knip", "--no-progress", "--no-config-hints"],
  tests: ["vitest", "run", "--reporter=dot"],
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(
    `Unknown: ${unknown.join(", ")}. There are: ${Object.keys(PARTS).join(", ")}.`,
  );
  process.exit(2);
}

const results = [];
for (const [name, command] of Object.entries(PARTS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  results.push({ name, ...(await run(command)) });
}

for (const { name, code, output } of results) {
  if (code !== 0) console.log(`\n--- ${name}\n${output.trimEnd()}`);
}
console.log();
for (const { name, code, ms } of results) {
  const verdict = code === 0 ? "ok" : "FAILED";
  console.log(
    `${name.padEnd(10)} ${verdict.padEnd(7)} ${(ms / 1000).toFixed(1).padStart(6)} s`,
  );
}
process.exitCode = results.every(({ code }) => code === 0) ? 0 : 1;

function run([tool, ...args]) {
  const started = performance.now();
  return new Promise((resolve) => {
    // npm run puts node_modules/.bin first; a shell finds the .cmd there on Windows.
    const child = spawn(`npx --no-install ${tool} ${args.join(" ")}`, {
      cwd: ROOT,
      shell: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("close", (code) =>
      resolve({ code, output, ms: performance.now() - started }),
    );
  });
}
