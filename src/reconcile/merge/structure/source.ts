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
  /** Only for languages where these are a matter of taste. */
  readonly style?: CodeStyle;
}

export interface CodeStyle {
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
}

/** What a stretch of source says, without formatting; with comments unless told otherwise. */
export function print(
  source: Source,
  start: number,
  end: number,
  comments = true,
): string {
  let result = "";
  // The end of a statement counts between statements only.
  let ended = false;
  for (let i = firstAt(source.tokens, start); ; i++) {
    const token = source.tokens[i];
    if (!token || token.start > end || token.end > end) return result;
    if (token.normal === "" || (token.comment && !comments)) continue;
    if (token.start === token.end) {
      ended = result !== "";
      continue;
    }
    result += `${ended ? ";\u0000" : ""}${token.normal}\u0000`;
    ended = false;
  }
}

/** Index of the first token that begins at or behind an offset. */
export function firstAt(tokens: readonly Token[], offset: number): number {
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
