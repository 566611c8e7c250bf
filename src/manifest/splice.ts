import type { Edit, Node } from "jsonc-parser";
import { eolOf, hasLineEnd, indentAt, lineStart, type Style } from "./style.js";
import { type Token, tokensBetween } from "./tokens.js";

/**
 * Adds a member at the end of an object or list, laid out like the member before it.
 * Comments on lines of their own stay at the end, where they stood.
 *
 * @param make text of the member: on one line, or with lines after the first indented by `indent` at least
 */
export function insertMember(
  text: string,
  container: Node,
  style: Style,
  make: (where: {
    readonly indent: string;
    readonly oneLine: boolean;
  }) => string,
): string {
  const close = container.offset + container.length - 1;
  const last = container.children?.at(-1);
  const after = last === undefined ? container.offset + 1 : endOf(last);
  const tokens = tokensBetween(text, after, close);
  const hasComma = tokens.some(({ kind }) => kind === "comma");
  const at = ownEnd(text, after, tokens, undefined);
  const comma = {
    offset: after,
    length: 0,
    content: last === undefined || hasComma ? "" : ",",
  };
  if (staysOnLine(text, container, style, at, tokens)) {
    const space = at === container.offset + 1 ? "" : " ";
    const member =
      space + make({ indent: "", oneLine: true }) + (hasComma ? "," : "");
    return splice(text, [comma, { offset: at, length: 0, content: member }]);
  }
  const base = indentAt(text, container.offset);
  const isFirstOnLine = last !== undefined && isLineStart(text, last.offset);
  const indent = isFirstOnLine
    ? indentAt(text, last.offset)
    : base + style.unit;
  const endsWithComma = last === undefined ? style.trailingComma : hasComma;
  const member =
    style.eol +
    indent +
    make({ indent, oneLine: false }) +
    (endsWithComma ? "," : "");
  const closesOnLine = last === undefined && !hasLineEnd(text, at, close);
  return splice(text, [
    comma,
    {
      offset: at,
      length: closesOnLine ? close - at : 0,
      content: member + (closesOnLine ? style.eol + base : ""),
    },
  ]);
}

function staysOnLine(
  text: string,
  container: Node,
  style: Style,
  at: number,
  tokens: readonly Token[],
): boolean {
  if (tokens.some(({ kind, end }) => kind === "line-comment" && end === at))
    return false;
  const children = container.children ?? [];
  const last = children.at(-1);
  if (last === undefined) return style.oneLine;
  const previous = children.at(-2);
  const before = previous === undefined ? container.offset : endOf(previous);
  return (
    !hasLineEnd(text, before, last.offset) && !hasLineEnd(text, endOf(last), at)
  );
}

/** Takes a member out of an object or list, together with the comments that are its own: directly above it, and behind it on its line. */
export function removeMember(
  text: string,
  container: Node,
  index: number,
): string {
  const children = container.children ?? [];
  const member = children[index];
  if (member === undefined) return text;
  const previous = children[index - 1];
  const next = children[index + 1];
  const close = container.offset + container.length - 1;
  const before = tokensBetween(
    text,
    previous === undefined ? container.offset + 1 : endOf(previous),
    member.offset,
  );
  const behind = tokensBetween(text, endOf(member), next?.offset ?? close);
  const own = commentsAbove(text, before, member.offset);
  const end = ownEnd(text, endOf(member), behind, next);
  if (next !== undefined)
    return splice(text, [rangeOfInner(text, member, own, end, next)]);
  const kept = before.slice(0, before.length - own.length);
  const start =
    kept.at(-1)?.end ??
    (previous === undefined ? container.offset + 1 : endOf(previous));
  const separator = kept.find(({ kind }) => kind === "comma");
  const hasComma = behind.some(({ kind }) => kind === "comma");
  // What closes the list must not end up in a comment.
  const hidesClose =
    kept.at(-1)?.kind === "line-comment" && !hasLineEnd(text, end, close);
  const content = hidesClose
    ? `${eolOf(text)}${indentAt(text, container.offset)}`
    : "";
  const edits: Edit[] = [{ offset: start, length: end - start, content }];
  if (separator !== undefined && !hasComma)
    edits.unshift({ offset: separator.offset, length: 1, content: "" });
  const isEmpty =
    previous === undefined &&
    kept.length === 0 &&
    text.slice(end, close).trim() === "";
  return isEmpty
    ? splice(text, [{ offset: start, length: close - start, content: "" }])
    : splice(text, edits);
}

/** A member that another one follows goes with its lines, or up to what follows on its line. */
function rangeOfInner(
  text: string,
  member: Node,
  own: readonly Token[],
  end: number,
  next: Node,
): Edit {
  const top = own[0]?.offset ?? member.offset;
  const start = lineStart(text, top);
  const lineEnd = /^[ \t]*(?:\r\n|\n|\r)/.exec(text.slice(end));
  if (lineEnd !== null && isLineStart(text, top)) {
    return {
      offset: start,
      length: end + lineEnd[0].length - start,
      content: "",
    };
  }
  const following =
    tokensBetween(text, end, next.offset)[0]?.offset ?? next.offset;
  return {
    offset: member.offset,
    length: following - member.offset,
    content: "",
  };
}

/** Comments on lines of their own, one below the other, the last directly above the member. */
function commentsAbove(
  text: string,
  before: readonly Token[],
  offset: number,
): Token[] {
  if (!isLineStart(text, offset)) return [];
  const own: Token[] = [];
  let below = offset;
  for (const token of before.toReversed()) {
    const isAlone = isLineStart(text, token.offset);
    const gap = text.slice(token.end, below).match(/\r\n|\n|\r/g)?.length ?? 0;
    if (token.kind === "comma" || !isAlone || gap !== 1) break;
    own.unshift(token);
    below = token.offset;
  }
  return own;
}

/** Where a member that ends at `from` ends with its comma and the comments behind it on its line. */
function ownEnd(
  text: string,
  from: number,
  behind: readonly Token[],
  next: Node | undefined,
): number {
  let end = behind.find(({ kind }) => kind === "comma")?.end ?? from;
  const start = end;
  for (const token of behind)
    if (token.offset >= end && !hasLineEnd(text, end, token.offset))
      end = token.end;
  // On one line with the next member, a comment is about that one.
  return next === undefined || hasLineEnd(text, end, next.offset) ? end : start;
}

function isLineStart(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === "";
}

export function endOf(node: Node): number {
  return node.offset + node.length;
}

export function splice(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let end = 0;
  // By place, and what is inserted at the same one in the order given.
  for (const { offset, length, content } of edits.toSorted(
    (a, b) => a.offset - b.offset || a.length - b.length,
  )) {
    if (length === 0 && content === "") continue;
    if (offset < end) throw new Error("edits overlap");
    parts.push(text.slice(end, offset), content);
    end = offset + length;
  }
  return parts.join("") + text.slice(end);
}
