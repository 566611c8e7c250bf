import type { Place } from "./adapt.js";
import type { Emitted } from "./emitted.js";
import type { Item, List } from "./part.js";
import { indentAt } from "./source.js";

/** How the user lays a list out. */
export interface Spacing extends Place {
  /** Items stand on lines of their own. */
  readonly lines: boolean;
  /** White space before the closing bracket. */
  readonly closing: string;
  /** The separator stands before the item. */
  readonly prefix: boolean;
  /** Nothing stands between the items. */
  readonly chain: boolean;
}

/** The user's layout goes before the template's, which counts where the user's list is empty. */
export function spacingOf(ours: List, theirs: List): Spacing {
  const { unit, style } = ours.source;
  const prefix = ours.separator === "|" || ours.separator === "&";
  const layout = { unit, style, prefix, chain: ours.role === "chain" };
  const item = ours.items.find(
    (candidate, index) =>
      (index > 0 || !prefix || candidate.separated) &&
      space(candidate).includes("\n"),
  );
  if (item) {
    const indent = indentAt(ours.source, item.head);
    return { lines: true, indent, closing: ours.closing, ...layout };
  }
  const outer = indentAt(ours.source, ours.start);
  if (ours.items.length > 0) {
    const atTop = ours.start === 0;
    const indent = atTop ? "" : outer + unit;
    return { lines: atTop, indent, closing: ours.closing, ...layout };
  }
  // An empty list has no layout of its own: it takes the template's.
  const lines =
    ours.start === 0 || theirs.items.some((x) => space(x).includes("\n"));
  const closing = lines ? `\n${outer}` : theirs.closing;
  if (ours.start === 0) return { lines, indent: "", closing: "\n", ...layout };
  return { lines, indent: outer + unit, closing, ...layout };
}

/** White space above an item and its comments. */
function space(item: Item): string {
  return item.part.source.text
    .slice(item.from, item.head)
    .replace(/[|&].*$/s, "");
}

const isBlank = (text: string) => /\n[^\S\n]*\n/.test(text);

/** The white space before a row of a list that is written anew. */
export function lead(
  row: Emitted,
  before: string,
  dropped: Item | undefined,
  spacing: Spacing,
  rows: readonly Emitted[],
): string {
  const item = row.row.ours ?? row.row.theirs;
  if (!item) return "";
  const top = before === "";
  let own = row.row.ours ? space(row.row.ours) : "";
  // Where the first of a group goes, the next one inherits its place.
  if (
    row.row.ours &&
    dropped &&
    (top || (isBlank(space(dropped)) && !isBlank(own)))
  ) {
    own = space(dropped);
  }
  if (row.kind === "theirs" || !row.row.ours) {
    own = inserted(item, top, spacing, rows);
  } else if (
    !top &&
    rows.find((r) => r.kind !== "dropped") !== row &&
    firstOfOurs(row, rows)
  ) {
    own = displaced(row, rows, spacing, own);
  }
  const commented = /\/\/[^\n]*$/.test(before);
  if (commented && !own.includes("\n")) return `\n${spacing.indent}`;
  if (before.endsWith("\n")) return own.replace(/^[ \t]*\n/, "");
  return own;
}

function inserted(
  item: Item,
  top: boolean,
  spacing: Spacing,
  rows: readonly Emitted[],
): string {
  const first = rows.find((row) => row.row.ours && row.kind === "ours")?.row
    .ours;
  if (top && first && first.from === first.head) return "";
  if (!spacing.lines) {
    if (spacing.chain || (top && spacing.prefix)) return "";
    if (top && first) return space(first);
    const above = item.part.source.text.slice(item.head, item.part.start);
    return above.includes("\n")
      ? `\n${spacing.indent}`
      : top
        ? space(item)
        : " ";
  }
  const blank = !top && isBlank(space(item));
  return `${blank ? "\n\n" : "\n"}${spacing.indent}`;
}

const firstOfOurs = (row: Emitted, rows: readonly Emitted[]) =>
  rows.find((r) => r.row.ours && r.kind !== "dropped") === row;

/** The user's first item, when one of theirs now stands above it. */
function displaced(
  row: Emitted,
  rows: readonly Emitted[],
  spacing: Spacing,
  own: string,
): string {
  if (!spacing.lines) return " ";
  if (own.includes("\n")) return own;
  const other = row.row.theirs;
  return `${other && isBlank(space(other)) ? "\n\n" : "\n"}${spacing.indent}`;
}
