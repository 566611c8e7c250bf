import { diff3MergeRegions } from "node-diff3";
import { withMarkers } from "../markers.js";
import type { MergeConflict, MergeInput, MergeResult } from "../types.js";
import { finerMerge } from "./finer-merge.js";
import { fencedLines } from "./prose.js";

export interface LineMode {
  /** Text for people: insertions at the same place are both kept, words are merged, layout of tables and lists is no change. */
  readonly prose: boolean;
  /** Look closer at a region that plain diff3 calls a conflict. */
  readonly finer: boolean;
}

/** Three-way merge on lines. All texts are plain (LF, no byte order mark). */
export function mergeLines(input: MergeInput, mode: LineMode): MergeResult {
  const ours = split(input.ours);
  const theirs = split(input.theirs);
  const base = input.base === undefined ? [] : split(input.base);
  // With no base only a text that holds all of the other is no conflict.
  if (input.base === undefined && holdsAll(theirs, ours)) {
    return { text: joinLike(input.ours, theirs), conflicts: [] };
  }
  if (input.base === undefined && holdsAll(ours, theirs)) {
    return { text: input.ours, conflicts: [] };
  }
  const fenced = mode.prose ? fencedLines(base) : [];
  const result: string[] = [];
  const conflicts: MergeConflict[] = [];
  for (const region of diff3MergeRegions(ours, base, theirs)) {
    if (region.stable) {
      result.push(...region.bufferContent);
      continue;
    }
    const sides = {
      ours: region.aContent,
      base: region.oContent,
      theirs: region.bContent,
    };
    const code = fenced[region.oStart] ?? false;
    const merged =
      mode.finer && input.base !== undefined
        ? finerMerge(sides, { prose: mode.prose, code })
        : same(sides.ours, sides.theirs);
    if (merged) {
      result.push(...merged);
      continue;
    }
    result.push(...withMarkers(sides.ours, sides.base, sides.theirs));
    conflicts.push({
      kind: input.base === undefined ? "added-twice" : "changed-twice",
      key: `line ${region.aStart + 1}`,
      line: region.aStart + 1,
      base: sides.base.join("\n"),
      ours: sides.ours.join("\n"),
      theirs: sides.theirs.join("\n"),
    });
  }
  return { text: joinLike(input.ours, result), conflicts };
}

/** All lines of `part` are in `whole`, in their order. */
function holdsAll(whole: readonly string[], part: readonly string[]): boolean {
  let at = 0;
  for (const line of whole) if (line === part[at]) at++;
  return at === part.length;
}

function same(a: string[], b: string[]): string[] | undefined {
  return a.length === b.length && a.every((line, i) => line === b[i])
    ? a
    : undefined;
}

/** The last line end belongs to the layout, not to the last line. */
function split(text: string): string[] {
  if (text === "") return [];
  return (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
}

function joinLike(ours: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  return lines.join("\n") + (ours === "" || ours.endsWith("\n") ? "\n" : "");
}
