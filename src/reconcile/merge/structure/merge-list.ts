import { align, type Row } from "../keyed.js";
import { conflictKind, type MergeConflict } from "../types.js";
import type { Merged, StructureOptions } from "./context.js";
import { disputes, type Sides } from "./disputes.js";
import { emitList } from "./emit-list.js";
import type { Emitted, FromOurs } from "./emitted.js";
import type { Item, List } from "./part.js";
import { matchRemarks } from "../remarks.js";
import { normalComment, saysSame } from "./source.js";

/** Merges a list item by item. A conflict stands in the text as lines between markers. */
export function mergeList(
  base: List | undefined,
  ours: List,
  theirs: List,
  options: StructureOptions,
  path: string,
): Merged {
  const conflicts: MergeConflict[] = [];
  const emitted: Emitted[] = [];
  const known = base?.items ?? [];
  const items = {
    base: known,
    ours: matchRemarks(known, ours.items),
    theirs: matchRemarks(known, theirs.items),
  };
  const { rows, orderDisputed } = align(items.base, items.ours, items.theirs);
  if (orderDisputed && ours.ordered) {
    const row = rows.find((candidate) => candidate.ours);
    if (row) {
      conflicts.push(orderConflict(items, ours, path));
      emitted.push({ kind: "conflict", row, ...items });
      return { text: emitList(ours, theirs, emitted), conflicts };
    }
  }
  const disputed = ours.set ? new Map() : disputes(rows);
  for (const row of rows) {
    const dispute = disputed.get(row);
    if (dispute === "swallowed") continue;
    const merged = dispute ? undefined : mergeRow(row, ours, options, path);
    if (merged === "drop") {
      emitted.push({ kind: "dropped", row });
    } else if (merged) {
      emitted.push(merged.emitted);
      conflicts.push(...merged.conflicts);
    } else {
      const sides = dispute ?? {
        base: row.base ? [row.base] : [],
        ours: row.ours ? [row.ours] : [],
        theirs: row.theirs ? [row.theirs] : [],
      };
      emitted.push({ kind: "conflict", row, ...sides });
      conflicts.push(conflict(row, sides, ours, path));
    }
  }
  return { text: emitList(ours, theirs, emitted), conflicts };
}

interface MergedRow {
  readonly emitted: Emitted;
  readonly conflicts: readonly MergeConflict[];
}

function mergeRow(
  row: Row<Item>,
  list: List,
  options: StructureOptions,
  path: string,
): MergedRow | "drop" | undefined {
  const { base, ours, theirs } = row;
  if ((ours ?? theirs)?.pinned) {
    if (!ours) return "drop";
    const remarksOnly = base && theirs && meansSame(base, theirs);
    if (!remarksOnly) return pinned(row, base, ours, theirs);
  }
  if (ours && theirs) return mergeBoth(row, base, ours, theirs, options, path);
  if (ours) {
    if (!base) return { emitted: kept(row), conflicts: [] };
    const same = (text: (item: Item) => string) => text(ours) === text(base);
    const untouched =
      saysSame(ours.part, base.part) && same(remarks) && same(tail);
    return untouched ? "drop" : undefined;
  }
  if (theirs) {
    if (!base) return { emitted: { kind: "theirs", row }, conflicts: [] };
    // A comment that the template took away is no loss.
    const known = (text: (item: Item) => string) =>
      text(theirs) === text(base) || text(theirs) === "";
    const nothingNew = saysSame(theirs.part, base.part) && known(remarks);
    return nothingNew && known(tail) ? "drop" : undefined;
  }
  return "drop";
}

function mergeBoth(
  row: Row<Item>,
  base: Item | undefined,
  ours: Item,
  theirs: Item,
  options: StructureOptions,
  path: string,
): MergedRow | undefined {
  const above = pick(base, ours, theirs, remarks);
  const behind = pick(base, ours, theirs, tail);
  const core = options.mergePart(
    base?.part,
    ours.part,
    theirs.part,
    options,
    join(path, ours.label),
  );
  if (!above || !behind || !core) return undefined;
  return {
    emitted: {
      kind: "ours",
      row,
      core: core.text,
      above: above === ours ? undefined : above,
      tail: behind.tail,
    },
    conflicts: core.conflicts,
  };
}

/** Only the comments above are merged. */
function pinned(
  row: Row<Item>,
  base: Item | undefined,
  ours: Item,
  theirs: Item | undefined,
): MergedRow {
  const above = theirs && pick(base, ours, theirs, remarks);
  const taken = above === ours ? undefined : above;
  return {
    emitted: { ...kept(row), above: taken },
    conflicts: [],
  };
}

/** The side that counts by the three-way rule; the user's where nothing changed, and comments that both added. */
function pick(
  base: Item | undefined,
  ours: Item,
  theirs: Item,
  of: (item: Item) => string,
): Item | undefined {
  if (of(ours) === of(theirs)) return ours;
  if (!base) return of(ours) === "" ? theirs : ours;
  if (of(theirs) === of(base)) return ours;
  return of(ours) === of(base) ? theirs : undefined;
}

function kept(row: Row<Item>): FromOurs {
  return {
    kind: "ours",
    row,
    core: undefined,
    above: undefined,
    tail: undefined,
  };
}

/** Whether two items say the same, comments left out unless they are one. */
const meansSame = (a: Item, b: Item) =>
  a.remark === b.remark && saysSame(a.part, b.part, a.remark);

const remarks = ({ part, head }: Item) =>
  head === part.start
    ? ""
    : normalComment(
        part.source.text.slice(head, part.start).replace(/[|&]\s*$/, ""),
      );

const tail = (item: Item) => (item.tail === "" ? "" : normalComment(item.tail));

function conflict(
  row: Row<Item>,
  sides: Sides,
  list: List,
  path: string,
): MergeConflict {
  const text = (items: readonly Item[]) =>
    items
      .map(({ part, head }) => part.source.text.slice(head, part.end))
      .join("\n");
  const first = sides.ours[0] ?? row.ours;
  const label = (first ?? sides.theirs[0] ?? row.theirs ?? row.base)?.label;
  return {
    kind: conflictKind(sides.base[0], sides.ours[0], sides.theirs[0]),
    key: join(path, label ?? row.key),
    line: lineOf(list.source.text, first?.part.start ?? list.start),
    base: text(sides.base),
    ours: text(sides.ours),
    theirs: text(sides.theirs),
  };
}

function orderConflict(items: Sides, list: List, path: string): MergeConflict {
  const names = (side: readonly Item[]) =>
    side.map((item) => item.label).join("\n");
  return {
    kind: "order",
    key: path === "" ? "order" : `order of ${path}`,
    line: lineOf(list.source.text, list.items[0]?.part.start ?? list.start),
    base: names(items.base),
    ours: names(items.ours),
    theirs: names(items.theirs),
  };
}

const join = (path: string, label: string) =>
  path === "" ? label : `${path}.${label}`;

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (
    let i = text.indexOf("\n");
    i >= 0 && i < offset;
    i = text.indexOf("\n", i + 1)
  )
    line++;
  return line;
}
