import { mergeLines } from "../lines/merge-lines.js";
import type { MergeInput, MergeResult } from "../types.js";

export function mergeTypeScript(input: MergeInput): MergeResult {
  return mergeLines(input, { prose: false, finer: false });
}
