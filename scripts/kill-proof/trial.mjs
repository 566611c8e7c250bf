import { rmSync } from "node:fs";
import { join } from "node:path";
import { runBin } from "./run.mjs";
import { place } from "./scenarios.mjs";
import { differences, treeOf } from "./trees.mjs";

/**
 * Kills a command, lets the next command recover, and tells which tree is there.
 *
 * @param {import("./scenarios.mjs").Scenario} scenario
 * @param {{ at: number } | { after: number }} when the n-th call that changes the disk, or milliseconds after the first
 * @param {string} folder for the trial; removed afterwards
 * @returns {Promise<{ killed: boolean, tree: "old" | "new" }>}
 * @throws {Error} when the tree is neither, or the next command does not come to the new one
 */
export async function trial(scenario, when, folder) {
  const { bin, args, before, repeatable } = scenario;
  const cwd = place(before, folder);
  const where = `${scenario.name}, ${JSON.stringify(when)}`;
  const kill =
    "at" in when ? { faults: { KILL_AT: when.at } } : { killAfter: when.after };
  try {
    const first = await runBin(bin, args, { cwd, ...kill });
    if (first.signal !== "SIGKILL" && first.code !== 0)
      throw new Error(`${where}: ${first.stdout}${first.stderr}`);
    const tree = await settledTree(scenario, folder, cwd, where);
    // The step tells what is left over; a point in time would tell the same again.
    const isWorth = "at" in when || before === undefined;
    if (isWorth && (tree === "old" || repeatable)) {
      const again = await runBin(bin, args, { cwd });
      if (again.code !== 0)
        throw new Error(`${where}, again: ${again.stdout}${again.stderr}`);
      assertSame(scenario.new, treeOf(folder), `${where}, after another run`);
    }
    return { killed: first.signal === "SIGKILL", tree };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Which tree there is once a command has run that changes nothing itself: `apply` of a plan that is not there. */
async function settledTree(scenario, folder, cwd, where) {
  const { bin, before } = scenario;
  if (before === undefined) return newRoot(scenario, folder, where);
  const gen = join(bin, "../frameio-gen.js");
  const next = await runBin(gen, ["apply", "no-such-plan.json"], { cwd });
  // Before the plan is missed, the app may be: it was taken back, or has to be updated first.
  if (next.code !== 1 || !/FG(?:440|107|320)/.test(next.stderr))
    throw new Error(`${where}, recovery: ${next.stdout}${next.stderr}`);
  const found = treeOf(folder);
  if (differences(scenario.new, found).length === 0) return "new";
  assertSame(scenario.old, found, where);
  return "old";
}

/**
 * A new app is there whole, or not at all; what is left beside it, the next run removes. Its local settings are written once it is
 * there, and are no part of the commit.
 */
function newRoot(scenario, folder, where) {
  const isApp = ([path]) =>
    path.startsWith("app/") && !/^app\/\.env(?:\.new)?$/.test(path);
  const found = new Map([...treeOf(folder)].filter(isApp));
  if (found.size === 0) return "old";
  assertSame(new Map([...scenario.new].filter(isApp)), found, where);
  return "new";
}

function assertSame(wanted, found, where) {
  const paths = differences(withoutSecret(wanted), withoutSecret(found));
  if (paths.length > 0)
    throw new Error(`${where}: neither the old tree nor the new one: ${paths}`);
}

/** Each app gets another secret, of the same length. */
function withoutSecret(tree) {
  const name = "app/.env";
  const text = tree.get(name);
  if (text === undefined) return tree;
  const hidden = text.replaceAll(/=\S{16,}/g, (value) => `=${value.length}`);
  return new Map(tree).set(name, hidden);
}
