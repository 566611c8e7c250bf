import type { Ownership } from "../plan/file-plan.js";

/** The three texts of one file; undefined where there is none. `base` = generated last, `disk` = what the user has, `next` = generated now. */
export interface Versions {
  readonly base: string | undefined;
  readonly disk: string | undefined;
  readonly next: string | undefined;
}

export type Decision =
  | "create"
  | "recreate"
  | "adopt"
  | "update"
  | "unchanged"
  | "keep"
  | "merge"
  | "stay-deleted"
  | "delete"
  | "release"
  | "forget"
  | "conflict-drift"
  | "conflict-foreign";

/**
 * The ownership table: what happens to a file, from the equality of its three versions alone.
 * Versions are compared as they are given, so digests serve as well as texts.
 *
 * | base | disk | next  | managed          | scaffolded   | merged       |
 * | ---- | ---- | ----- | ---------------- | ------------ | ------------ |
 * | –    | –    | t     | create           | create       | create       |
 * | –    | = t  | t     | adopt            | adopt        | adopt        |
 * | –    | ≠ t  | t     | conflict-foreign | keep         | merge        |
 * | b    | = b  | = b   | unchanged        | unchanged    | unchanged    |
 * | b    | = b  | ≠ b   | update           | keep         | update       |
 * | b    | ≠ b  | = b   | conflict-drift   | keep         | keep         |
 * | b    | ≠ b  | ≠ b,d | conflict-drift   | keep         | merge        |
 * | b    | ≠ b  | = d   | adopt            | adopt        | adopt        |
 * | b    | –    | t     | recreate         | stay-deleted | stay-deleted |
 * | b    | = b  | –     | delete           | release      | release      |
 * | b    | ≠ b  | –     | release          | release      | release      |
 * | b    | –    | –     | forget           | forget       | forget       |
 */
export function classify(
  ownership: Ownership,
  { base, disk, next }: Versions,
): Decision {
  if (next === undefined) {
    if (disk === undefined) return "forget";
    return ownership === "managed" && disk === base ? "delete" : "release";
  }
  if (disk === undefined) {
    if (base === undefined) return "create";
    return ownership === "managed" ? "recreate" : "stay-deleted";
  }
  if (base !== undefined && disk === base && next === base) return "unchanged";
  if (disk === next) return "adopt";
  if (ownership === "scaffolded") return "keep";
  if (base === undefined)
    return ownership === "managed" ? "conflict-foreign" : "merge";
  if (disk === base) return "update";
  if (ownership === "managed") return "conflict-drift";
  return next === base ? "keep" : "merge";
}
