/** A token or comment in its normal form. A zero-width token marks the end of a statement. */
export interface Token {
  readonly start: number;
  readonly end: number;
  /** The text without what a formatter may change; "" when the token itself may come and go. */
  readonly normal: string;
  readonly comment: boolean;
  /** May span lines whose indentation is content. */
  readonly literal: boolean;
}

/** A parsed text: its tokens, comments among them, in order. */
export interface Source {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** One level of indentation. */
  readonly unit: string;
}

/** What a stretch of source says, without formatting; with comments unless told otherwise. */
export function print(
  source: Source,
  start: number,
  end: number,
  comments = true,
): string {
  let result = "";
  for (let i = firstAt(source.tokens, start); ; i++) {
    const token = source.tokens[i];
    if (!token || token.start > end || token.end > end) return result;
    if (token.normal === "" || (token.comment && !comments)) continue;
    result += `${token.normal}\u0000`;
  }
}

function firstAt(tokens: readonly Token[], offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A comment without its layout. */
export function normalComment(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim().replace(/^\*(?!\/)\s?/, ""))
    .join("\n")
    .trim();
}

/** One level of indentation as the text has it. */
export function indentUnit(text: string): string {
  if (/^\t/m.test(text)) return "\t";
  let width = Infinity;
  for (const [, spaces = ""] of text.matchAll(/^( {2,})(?![ *])/gm)) {
    width = Math.min(width, spaces.length);
  }
  return " ".repeat(width === Infinity ? 2 : width);
}

/** The white space with which the line of `offset` begins. */
export function indentAt(text: string, offset: number): string {
  const line = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, offset))?.[0] ?? "";
}

/** A stretch of source as it must look at another depth in another text. Lines inside literals stay as they are. */
export function reindent(
  source: Source,
  start: number,
  end: number,
  indent: string,
  unit: string,
): string {
  const slice = source.text.slice(start, end);
  if (!slice.includes("\n")) return slice;
  const own = width(indentAt(source.text, start), source.unit);
  let offset = start;
  return slice
    .split("\n")
    .map((line, index) => {
      const at = offset;
      offset += line.length + 1;
      if (index === 0 || inLiteral(source, at)) return line;
      const spaces = /^[ \t]*/.exec(line)?.[0] ?? "";
      if (spaces.length === line.length) return "";
      const more = Math.max(0, width(spaces, source.unit) - own);
      const step = source.unit === "\t" ? 4 : source.unit.length;
      const levels = Math.floor(more / step);
      const rest = " ".repeat(more - levels * step);
      return indent + unit.repeat(levels) + rest + line.slice(spaces.length);
    })
    .join("\n");
}

function width(spaces: string, unit: string): number {
  const tab = unit === "\t" ? 4 : unit.length;
  let columns = 0;
  for (const char of spaces) columns += char === "\t" ? tab : 1;
  return columns;
}

function inLiteral(source: Source, offset: number): boolean {
  const token = source.tokens[firstAt(source.tokens, offset) - 1];
  return token !== undefined && token.literal && token.end > offset;
}
