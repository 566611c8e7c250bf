import { uniqueKeys } from "../keyed.js";
import type { Core, Item, List, ListShape } from "./part.js";
import { normalComment, type Source } from "./source.js";

/** A run of white space, a comment, or a separator between two items. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly kind: "space" | "line" | "block" | "separator";
}

/** Assigns what stands between the items of a list: separators, comments above and behind, comments that stand for themselves. */
export function buildList(
  source: Source,
  shape: ListShape,
  start: number,
  end: number,
  cores: readonly Core[],
): List {
  const items: Draft[] = [];
  const prefix = shape.separator === "|" || shape.separator === "&";
  let from = start;
  for (let i = 0; i <= cores.length; i++) {
    const core = cores[i];
    const coreStart = core?.part.start ?? end;
    const pieces = scan(source.text, from, coreStart);
    const groups = commentGroups(source.text, pieces, coreStart);
    const lone = i === 0 && core?.pinned;
    const attached =
      core && !lone && groups.at(-1)?.attached ? groups.pop() : undefined;
    for (const group of groups) {
      items.push(remark(source, from, group));
      from = group.end;
    }
    if (!core) break;
    const behind = prefix
      ? { separated: false, to: core.part.end, tail: "" }
      : scanBehind(
          source.text,
          core.part.end,
          cores[i + 1]?.part.start ?? end,
          shape.separator,
        );
    const separated = prefix
      ? pieces.some((piece) => piece.kind === "separator")
      : behind.separated;
    const head = attached?.start ?? coreStart;
    const { to, tail } = behind;
    const { key, label, part, pinned = false } = core;
    // Named one by one: there are very many of them, and copies of whole objects are slow to make.
    items.push({
      key,
      label,
      remark: false,
      pinned,
      from,
      head,
      part,
      to,
      separated,
      tail,
    });
    from = to;
  }
  const keys = uniqueKeys(items.map((item) => item.key));
  items.forEach((item, i) => (item.key = keys[i] ?? item.key));
  const { role, separator, ordered, set } = shape;
  const closing = source.text.slice(from, end);
  return { role, separator, ordered, set, source, start, end, items, closing };
}

/** An item whose key may yet get an ordinal. */
type Draft = Item & { key: string };

function remark(source: Source, from: number, group: Group): Draft {
  const text = normalComment(source.text.slice(group.start, group.end));
  return {
    key: `remark ${text}`,
    label: text.split("\n")[0] ?? "",
    remark: true,
    pinned: false,
    from,
    head: group.start,
    part: { source, start: group.start, end: group.end, lists: [] },
    to: group.end,
    separated: false,
    tail: "",
  };
}

function scan(text: string, start: number, end: number): Piece[] {
  const pieces: Piece[] = [];
  for (let at = start; at < end;) {
    const piece = pieceAt(text, at, end);
    pieces.push(piece);
    at = piece.end;
  }
  return pieces;
}

/** Written by hand rather than as a pattern: all text between items passes through here. */
function pieceAt(text: string, start: number, limit: number): Piece {
  const first = text.charCodeAt(start);
  let end = start + 1;
  if (isSpace(first)) {
    while (end < limit && isSpace(text.charCodeAt(end))) end++;
    return { start, end, kind: "space" };
  }
  if (first !== SLASH) return { start, end, kind: "separator" };
  if (text.startsWith("//", start)) {
    end = text.indexOf("\n", start);
    return { start, end: end < 0 ? limit : Math.min(end, limit), kind: "line" };
  }
  if (text.startsWith("/*", start)) {
    end = text.indexOf("*/", end + 1);
    end = end < 0 ? limit : Math.min(end + 2, limit);
    return { start, end, kind: "block" };
  }
  return { start, end, kind: "separator" };
}

const SLASH = 47;

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0;
}

interface Group {
  readonly start: number;
  readonly end: number;
  /** No blank line between the comments and what follows. */
  readonly attached: boolean;
}

/** Comments with no blank line between them form a group. */
function commentGroups(
  text: string,
  pieces: readonly Piece[],
  end: number,
): Group[] {
  if (!pieces.some(isComment)) return [];
  const groups: { start: number; end: number }[] = [];
  const blank = (from: number, to: number) =>
    /\n[^\S\n]*\n/.test(text.slice(from, to));
  for (const piece of pieces) {
    if (!isComment(piece)) continue;
    const last = groups.at(-1);
    if (last && !blank(last.end, piece.start)) last.end = piece.end;
    else groups.push({ start: piece.start, end: piece.end });
  }
  return groups.map((group) => ({
    ...group,
    attached: !blank(group.end, end),
  }));
}

const isComment = ({ kind }: Piece) => kind === "line" || kind === "block";

/** The separator and the comments on the line on which an item ends. */
function scanBehind(
  text: string,
  end: number,
  limit: number,
  separator: string,
): { separated: boolean; to: number; tail: string } {
  let to = end;
  let tail = "";
  let separated = false;
  let pending = "";
  for (let at = end; at < limit;) {
    const piece = pieceAt(text, at, limit);
    at = piece.end;
    const raw = text.slice(piece.start, piece.end);
    if (piece.kind === "separator" && separator !== "") {
      // A separator on a later line still belongs to this item, or the next would begin with it.
      separated = true;
      tail += pending.trim() === "" ? "" : pending;
      pending = "";
      to = piece.end;
    } else if (piece.kind === "space" && raw.includes("\n")) {
      if (
        separated ||
        !text
          .slice(piece.end, limit)
          .trimStart()
          .startsWith(separator || "\n")
      )
        break;
      pending += " ";
    } else if (piece.kind === "space") {
      pending += raw;
    } else if (piece.kind === "block" && limitOnLine(text, piece.end, limit)) {
      break;
    } else if (piece.kind !== "separator") {
      tail += pending + raw;
      pending = "";
      to = piece.end;
    }
  }
  return { separated, to, tail };
}

/** The next item follows on the same line: a block comment before it is its own. */
function limitOnLine(text: string, from: number, limit: number): boolean {
  return !text.slice(from, limit).includes("\n");
}
