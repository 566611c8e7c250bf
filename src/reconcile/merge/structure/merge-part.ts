import { mergeLines } from "../lines/merge-lines.js";
import type { Merged, StructureOptions } from "./context.js";
import { mergeList } from "./merge-list.js";
import type { List, Part } from "./part.js";
import { adapt } from "./adapt.js";
import { indentAt, saysSame } from "./source.js";

/** Merges one thing; undefined when both sides changed it differently. */
export function mergePart(
  base: Part | undefined,
  ours: Part,
  theirs: Part,
  options: StructureOptions,
  path: string,
): Merged | undefined {
  const oursText = raw(ours);
  if (saysSame(ours, theirs)) return { text: oursText, conflicts: [] };
  if (base) {
    if (saysSame(theirs, base)) return { text: oursText, conflicts: [] };
    if (oursText === raw(base)) {
      return { text: adapted(theirs, ours), conflicts: [] };
    }
  }
  const byLists = mergeByLists(base, ours, theirs, options, path);
  if (byLists) return byLists;
  if (!base) return undefined;
  if (saysSame(ours, base)) {
    return { text: adapted(theirs, ours), conflicts: [] };
  }
  if (!options.lines || !oursText.includes("\n")) return undefined;
  const text = (part: Part) => adapted(part, ours);
  const merged = mergeLines(
    { path, base: text(base), ours: oursText, theirs: text(theirs) },
    { prose: false, finer: false },
  );
  if (merged.conflicts.length > 0) return undefined;
  return { text: merged.text.replace(/\n$/, ""), conflicts: [] };
}

/** Lists item by item, what is between them as a whole. */
function mergeByLists(
  base: Part | undefined,
  ours: Part,
  theirs: Part,
  options: StructureOptions,
  path: string,
): Merged | undefined {
  if (ours.lists.length === 0) return undefined;
  if (!sameShape(ours, theirs) || (base && !sameShape(ours, base))) {
    return undefined;
  }
  let text = "";
  const conflicts = [];
  for (let i = 0; i <= ours.lists.length; i++) {
    const between = mergeBetween(
      base && gap(base, i),
      gap(ours, i),
      gap(theirs, i),
    );
    if (between === undefined) return undefined;
    text += between;
    const [list, other] = [ours.lists[i], theirs.lists[i]];
    if (!list || !other) break;
    const merged = mergeList(base?.lists[i], list, other, options, path);
    text += merged.text;
    conflicts.push(...merged.conflicts);
  }
  return { text, conflicts };
}

function mergeBetween(
  base: Part | undefined,
  ours: Part,
  theirs: Part,
): string | undefined {
  if (saysSame(ours, theirs)) return raw(ours);
  if (!base) return undefined;
  if (saysSame(theirs, base)) return raw(ours);
  return saysSame(ours, base) ? adapted(theirs, ours) : undefined;
}

/** What stands before the list with this index, or behind the last one. */
function gap(part: Part, index: number): Part {
  return {
    source: part.source,
    start: part.lists[index - 1]?.end ?? part.start,
    end: part.lists[index]?.start ?? part.end,
    lists: [],
  };
}

function sameShape(a: Part, b: Part): boolean {
  return (
    a.lists.length === b.lists.length &&
    a.lists.every((list, i) => agree(list, b.lists[i]))
  );
}

function agree(a: List, b: List | undefined): boolean {
  if (!b) return false;
  if (a.role === b.role) return true;
  const kind = (list: List) => list.role.replace(/:.*/, "");
  return kind(a) === kind(b) && (a.role.endsWith("*") || b.role.endsWith("*"));
}

const raw = (part: Part) => part.source.text.slice(part.start, part.end);

/** The text of a part, indented as it must be in place of `model`. */
function adapted(part: Part, model: Part): string {
  const indent = indentAt(model.source, model.start);
  const { unit, style } = model.source;
  return adapt(part.source, part.start, part.end, { indent, unit, style });
}
