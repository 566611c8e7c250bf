import { isAscii } from "./code-literal.js";

const WIDTH = 80;

/** Thrown where a layout is rare enough to leave it to Prettier. */
export class Undecided extends Error {}

/** @throws Undecided where it depends on how wide letters are */
export function fits(line: string): boolean {
  if (isAscii(line)) return line.length <= WIDTH;
  // Other characters are as wide as none, one or two.
  if (line.length * 2 > WIDTH) throw new Undecided();
  return true;
}
