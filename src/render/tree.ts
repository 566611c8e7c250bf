import type { Ownership } from "../plan/file-plan.js";

/** A file as it should be now. Text uses LF and ends with one newline. */
export interface TreeFile {
  readonly path: string;
  readonly ownership: Ownership;
  readonly text: string;
  readonly executable: boolean;
}

/** All files that the generator wants, by path, sorted by path. */
export type Tree = ReadonlyMap<string, TreeFile>;
