import type { Node } from "jsonc-parser";
import { tokensBetween } from "./tokens.js";

/** How a text is laid out, as far as an edit has to follow it. */
export interface Style {
  readonly eol: string;
  /** One level of indentation. */
  readonly unit: string;
  /** Whether the last member of an expanded object or list is followed by a comma. */
  readonly trailingComma: boolean;
  /** The whole text is one line. */
  readonly oneLine: boolean;
}

export function styleOf(text: string, root: Node): Style {
  const last = root.children?.at(-1);
  const close = root.offset + root.length - 1;
  const commas =
    last === undefined
      ? []
      : tokensBetween(text, last.offset + last.length, close);
  return {
    eol: eolOf(text),
    unit: /(?:^|[\r\n])([ \t]+)"/.exec(text.slice(root.offset))?.[1] ?? "  ",
    trailingComma: commas.some(({ kind }) => kind === "comma"),
    oneLine: !/[\r\n]/.test(text.slice(root.offset, close)),
  };
}

/** White space that the line of an offset begins with. */
export function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? "";
}

export function lineStart(text: string, offset: number): number {
  return (
    Math.max(
      text.lastIndexOf("\n", offset - 1),
      text.lastIndexOf("\r", offset - 1),
    ) + 1
  );
}

export function hasLineEnd(text: string, from: number, to: number): boolean {
  return /[\r\n]/.test(text.slice(from, to));
}

export function eolOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
}
