/** What is to be merged. `base` is what was generated last time; undefined when both sides added the file. */
export interface MergeInput {
  /** Relative to the project's root; chooses the strategy. */
  readonly path: string;
  readonly base: string | undefined;
  /** What the user has. */
  readonly ours: string;
  /** What is generated now. */
  readonly theirs: string;
}

/** One thing that both sides changed differently. An absent side is "". */
export interface MergeConflict {
  readonly kind:
    | "changed-twice"
    | "added-twice"
    | "deleted-by-user"
    | "deleted-by-template"
    | "order";
  /** What was merged, such as `scripts.start`, `import hono` or `line 12`. */
  readonly key: string;
  /** 1-based line in the user's text. */
  readonly line: number;
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

export interface MergeResult {
  /** The merged text; with conflicts it bears diff3-style markers around each of them. */
  readonly text: string;
  readonly conflicts: readonly MergeConflict[];
}

/** Which kind of conflict it is, by the sides that exist. */
export function conflictKind(
  base: unknown,
  ours: unknown,
  theirs: unknown,
): MergeConflict["kind"] {
  if (base === undefined) return "added-twice";
  if (ours === undefined) return "deleted-by-user";
  if (theirs === undefined) return "deleted-by-template";
  return "changed-twice";
}

export type MergeFunction = (input: MergeInput) => MergeResult;
