/** A token or comment in its normal form. A zero-width token marks the end of a statement. */
export interface Token {
  readonly start: number;
  readonly end: number;
  /**
   * The text without what a formatter may change; "" when the token itself may come and go.
   * ASCII letters and digits are those of the text, but for what a backslash makes of them.
   */
  readonly normal: string;
  readonly comment: boolean;
  /** May span lines whose indentation is content. */
  readonly literal: boolean;
}

/** A parsed text with its tokens, comments among them, in order. */
export interface Source {
  readonly text: string;
  /** At least the tokens that touch a stretch. */
  readonly tokensIn: (start: number, end: number) => readonly Token[];
  /** Whether a {@link Token.literal} may touch a stretch; cheaper than to look. */
  readonly mayHaveLiterals: (start: number, end: number) => boolean;
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
  const next = reader({ source, start, end }, comments);
  let result = "";
  for (let piece = next(); piece !== undefined; piece = next())
    result += `${piece}\u0000`;
  return result;
}

/** A stretch of a source. */
export interface Stretch {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** Whether two stretches {@link print} the same. Taken apart are only texts that are neither equal nor plainly different. */
export function saysSame(a: Stretch, b: Stretch, comments = true): boolean {
  if (sameText(a, b)) return true;
  const wholly = comments || !(hasComments(a) || hasComments(b));
  if (wholly && isSpelledOtherwise(a, b)) return false;
  const [left, right] = [reader(a, comments), reader(b, comments)];
  for (;;) {
    const [one, other] = [left(), right()];
    if (one !== other) return false;
    if (one === undefined) return true;
  }
}

function sameText(a: Stretch, b: Stretch): boolean {
  const length = a.end - a.start;
  return (
    length === b.end - b.start &&
    a.source.text.startsWith(b.source.text.slice(b.start, b.end), a.start)
  );
}

function hasComments({ source: { text }, start, end }: Stretch): boolean {
  for (let at = start; ; at += 2) {
    at = text.indexOf("/", at);
    if (at < 0 || at >= end) return false;
    if (text[at + 1] === "/" || text[at + 1] === "*") return true;
  }
}

/** Whether two stretches, comments included, have other letters and digits: then they say something else. False where that is not certain. */
function isSpelledOtherwise(a: Stretch, b: Stretch): boolean {
  const [left, right] = [a.source.text, b.source.text];
  let [i, j] = [a.start, b.start];
  for (;;) {
    while (i < a.end && !COUNTS[left.charCodeAt(i)]) i++;
    while (j < b.end && !COUNTS[right.charCodeAt(j)]) j++;
    const [one, other] = [
      i < a.end ? left.charCodeAt(i++) : 0,
      j < b.end ? right.charCodeAt(j++) : 0,
    ];
    if (one === BACKSLASH || other === BACKSLASH) return false;
    if (one !== other) return true;
    if (one === 0) return false;
  }
}

const BACKSLASH = 92;

/** By character code: letters, digits, and the backslash. */
const COUNTS = Uint8Array.from({ length: 128 }, (_, code) =>
  /[\w$\\]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/** What {@link print} puts together, piece by piece. */
function reader(
  { source, start, end }: Stretch,
  comments: boolean,
): () => string | undefined {
  const tokens = source.tokensIn(start, end);
  let index = firstAt(tokens, start);
  let begun = false;
  // The end of a statement counts between statements only.
  let ended = false;
  let held: string | undefined;
  return () => {
    if (held !== undefined) {
      const normal = held;
      held = undefined;
      return normal;
    }
    for (; ; index++) {
      const token = tokens[index];
      if (!token || token.start > end || token.end > end) return undefined;
      if (token.normal === "" || (token.comment && !comments)) continue;
      if (token.start === token.end) {
        ended = begun;
        continue;
      }
      index++;
      begun = true;
      if (!ended) return token.normal;
      ended = false;
      held = token.normal;
      return ";";
    }
  };
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
export function indentAt(source: Source, offset: number): string {
  const { text } = source;
  let at = lineStart(source, offset);
  const line = at;
  while (at < offset && (text[at] === " " || text[at] === "\t")) at++;
  return text.slice(line, at);
}

const NEAR = 400;
const lineStarts = new WeakMap<Source, readonly number[]>();

/** Nearly always close by. Where lines are very long, the search for each of thousands of offsets would take very long. */
function lineStart(source: Source, offset: number): number {
  const { text } = source;
  const from = Math.max(0, offset - NEAR);
  const near = text.slice(from, offset).lastIndexOf("\n");
  if (near >= 0) return from + near + 1;
  if (from === 0) return 0;
  let starts = lineStarts.get(source);
  if (starts === undefined) {
    starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
    lineStarts.set(source, starts);
  }
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return starts[low] ?? 0;
}
