import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, it } from "vitest";
import { loadTypeScriptMerge, merge } from "../../src/reconcile/merge/index.js";
import { edits, type Mutation, mutate, parses } from "./mutate.js";

const typescript = await loadTypeScriptMerge();

/** How many random pairs; more for a night. */
const RUNS = Number(process.env["MERGE_RUNS"] ?? 300);
const SEED = Number(process.env["MERGE_SEED"] ?? 20_26);

function filesIn(folder: string, ending: string): string[] {
  const path = fileURLToPath(new URL(folder, import.meta.url));
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => readFileSync(join(path, name), "utf8"));
}

const samples = filesIn("./samples", ".ts.txt");
const code = filesIn("../../src/reconcile/merge", ".ts");

const mutation = fc.record<Mutation>({
  kind: fc.constantFrom(...edits),
  at: fc.nat(9999),
});
const mutations = fc.array(mutation, { minLength: 1, maxLength: 4 });

/** What both sides do, all over the file or at the same few lines. */
const pairs = fc
  .record({
    mine: mutations,
    theirs: mutations,
    around: fc.option(fc.nat(9000), { nil: undefined }),
  })
  .map(({ mine, theirs, around }) => {
    if (around === undefined) return [mine, theirs] as const;
    const near = (list: readonly Mutation[]) =>
      list.map(({ kind, at }) => ({ kind, at: around + Math.floor(at / 15) }));
    return [near(mine), near(theirs)] as const;
  });

it("has samples of every construct that merges in its own way", () => {
  for (const text of samples) expect(parses(text)).toBe(true);
  for (const word of ["enum", "namespace", "@logged", "abstract", "declare"])
    expect(samples.join("\n")).toContain(word);
});

it("never loses a word of real code that was edited at random on both sides", () => {
  let whole = 0;
  let clean = 0;
  fc.assert(
    fc.property(
      fc.oneof(fc.constantFrom(...samples), fc.constantFrom(...code)),
      pairs,
      (base, [mine, new_]) => {
        const ours = mutate(base, "user", mine);
        const theirs = mutate(base, "template", new_);
        const { text, conflicts } = merge(
          { path: "a.ts", base, ours: ours.text, theirs: theirs.text },
          { typescript },
        );
        const told = conflicts
          .map((conflict) => conflict.base + conflict.ours + conflict.theirs)
          .join("\n");
        for (const word of [...ours.words, ...theirs.words])
          expect(text + told).toContain(word);
        if (conflicts.length > 0) {
          expect(text).toMatch(/^<{7} yours$/m);
          for (const word of [...ours.words, ...theirs.words])
            expect(text).toContain(word);
          if (conflicts[0]?.key === "the whole file") whole++;
          return;
        }
        clean++;
        expect(parses(text)).toBe(true);
        const again = merge(
          { path: "a.ts", base: theirs.text, ours: text, theirs: theirs.text },
          { typescript },
        );
        expect(again.text).toBe(text);
      },
    ),
    { seed: SEED, numRuns: RUNS },
  );
  if (process.env["MERGE_RUNS"])
    process.stdout.write(`${JSON.stringify({ RUNS, clean, whole })}\n`);
  // The last resort stays one.
  expect(whole / RUNS).toBeLessThan(0.02);
}, 1_200_000);
