import type { Node } from "jsonc-parser";
import type { Place } from "./manifest.js";

/** Finds line and column of an offset. */
export type Locate = (offset: number) => Place;

/** @param text without byte order mark; lines end with LF, CRLF or CR */
export function locator(text: string): Locate {
  let lines: readonly number[] | undefined;
  return (offset) => {
    const starts = (lines ??= lineStarts(text));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

/** Offsets at which lines begin, ascending. */
function lineStarts(text: string): number[] {
  const starts = [0];
  const end = /\r\n|\n|\r/g;
  while (end.test(text)) starts.push(end.lastIndex);
  return starts;
}

/** How much is marked below a node: a plain value whole, an object or list at its bracket. */
export function markedLength(node: Node): number {
  return node.children === undefined ? Math.max(1, node.length) : 1;
}
