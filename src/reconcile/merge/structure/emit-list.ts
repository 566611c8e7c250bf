import { withMarkers } from "../markers.js";
import { lead, type Spacing, spacingOf } from "./spacing.js";
import type { Item, List } from "./part.js";
import { adapt } from "./adapt.js";
import type { Emitted, FromOurs, FromTheirs, InConflict } from "./emitted.js";

/** Writes a merged list in the user's layout. What the user wrote is copied as it stands. */
export function emitList(
  ours: List,
  theirs: List,
  rows: readonly Emitted[],
): string {
  return sameItems(ours, rows)
    ? inPlace(ours, rows)
    : rebuilt(ours, theirs, rows);
}

function sameItems(ours: List, rows: readonly Emitted[]): boolean {
  const live = rows.filter((row) => row.kind !== "dropped" || row.row.ours);
  return (
    live.length === ours.items.length &&
    live.every(
      (row, i) =>
        row.kind === "ours" &&
        row.row.ours === ours.items[i] &&
        row.above === undefined &&
        (row.tail === undefined || row.tail === row.row.ours?.tail),
    )
  );
}

function inPlace(ours: List, rows: readonly Emitted[]): string {
  const text = ours.source.text;
  let result = "";
  for (const row of rows) {
    const item = row.row.ours;
    if (row.kind !== "ours" || !item) continue;
    result += text.slice(item.from, item.part.start);
    result += row.core ?? text.slice(item.part.start, item.part.end);
    result += text.slice(item.part.end, item.to);
  }
  return result + ours.closing;
}

function rebuilt(ours: List, theirs: List, rows: readonly Emitted[]): string {
  const spacing = spacingOf(ours, theirs);
  const prefix = ours.separator === "|" || ours.separator === "&";
  const living = rows.filter((row) => row.kind !== "dropped");
  const last = living.findLast((row) => !isRemark(row));
  const trailing =
    ours.items.findLast((item) => !item.remark)?.separated ??
    theirs.items.findLast((item) => !item.remark)?.separated ??
    false;
  const leadingBar =
    (ours.items.find((item) => !item.remark) ?? theirs.items[0])?.separated ??
    false;
  let done = "";
  /** From the last item on: looking at all that is written again for every item would take very long. */
  let result = "";
  let dropped: Item | undefined;
  let first = true;
  let coreEnd = 0;
  for (const row of rows) {
    if (row.kind === "dropped") {
      if (row.row.ours && !dropped) dropped = row.row.ours;
      continue;
    }
    const space = lead(row, result, dropped, spacing, rows);
    dropped = undefined;
    if (row.kind === "conflict") {
      const own = ours.start === 0 && result === "" ? "" : "\n";
      const breaks = space.replace(/[^\n]/g, "");
      result += result.endsWith("\n") ? breaks : breaks || own;
      result += marked(row, spacing, ours, row !== last || trailing);
      first = false;
      continue;
    }
    const { above, core, tail, remark } = words(row, spacing);
    let separator = "";
    if (!remark && !prefix) {
      const needed = row === last ? trailing : true;
      if (ours.separator === ",") separator = needed ? "," : "";
      else if (ours.separator === ";")
        separator = semicolon(row, ours, spacing, needed);
    }
    if (STATEMENTS.has(ours.role) && !remark) {
      if (unsafe(result.slice(0, coreEnd), core, space)) {
        result = `${result.slice(0, coreEnd)};${result.slice(coreEnd)}`;
      }
    }
    const bar = prefix && !remark && (!first || leadingBar);
    const begin = space + above + (bar ? `${ours.separator} ` : "");
    const item = begin + core + separator + tail;
    if (remark) {
      result += item;
      continue;
    }
    first = false;
    done += result;
    result = item;
    coreEnd = begin.length + core.length;
  }
  if (living.length === 0 && ours.closing.trim() === "") return "";
  return done + result + close(result, spacing);
}

const isRemark = ({ row }: Emitted) =>
  (row.ours ?? row.theirs)?.remark ?? false;

const STATEMENTS = new Set(["file", "statements", "class"]);

/** The parts of an item's text that come from the one side or the other. */
function words(
  row: FromOurs | FromTheirs,
  spacing: Spacing,
): { above: string; core: string; tail: string; remark: boolean } {
  const item = (row.kind === "ours" ? row.row.ours : row.row.theirs) as Item;
  const { part } = item;
  const moved = (of: Item, start: number, end: number) =>
    adapt(of.part.source, start, end, spacing);
  if (row.kind === "theirs") {
    return {
      above: comments(moved(item, item.head, part.start), spacing),
      core: moved(item, part.start, part.end),
      tail: item.tail,
      remark: item.remark,
    };
  }
  const text = part.source.text;
  const above = row.above
    ? moved(row.above, row.above.head, row.above.part.start)
    : text.slice(item.head, part.start);
  return {
    above: comments(above, spacing),
    core: row.core ?? text.slice(part.start, part.end),
    tail: row.tail ?? item.tail,
    remark: item.remark,
  };
}

/** The bar of a union arm is written anew. */
function comments(text: string, spacing: Spacing): string {
  return spacing.prefix ? text.replace(/[|&]\s*$/, "") : text;
}

function semicolon(
  row: FromOurs | FromTheirs,
  ours: List,
  spacing: Spacing,
  needed: boolean,
): string {
  const own = row.kind === "ours" ? row.row.ours : undefined;
  const sample = own ?? ours.items.find((item) => item.separated);
  if (sample?.separated) {
    const { source, end } = sample.part;
    return source.text.slice(end, sample.to).trimStart()[0] ?? "";
  }
  const bare = spacing.lines && ours.items.length > 0;
  return needed && !bare ? ";" : "";
}

/** Without semicolons a line that begins like this would go on with the statement before it. */
function unsafe(before: string, core: string, space: string): boolean {
  const end = before.trimEnd().at(-1);
  if (end === undefined || end === ";") return false;
  if (/^[([`+\-/]/.test(core)) return true;
  return end !== "}" && !space.includes("\n");
}

function marked(
  row: InConflict,
  spacing: Spacing,
  list: List,
  needed: boolean,
): string {
  const lines = (items: readonly Item[]) =>
    items.flatMap((item) => {
      const { source, end } = item.part;
      const core = adapt(source, item.head, end, spacing);
      const suffix = item.separated || (needed && list.separator === ",");
      const bar = spacing.prefix ? `${list.separator} ` : "";
      const separator = suffix && !spacing.prefix ? list.separator : "";
      return `${spacing.indent}${bar}${core}${separator}${item.tail}`.split(
        "\n",
      );
    });
  return `${withMarkers(lines(row.ours), lines(row.base), lines(row.theirs)).join("\n")}\n`;
}

function close(result: string, spacing: Spacing): string {
  const { closing } = spacing;
  if (result.endsWith("\n")) return closing.replace(/^[ \t]*\n/, "");
  const commented = /\/\/[^\n]*$/.test(result);
  return commented && !closing.includes("\n") ? `\n${closing}` : closing;
}
