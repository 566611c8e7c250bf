import type { Diagnostic } from "./diagnostic.js";
import { printable } from "./printable.js";

export interface FrameLine {
  /** `7 |`, padded. */
  readonly gutter: string;
  /** Harmless for a terminal. */
  readonly text: string;
  /** The line of carets. */
  readonly mark: boolean;
}

/** Longest piece of a line that is shown, in characters. */
const width = 100;
/** What is kept to the left of the place when a line is cut. */
const before = 40;

/** The line that a diagnostic points at, and a line of carets below it. Empty when it points nowhere, or at a secret. */
export function codeFrame(
  source: string,
  { line, column, length, sensitive }: Diagnostic,
): FrameLine[] {
  if (line === undefined || column === undefined || sensitive === true)
    return [];
  const text = source.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/)[line - 1];
  if (text === undefined) return [];
  const from = column > width ? column - 1 - before : 0;
  const lead = (from > 0 ? "…" : "") + shown(text.slice(from, column - 1));
  const rest = text.slice(column - 1, from + width);
  const tail = from + width < text.length ? "…" : "";
  const meant = shown(rest.slice(0, Math.max(1, length ?? 1)));
  const number = String(line);
  return [
    { gutter: `${number} |`, text: lead + shown(rest) + tail, mark: false },
    {
      gutter: `${" ".repeat(number.length)} |`,
      text: " ".repeat(cells(lead)) + "^".repeat(Math.max(1, cells(meant))),
      mark: true,
    },
  ];
}

function shown(text: string): string {
  return printable(text.replaceAll("\t", "  "));
}

function cells(text: string): number {
  return [...text].length;
}
