import { mergeLines } from "../lines/merge-lines.js";
import { mergePart } from "../structure/merge-part.js";
import type { MergeInput, MergeResult } from "../types.js";
import { parseJson } from "./parse-json.js";

/** Three-way merge by key; comments and layout are the user's. Text that is no JSON is merged by line. All texts are plain. */
export function mergeJson(input: MergeInput): MergeResult {
  const ours = parseJson(input.ours);
  const theirs = parseJson(input.theirs);
  const base = input.base === undefined ? undefined : parseJson(input.base);
  if (ours && theirs && (base || input.base === undefined)) {
    const merged = mergePart(
      base,
      ours,
      theirs,
      { lines: false, mergePart },
      "",
    );
    const clean = merged && merged.conflicts.length === 0;
    if (merged && (!clean || parseJson(merged.text))) return merged;
  }
  return mergeLines(input, { prose: false, finer: false });
}
