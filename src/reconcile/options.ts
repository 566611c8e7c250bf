import type { MergeFunction } from "./merge/types.js";
import type { Settled } from "./settled.js";

export interface ReconcileOptions {
  readonly merge: MergeFunction;
  /** Edited managed files are overwritten instead of being a conflict. */
  readonly force: boolean;
  /** `inline` writes merged files with their conflicts between markers, `ours` keeps the user's side of each. */
  readonly conflicts: "report" | "inline" | "ours";
  /** Files that are deleted rather than released when they are no longer generated. */
  readonly remove?: Removal | undefined;
  /** Shared files that do not work without what is generated with them: deleted with it, unless they were edited. */
  readonly companions?: ReadonlySet<string> | undefined;
  /** Files that are planned, and not rendered. */
  readonly settled?: Settled | undefined;
  /** False where nobody is told which of the files that stay as they are were edited: they need not be read then. Default: true. */
  readonly tellEdited?: boolean | undefined;
}

export interface Removal {
  readonly paths: ReadonlySet<string>;
  /** Also those that the user edited. */
  readonly edited: boolean;
}
