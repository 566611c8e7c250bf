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
  const items: Item[] = [];
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
    items.push({ ...core, remark: false, from, head, ...behind, separated });
    from = behind.to;
  }
  const keys = uniqueKeys(items.map((item) => item.key));
  return {
    ...shape,
    source,
    start,
    end,
    items: items.map((item, i) => ({ ...item, key: keys[i] ?? item.key })),
    closing: source.text.slice(from, end),
  };
}

function remark(source: Source, from: number, group: Group): Item {
  const text = normalComment(source.text.slice(group.start, group.end));
  return {
    key: `remark ${text}`,
    label: text.split("\n")[0] ?? "",
    remark: true,
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
    const [kind, to] = pieceAt(text, at, end);
    pieces.push({ start: at, end: to, kind });
    at = to;
  }
  return pieces;
}

/** Written by hand rather than as a pattern: all text between items passes through here. */
function pieceAt(
  text: string,
  at: number,
  end: number,
): [kind: Piece["kind"], end: number] {
  if (isSpace(text.charCodeAt(at))) {
    let to = at + 1;
    while (to < end && isSpace(text.charCodeAt(to))) to++;
    return ["space", to];
  }
  if (text.startsWith("//", at)) {
    const to = text.indexOf("\n", at);
    return ["line", to < 0 ? end : Math.min(to, end)];
  }
  if (text.startsWith("/*", at)) {
    const to = text.indexOf("*/", at + 2);
    return ["block", to < 0 ? end : Math.min(to + 2, end)];
  }
  return ["separator", at + 1];
}

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
  const groups: { start: number; end: number }[] = [];
  const blank = (from: number, to: number) =>
    /\n[^\S\n]*\n/.test(text.slice(from, to));
  for (const piece of pieces) {
    if (piece.kind !== "line" && piece.kind !== "block") continue;
    const last = groups.at(-1);
    if (last && !blank(last.end, piece.start)) last.end = piece.end;
    else groups.push({ start: piece.start, end: piece.end });
  }
  return groups.map((group) => ({
    ...group,
    attached: !blank(group.end, end),
  }));
}

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
  for (const piece of scan(text, end, limit)) {
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
