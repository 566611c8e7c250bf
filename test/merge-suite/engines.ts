import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diff3Merge } from "node-diff3";
import {
  loadTypeScriptMerge,
  merge,
  type MergeInput,
} from "../../src/reconcile/merge/index.js";

export interface Outcome {
  readonly text: string;
  readonly conflict: boolean;
}

/** Merges many inputs at once, for engines that are slow to start. */
export type Engine = (inputs: readonly MergeInput[]) => Promise<Outcome[]>;

export type EngineName =
  "ours" | "git merge-file" | "node-diff3" | "overwrite" | "skip";

export const ENGINES: Readonly<Record<EngineName, Engine>> = {
  ours: async (inputs) => {
    const typescript = await loadTypeScriptMerge();
    return inputs.map((input) => {
      const { text, conflicts } = merge(input, { typescript });
      return { text, conflict: conflicts.length > 0 };
    });
  },
  "git merge-file": async (inputs) => gitMergeFiles(inputs),
  "node-diff3": async (inputs) =>
    inputs.map(({ base = "", ours, theirs }) => {
      const lines = (text: string) => text.split("\n");
      const regions = diff3Merge(lines(ours), lines(base), lines(theirs), {
        excludeFalseConflicts: true,
      });
      return {
        text: regions
          .flatMap((region) => region.ok ?? region.conflict?.a ?? [])
          .join("\n"),
        conflict: regions.some((region) => region.conflict !== undefined),
      };
    }),
  overwrite: async (inputs) =>
    inputs.map(({ theirs }) => ({ text: theirs, conflict: false })),
  skip: async (inputs) =>
    inputs.map(({ ours }) => ({ text: ours, conflict: false })),
};

/** One shell for all of them. */
function gitMergeFiles(inputs: readonly MergeInput[]): Outcome[] {
  const folder = mkdtempSync(join(tmpdir(), "merge-suite-"));
  try {
    inputs.forEach(({ base = "", ours, theirs }, i) => {
      writeFileSync(join(folder, `${i}.base`), base);
      writeFileSync(join(folder, `${i}.ours`), ours);
      writeFileSync(join(folder, `${i}.theirs`), theirs);
    });
    const script = `for i in $(seq 0 ${inputs.length - 1}); do git merge-file -p $i.ours $i.base $i.theirs > $i.out 2>/dev/null; echo $?; done`;
    const status = execFileSync("sh", ["-c", script], {
      cwd: folder,
      encoding: "utf8",
    })
      .trim()
      .split("\n");
    return inputs.map((_, i) => ({
      text: readFileSync(join(folder, `${i}.out`), "utf8"),
      conflict: status[i] !== "0",
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
