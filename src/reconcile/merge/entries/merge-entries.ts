import { align, type Row } from "../keyed.js";
import { mergeLines } from "../lines/merge-lines.js";
import { withMarkers } from "../markers.js";
import { matchRemarks } from "../remarks.js";
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
  const own = matchRemarks(base, ours);
  const lineOf = lineNumbers(own);
  const known = matchRemarks(base, theirs);
  const dangling = onDeleted(base, ours, known);
  const { rows } = align(base, own, known);
  for (const row of rows) {
    const merged =
      dangling.has(row.key) && !row.ours
        ? "conflict"
        : mergeRow(row, input.path);
    if (merged === "drop") {
      // The blank line above a group stays when the first of the group goes.
      if (row.ours && row.ours.blank.length > 0) dropped = row.ours.blank;
    } else {
      // What stood at the top and does so no longer is set off as the template does it.
      const displaced = row.ours === ours[0] && lines.length > 0;
      const blank =
        ((displaced ? row.theirs : row.ours) ?? row.theirs)?.blank ?? [];
      const above = blank.length === 0 ? dropped : blank;
      if (lines.length > 0 || row.ours) lines.push(...above);
      dropped = [];
      if (merged === "conflict") {
        lines.push(
          ...withMarkers(
            linesOf(row.ours),
            linesOf(row.base),
            linesOf(row.theirs),
          ),
        );
        conflicts.push(conflict(row, lineOf.get(row.key) ?? 1));
      } else {
        lines.push(...merged);
      }
    }
  }
  const end = input.ours === "" || input.ours.endsWith("\n") ? "\n" : "";
  return { text: lines.length === 0 ? "" : lines.join("\n") + end, conflicts };
}

/** Keys of new comments of the template on entries that the user deleted. */
function onDeleted(
  base: readonly Entry[],
  ours: readonly Entry[],
  theirs: readonly Entry[],
): ReadonlySet<string> {
  const [before, own] = [base, ours].map(
    (list) => new Set(list.map(({ key }) => key)),
  );
  const found = theirs.filter((entry, i) => {
    const subject = theirs[i + 1]?.key;
    if (!entry.attached || subject === undefined) return false;
    const deleted = before?.has(subject) && !own?.has(subject);
    return deleted && !before?.has(entry.key);
  });
  return new Set(found.map((entry) => entry.key));
}

/** Where each entry begins, by key. */
function lineNumbers(entries: readonly Entry[]): Map<string, number> {
  const result = new Map<string, number>();
  let line = 1;
  for (const { key, blank, lines } of entries) {
    result.set(key, line + blank.length);
    line += blank.length + lines.length;
  }
  return result;
}

const linesOf = (entry: Entry | undefined) => entry?.lines ?? [];

function mergeRow(
  { base, ours, theirs }: Row<Entry>,
  path: string,
): "drop" | "conflict" | readonly string[] {
  if (!ours && !theirs) return "drop";
  if (!ours || !theirs) {
    const [one, lines] = [ours ?? theirs, (ours ?? theirs)?.lines ?? []];
    if (!base) return lines;
    return one?.value === base.value ? "drop" : "conflict";
  }
  if (ours.value === theirs.value) return ours.lines;
  if (!base) return "conflict";
  if (theirs.value === base.value) return ours.lines;
  if (ours.value === base.value) return theirs.lines;
  return ours.remark ? mergeRemarks(base, ours, theirs, path) : "conflict";
}

function mergeRemarks(
  base: Entry,
  ours: Entry,
  theirs: Entry,
  path: string,
): "conflict" | readonly string[] {
  const text = (entry: Entry) => entry.lines.join("\n");
  const merged = mergeLines(
    { path, base: text(base), ours: text(ours), theirs: text(theirs) },
    { prose: true, finer: true },
  );
  return merged.conflicts.length > 0 ? "conflict" : merged.text.split("\n");
}

function conflict(row: Row<Entry>, line: number): MergeConflict {
  const { base, ours, theirs } = row;
  const text = (entry: Entry | undefined) => entry?.lines.join("\n") ?? "";
  return {
    kind: conflictKind(base, ours, theirs),
    key: (ours ?? theirs ?? base)?.label ?? row.key,
    line,
    base: text(base),
    ours: text(ours),
    theirs: text(theirs),
  };
}
