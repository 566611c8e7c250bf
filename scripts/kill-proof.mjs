// Kills the built tool at every call that changes the disk, and a thousand times at random points in time. After each, the tree
// must be the old or the new one, byte for byte, and the next command must recover.
//   node scripts/kill-proof.mjs [times] [seed] [command ...]     only these commands, such as `add-webhook undo`
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "./build.mjs";
import { prepare } from "./kill-proof/scenarios.mjs";
import { trial } from "./kill-proof/trial.mjs";
import { mulberry32 } from "./support/random.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const [, , times = 1000, seed = 1, ...only] = process.argv.map((word, index) =>
  index < 4 ? Number(word) : word,
);
const AT_ONCE = 2;

await build();
const work = mkdtempSync(join(memoryFolder(), "kill-proof-"));
try {
  const scenarios = (await prepare(ROOT, work)).filter(
    ({ name }) => only.length === 0 || only.includes(name),
  );
  const jobs = [...everyStep(scenarios), ...randomTimes(scenarios)];
  const counts = new Map(scenarios.map(({ name }) => [name, newCount()]));
  const failures = [];
  let next = 0;
  let killed = 0;
  let timed = 0;
  const worker = async (id) => {
    for (let job = jobs[next++]; job !== undefined; job = jobs[next++]) {
      if (timed >= times && !("at" in job.when)) break;
      const folder = join(work, `kill-${id}`);
      const count = counts.get(job.scenario.name);
      try {
        const result = await trial(job.scenario, job.when, folder);
        if (result.killed) killed++;
        if (result.killed && !("at" in job.when)) timed++;
        if (!result.killed) count.survived++;
        else count["at" in job.when ? "step" : "time"][result.tree]++;
      } catch (error) {
        killed++;
        failures.push(error.message);
        console.error(error.message);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, id) => worker(id)));
  console.log(table(counts));
  console.log(`\n${killed} kills, ${failures.length} trees between.`);
  process.exitCode = failures.length === 0 ? 0 : 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

function everyStep(scenarios) {
  return scenarios.flatMap((scenario) =>
    Array.from({ length: scenario.calls }, (_, index) => ({
      scenario,
      when: { at: index + 1 },
    })),
  );
}

/** More than are needed: those that come too late kill nothing. */
function* randomTimes(scenarios) {
  const random = mulberry32(seed);
  for (let n = 0; n < 4 * times; n++) {
    const scenario = scenarios[n % scenarios.length];
    const after = scenario.milliseconds * 1.3 * random();
    yield { scenario, when: { after } };
  }
}

function newCount() {
  return {
    step: { old: 0, new: 0 },
    time: { old: 0, new: 0 },
    survived: 0,
  };
}

function table(counts) {
  const rows = [...counts].map(([name, { step, time }]) =>
    [name, step.old, step.new, time.old, time.new].join(" | "),
  );
  return [
    "| Command | at a step: old tree | new tree | at a time: old tree | new tree |",
    "| --- | --- | --- | --- | --- |",
    ...rows.map((row) => `| ${row} |`),
  ].join("\n");
}

/** Where fsync costs nothing: what is proved is the order of the steps, and not the disk. */
function memoryFolder() {
  try {
    accessSync("/dev/shm", constants.W_OK);
    return "/dev/shm";
  } catch {
    return tmpdir();
  }
}
