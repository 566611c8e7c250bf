import { withMarkers } from "../markers.js";
import type { MergeConflict, MergeInput, MergeResult } from "../types.js";
import { finerMerge } from "./finer-merge.js";
import { fencedLines } from "./prose.js";
import { isSame, regions } from "./regions.js";

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
  const push = (lines: readonly string[]) => {
    for (const line of lines) result.push(line);
  };
  for (const region of regions(ours, base, theirs)) {
    if (region.stable) {
      push(region.lines);
      continue;
    }
    const code = fenced[region.baseAt] ?? false;
    const merged =
      mode.finer && input.base !== undefined
        ? finerMerge(region, { prose: mode.prose, code })
        : isSame(region.ours, region.theirs) && region.ours;
    if (merged) {
      push(merged);
      continue;
    }
    push(withMarkers(region.ours, region.base, region.theirs));
    conflicts.push({
      kind: input.base === undefined ? "added-twice" : "changed-twice",
      key: `line ${region.oursAt + 1}`,
      line: region.oursAt + 1,
      base: region.base.join("\n"),
      ours: region.ours.join("\n"),
      theirs: region.theirs.join("\n"),
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

/** The last line end belongs to the layout, not to the last line. */
function split(text: string): string[] {
  if (text === "") return [];
  return (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
}

function joinLike(ours: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  return lines.join("\n") + (ours === "" || ours.endsWith("\n") ? "\n" : "");
}
