import { rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Change, ChangeSet } from "../../src/reconcile/change-set.js";
import { collisions } from "../../src/workspace/collisions.js";
import { openWorkspace } from "../../src/workspace/open-workspace.js";
import {
  changeSet,
  create,
  lockfileOf,
  plant,
  remove,
  temporaryFolder,
  tree,
  update,
} from "../unit/workspace/trees.js";
import { type Bundle, bundleChild, runChild } from "./crash-bundle.js";
import { type Scenario, scenarios, treesOf } from "./crash-scenarios.js";
import { draws } from "../support/draws.js";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await bundleChild();
});
afterAll(() => bundle.remove());

/** A scenario's project in a folder of its own. */
function project(scenario: Scenario) {
  const parent = temporaryFolder("/dev/shm");
  const root = join(parent, "app");
  if (scenario.files !== undefined) plant(root, scenario.files);
  return {
    root,
    /** Everything in the folder, also what is left beside the project. */
    look: () => tree(parent),
    /** What `look` finds when the project holds this tree. */
    holding: (files: Record<string, string> | undefined) => ({
      ...(files === undefined ? {} : { "app/": "" }),
      ...Object.fromEntries(
        Object.entries(files ?? {}).map(([path, text]) => [
          `app/${path}`,
          text,
        ]),
      ),
    }),
    remove: () => rmSync(parent, { recursive: true }),
  };
}

/** Kills a commit at its n-th call, recovers, and tells which tree is there. Ends with `alive` when there is no such call. */
async function killedAt(scenario: Scenario, at: number) {
  const app = project(scenario);
  try {
    const { root } = app;
    const { changeSet: changes } = scenario;
    const child = await runChild(bundle, {
      order: "die",
      root,
      at,
      changeSet: changes,
    });
    if (child.end !== "SIGKILL" && child.end !== 0)
      throw new Error(child.stderr);
    const recovery = openWorkspace(root).recover();
    const trees = treesOf(scenario);
    const found = app.look();
    const isNew = matches(found, app.holding(trees.new));
    if (!isNew) expect(found).toEqual(app.holding(trees.old));
    expect(openWorkspace(root).recover()).toBe("nothing");
    if (!isNew) {
      await openWorkspace(root).commit(changes);
      expect(app.look()).toEqual(app.holding(trees.new));
    }
    return { alive: child.end === 0, isNew, recovery };
  } finally {
    app.remove();
  }
}

function matches(found: unknown, wanted: unknown): boolean {
  try {
    expect(found).toEqual(wanted);
    return true;
  } catch {
    return false;
  }
}

describe("a commit that is killed at any call of the file system leaves the old tree or the new one", () => {
  it.each(scenarios)("$name", { timeout: 120_000 }, async (scenario) => {
    const outcomes: Awaited<ReturnType<typeof killedAt>>[] = [];
    while (outcomes.at(-1)?.alive !== true) {
      const next = outcomes.length + 1;
      outcomes.push(
        ...(await Promise.all([
          killedAt(scenario, next),
          killedAt(scenario, next + 1),
        ])),
      );
    }
    const [alive, killed] = [true, false].map((is) =>
      outcomes.filter((outcome) => outcome.alive === is),
    );
    expect(alive?.every(({ isNew }) => isNew)).toBe(true);
    expect(killed?.length).toBeGreaterThan(12);
    const firstNew = outcomes.findIndex(({ isNew }) => isNew);
    expect(firstNew).toBeGreaterThan(10);
    expect(outcomes.slice(firstNew).every(({ isNew }) => isNew)).toBe(true);
    for (const { isNew, recovery } of outcomes)
      expect(
        isNew ? ["completed", "nothing"] : ["rolled-back", "nothing"],
      ).toContain(recovery);
    expect(killed?.some(({ recovery }) => recovery === "rolled-back")).toBe(
      true,
    );
    expect(killed?.some(({ recovery }) => recovery === "completed")).toBe(true);
  });
});

describe("a recovery that is killed at any call is taken up by the next", () => {
  it.each<["rolled-back" | "completed", "old" | "new", number]>([
    ["rolled-back", "old", 0],
    ["completed", "new", 1],
  ])("%s", { timeout: 120_000 }, async (outcome, want, afterRecord) => {
    const [scenario] = scenarios;
    if (scenario === undefined) throw new Error("There is no scenario");
    const { changeSet: changes } = scenario;
    const run = async (root: string, at: number, changeSet?: ChangeSet) =>
      runChild(bundle, {
        order: "die",
        root,
        at,
        ...(changeSet === undefined ? {} : { changeSet }),
      });
    const trial = project(scenario);
    const { stdout } = await run(trial.root, 0, changes);
    trial.remove();
    const calls: string[] = JSON.parse(stdout);
    const record = calls.findIndex((call) =>
      call.endsWith("/.frameio/lock.json"),
    );
    const dieTwice = async (at: number) => {
      const app = project(scenario);
      await run(app.root, record + 1 + afterRecord, changes);
      const { end } = await run(app.root, at);
      expect([outcome, "nothing"]).toContain(openWorkspace(app.root).recover());
      expect(app.look()).toEqual(app.holding(treesOf(scenario)[want]));
      app.remove();
      return end;
    };
    const ends: (number | string)[] = [];
    while (!ends.includes(0)) {
      const next = ends.length + 1;
      const both = [dieTwice(next), dieTwice(next + 1)];
      ends.push(...(await Promise.all(both)));
    }
    expect(ends.filter((end) => end === "SIGKILL").length).toBeGreaterThan(6);
  });
});

const name = fc.constantFrom("a", "b", "c.ts", "d e", "ä", "index.ts");
const path = fc
  .array(name, { minLength: 1, maxLength: 3 })
  .map((names) => names.join("/"));
const text = fc.string({ unit: "grapheme", maxLength: 60 });

/** Any project, and any change of it that is possible. */
const anyScenario: fc.Arbitrary<Scenario> = fc
  .record({
    entries: fc.array(
      fc.record({
        path,
        before: fc.option(text, { freq: 2 }),
        after: fc.option(text, { freq: 3 }),
        executable: fc.boolean(),
      }),
      { minLength: 1, maxLength: 9 },
    ),
    lockfile: fc.boolean(),
    exists: fc.boolean(),
  })
  .map(({ entries, lockfile, exists }) => {
    const chosen: typeof entries = [];
    for (const entry of entries) {
      const paths = [...chosen, entry].map((each) => each.path);
      if (collisions(paths).length === 0) chosen.push(entry);
    }
    const before = chosen.filter((entry) => exists && entry.before !== null);
    const changes = chosen.flatMap((entry): Change[] => {
      const old = exists ? entry.before : null;
      const { path: at, after, executable } = entry;
      if (old === null)
        return after === null ? [] : [create(at, after, executable)];
      if (after === null) return [remove(at, old)];
      return after === old ? [] : [update(at, old, after)];
    });
    const old = before.map((entry) => [entry.path, entry.before ?? ""]);
    return {
      name: "any",
      files: exists ? Object.fromEntries(old) : undefined,
      changeSet: changeSet(changes, lockfile ? lockfileOf("1") : null),
    };
  })
  .filter(
    ({ changeSet: { changes, lockfile } }) =>
      changes.length > 0 || lockfile !== null,
  );

describe("any change of any project", () => {
  it("gives the tree that it describes", async () => {
    await fc.assert(
      fc.asyncProperty(anyScenario, async (scenario) => {
        const app = project(scenario);
        await openWorkspace(app.root).commit(scenario.changeSet);
        expect(app.look()).toEqual(app.holding(treesOf(scenario).new));
        app.remove();
      }),
      draws(21, 200),
    );
  });

  it(
    "killed at any call leaves the old tree or the new one",
    { timeout: 120_000 },
    async () => {
      const seen = { old: 0, new: 0, alive: 0 };
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(anyScenario, fc.integer({ min: 1, max: 70 })), {
            minLength: 2,
            maxLength: 2,
          }),
          async (pair) => {
            const outcomes = await Promise.all(
              pair.map(([scenario, at]) => killedAt(scenario, at)),
            );
            for (const { isNew, alive } of outcomes) {
              seen[isNew ? "new" : "old"]++;
              if (alive) seen.alive++;
            }
          },
        ),
        draws(22, 30),
      );
      expect(seen.old).toBeGreaterThan(10);
      expect(seen.new - seen.alive).toBeGreaterThan(3);
    },
  );
});
