import type { MergeConflict } from "../types.js";
import type { Part } from "./part.js";

/** A merged text with the conflicts in it. */
export interface Merged {
  readonly text: string;
  readonly conflicts: readonly MergeConflict[];
}

export interface StructureOptions {
  /** Where structure does not help, merge a part line by line. */
  readonly lines: boolean;
  /** Merges what stands in a list. Given, since parts bear lists and lists bear parts. */
  readonly mergePart: MergePart;
}

/** Merges one thing; undefined when both sides changed it differently. */
export type MergePart = (
  base: Part | undefined,
  ours: Part,
  theirs: Part,
  options: StructureOptions,
  path: string,
) => Merged | undefined;
