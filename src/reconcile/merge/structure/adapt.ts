import {
  type CodeStyle,
  firstAt,
  indentAt,
  type Source,
  type Token,
} from "./source.js";

/** How text must look in its new place. */
export interface Place {
  readonly indent: string;
  readonly unit: string;
  readonly style: CodeStyle | undefined;
}

/** A stretch of source as it must look in another place. What is inside literals stays as it is. */
export function adapt(
  source: Source,
  start: number,
  end: number,
  place: Place,
): string {
  const slice = requoted(source, start, end, place.style);
  const own = width(indentAt(source, start), source.unit);
  const step = source.unit === "\t" ? 4 : source.unit.length;
  const lines = slice.split("\n");
  const literals = lines.length > 1 && source.mayHaveLiterals(start, end);
  const tokens = literals ? source.tokensIn(start, end) : [];
  let offset = start;
  return lines
    .map((line, index) => {
      const at = offset;
      offset += line.length + 1;
      const text = inLiteral(tokens, offset - 1)
        ? line
        : unterminated(line, lines[index + 1], source, place.style);
      if (index === 0 || inLiteral(tokens, at)) return text;
      const spaces = /^[ \t]*/.exec(line)?.[0] ?? "";
      const blank = spaces.length === line.length;
      if (blank && index < lines.length - 1) return "";
      const more = Math.max(0, width(spaces, source.unit) - own);
      const levels = Math.floor(more / step);
      const rest = " ".repeat(more - levels * step);
      const indent = place.indent + place.unit.repeat(levels) + rest;
      return indent + text.slice(spaces.length);
    })
    .join("\n");
}

/** With the user's quotes, where that needs no escaping. The length stays. */
function requoted(
  source: Source,
  start: number,
  end: number,
  wanted: CodeStyle | undefined,
): string {
  const { text, style } = source;
  if (!style || !wanted || style.quote === wanted.quote) {
    return text.slice(start, end);
  }
  const tokens = source.tokensIn(start, end);
  let result = "";
  let at = start;
  for (let i = firstAt(tokens, start); ; i++) {
    const token = tokens[i];
    if (!token || token.end > end) return result + text.slice(at, end);
    const raw = text.slice(token.start, token.end);
    const inner = raw.slice(1, -1);
    const simple = raw[0] === style.quote && raw.length > 1 && !token.comment;
    if (!simple || token.literal || /["'\\]/.test(inner)) continue;
    result += text.slice(at, token.start) + wanted.quote + inner + wanted.quote;
    at = token.end;
  }
}

/** Without its semicolon, for users who write none. */
function unterminated(
  line: string,
  next: string | undefined,
  { style }: Source,
  wanted: CodeStyle | undefined,
): string {
  const strip = style?.semicolons && wanted && !wanted.semicolons;
  return strip && !/^\s*[[(`+\-/]/.test(next ?? "")
    ? line.replace(/(?<=[^;\s(]);$/, "")
    : line;
}
function width(spaces: string, unit: string): number {
  const tab = unit === "\t" ? 4 : unit.length;
  let columns = 0;
  for (const char of spaces) columns += char === "\t" ? tab : 1;
  return columns;
}

function inLiteral(tokens: readonly Token[], offset: number): boolean {
  const token = tokens[firstAt(tokens, offset) - 1];
  return token !== undefined && token.literal && token.end > offset;
}
