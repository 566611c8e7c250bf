import type { MergeConflict } from "../types.js";

/** A merged text with the conflicts in it. */
export interface Merged {
  readonly text: string;
  readonly conflicts: readonly MergeConflict[];
}

export interface StructureOptions {
  /** Where structure does not help, merge a part line by line. */
  readonly lines: boolean;
}
