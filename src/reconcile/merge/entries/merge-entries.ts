import { align, type Row } from "../keyed.js";
import { mergeLines } from "../lines/merge-lines.js";
import { withMarkers } from "../markers.js";
import {
  conflictKind,
  type MergeConflict,
  type MergeInput,
  type MergeResult,
} from "../types.js";
import type { Entry, EntryFormat } from "./entry.js";
import { readEntries } from "./read-entries.js";

/** Three-way merge of a file of entries. All texts are plain. */
export function mergeEntries(
  input: MergeInput,
  format: EntryFormat,
): MergeResult {
  const base = readEntries(input.base ?? "", format);
  const ours = readEntries(input.ours, format);
  const theirs = readEntries(input.theirs, format);
  const lines: string[] = [];
  const conflicts: MergeConflict[] = [];
  let dropped: readonly string[] = [];
  let oursLine = 1;
  for (const row of align(base, ours, theirs).rows) {
    const merged = mergeRow(row, input.path);
    const length = row.ours ? print(row.ours).length : 0;
    if (merged === "drop") {
      // The blank line above a group stays when the first of the group goes.
      if (row.ours && row.ours.blank.length > 0) dropped = row.ours.blank;
    } else {
      const blank = (row.ours ?? row.theirs)?.blank ?? [];
      const above = blank.length === 0 ? dropped : blank;
      if (lines.length > 0 || row.ours) lines.push(...above);
      dropped = [];
      if (merged === "conflict") {
        lines.push(
          ...withMarkers(bare(row.ours), bare(row.base), bare(row.theirs)),
        );
        conflicts.push(conflict(row, oursLine));
      } else {
        lines.push(...merged);
      }
    }
    oursLine += length;
  }
  const end = input.ours === "" || input.ours.endsWith("\n") ? "\n" : "";
  return { text: lines.length === 0 ? "" : lines.join("\n") + end, conflicts };
}

function mergeRow(
  { base, ours, theirs }: Row<Entry>,
  path: string,
): "drop" | "conflict" | readonly string[] {
  if (!ours && !theirs) return "drop";
  if (!ours) {
    if (!base) return bare(theirs);
    return theirs?.value === base.value ? "drop" : "conflict";
  }
  if (!theirs) {
    if (!base) return bare(ours);
    const untouched =
      ours.value === base.value && remarks(ours) === remarks(base);
    return untouched ? "drop" : "conflict";
  }
  const lines = pick(base, ours, theirs, (entry) => entry.value)?.lines;
  const comment = mergeComment(base, ours, theirs, path);
  return lines && comment ? [...comment, ...lines] : "conflict";
}

function mergeComment(
  base: Entry | undefined,
  ours: Entry,
  theirs: Entry,
  path: string,
): readonly string[] | undefined {
  const picked = pick(base, ours, theirs, remarks);
  if (picked) return picked.comment;
  if (!base) return ours.comment;
  const text = (entry: Entry) => entry.comment.join("\n");
  const merged = mergeLines(
    { path, base: text(base), ours: text(ours), theirs: text(theirs) },
    { prose: true, finer: true },
  );
  return merged.conflicts.length === 0 ? merged.text.split("\n") : undefined;
}

/** The side that counts by the three-way rule; the user's where nothing changed. */
function pick(
  base: Entry | undefined,
  ours: Entry,
  theirs: Entry,
  of: (entry: Entry) => string,
): Entry | undefined {
  if (of(ours) === of(theirs)) return ours;
  if (!base) return undefined;
  if (of(theirs) === of(base)) return ours;
  return of(ours) === of(base) ? theirs : undefined;
}

const remarks = (entry: Entry) =>
  entry.comment.map((line) => line.trim()).join("\n");

const bare = (entry: Entry | undefined): readonly string[] =>
  entry ? [...entry.comment, ...entry.lines] : [];

const print = (entry: Entry): readonly string[] => [
  ...entry.blank,
  ...bare(entry),
];

/** `line` is where the entry, with the blank lines above, begins in the user's text. */
function conflict(row: Row<Entry>, line: number): MergeConflict {
  const { base, ours, theirs } = row;
  return {
    kind: conflictKind(base, ours, theirs),
    key: (ours ?? theirs ?? base)?.label ?? row.key,
    line: line + (ours ? ours.blank.length + ours.comment.length : 0),
    base: bare(base).join("\n"),
    ours: bare(ours).join("\n"),
    theirs: bare(theirs).join("\n"),
  };
}
