import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { prepare, type Scenario } from "../../scripts/kill-proof/scenarios.mjs";
import { trial } from "../../scripts/kill-proof/trial.mjs";
import { temporaryFolder } from "../unit/workspace/trees.js";

/** A short run; `node scripts/kill-proof.mjs` is the whole one, at every step and a thousand times besides. */
const STEPS = 5;
const TIMES = 2;
/** These compile, or prove schemas: a few seconds each. */
const SLOW = ["add-provider", "types --accept", "migrate"];

const root = join(import.meta.dirname, "../..");
let work: string;
let scenarios: readonly Scenario[];
beforeAll(async () => {
  work = temporaryFolder("/dev/shm");
  scenarios = await prepare(root, work);
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

const names = [
  "adopt",
  "add-provider",
  "types --accept",
  "migrate",
  "create",
  "generate after a change of the templates",
  "add-webhook",
  "remove-webhook",
  "undo",
  "apply",
  "update",
  "undo of the creation",
] as const;

describe("a command that is killed leaves the old tree or the new one, and the next one recovers", () => {
  it("covers every command that is named here", () => {
    expect(scenarios.map(({ name }) => name)).toEqual(names);
    for (const { calls } of scenarios) expect(calls).toBeGreaterThan(40);
  });

  it.each(names)("%s", async (name) => {
    const scenario = scenarios.find((each) => each.name === name);
    if (scenario === undefined) throw new Error("It was not prepared");
    const { calls, milliseconds } = scenario;
    const [most, timed] = SLOW.includes(name) ? [3, 1] : [STEPS, TIMES];
    const steps = Array.from({ length: most }, (_, index) => ({
      at: 1 + Math.round(((calls - 1) * index) / (most - 1)),
    }));
    const times = Array.from({ length: timed }, (_, index) => ({
      after: (milliseconds * (index + 1)) / (timed + 1),
    }));
    const kills = [...steps, ...times];
    const found = [];
    for (let next = 0; next < kills.length; next += 2)
      found.push(
        ...(await Promise.all(
          kills
            .slice(next, next + 2)
            .map((when) =>
              trial(scenario, when, mkdtempSync(join(work, "kill-"))),
            ),
        )),
      );
    // Which tree it is, is decided once: after the commit point there is no way back.
    const trees = found.slice(0, most).map(({ tree }) => tree);
    expect(trees).toEqual(trees.toSorted().toReversed());
    expect(trees[0]).toBe("old");
    expect(trees.at(-1)).toBe("new");
    expect(found.slice(0, most).every(({ killed }) => killed)).toBe(true);
  });
});
