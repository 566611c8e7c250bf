import type { Node } from "jsonc-parser";
import type { Place } from "./manifest.js";

/** Finds line and column of an offset. */
export type Locate = (offset: number) => Place;

/** @param text without byte order mark; lines end with LF, CRLF or CR */
export function locator(text: string): Locate {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g))
    starts.push(match.index + match[0].length);
  return (offset) => {
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

/** How much is marked below a node: a plain value whole, an object or list at its bracket. */
export function markedLength(node: Node): number {
  return node.children === undefined ? Math.max(1, node.length) : 1;
}
