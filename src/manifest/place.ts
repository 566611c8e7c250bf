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

/** What is marked below a node: the whole of a value on one line, else its first character. */
export function markedLength(node: Node, locate: Locate): number {
  const isLeaf = node.children === undefined;
  const end = locate(node.offset + node.length);
  return isLeaf || end.line === locate(node.offset).line
    ? Math.max(1, node.length)
    : 1;
}
