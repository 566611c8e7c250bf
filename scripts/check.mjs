// Everything that must hold before a change is merged. Runs all of it and tells which parts do not.
//   node scripts/check.mjs [name ...]     only the parts named
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const PARTS = {
  format: "npx --no-install prettier --check --cache --log-level warn .",
  lint: "npx --no-install oxlint --quiet",
  // The compiler that apps get, at a quarter of the time; that what is emitted suits 5.9 as well is a test's.
  types: "node node_modules/typescript7/bin/tsc -p tsconfig.json",
  "dead code": "npx --no-install knip --no-progress --no-config-hints",
  tests: "npx --no-install vitest run --reporter=dot",
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(
    `Unknown: ${unknown.join(", ")}. There are: ${Object.keys(PARTS).join(", ")}.`,
  );
  process.exit(2);
}

const names = Object.keys(PARTS).filter(
  (name) => asked.length === 0 || asked.includes(name),
);
// The tests come last and alone: they use the whole machine, and what they tell is worth most once the rest holds.
const waiting = names.filter((name) => name !== "tests");
const results = [];
await Promise.all(
  Array.from({ length: Math.min(4, availableParallelism()) }, async () => {
    for (let name = waiting.shift(); name; name = waiting.shift())
      results.push({ name, ...(await run(PARTS[name])) });
  }),
);
if (names.includes("tests"))
  results.push({ name: "tests", ...(await run(PARTS.tests)) });
results.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));

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

function run(command) {
  const started = performance.now();
  return new Promise((resolve) => {
    // npm run puts node_modules/.bin first; a shell finds the .cmd there on Windows.
    const child = spawn(command, {
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
