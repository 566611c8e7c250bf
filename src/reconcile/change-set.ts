import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Digest, Lockfile } from "../lockfile/lockfile.js";

/** One file operation. `expects` is what was on disk when the change was planned; the commit refuses if that is no longer so. */
export type Change =
  | {
      readonly kind: "create";
      readonly path: string;
      readonly text: string;
      readonly executable: boolean;
      readonly expects: null;
      readonly reason: Outcome;
    }
  | {
      readonly kind: "update";
      readonly path: string;
      readonly text: string;
      readonly executable: boolean;
      readonly expects: Digest;
      readonly reason: Outcome;
    }
  | {
      readonly kind: "delete";
      readonly path: string;
      readonly expects: Digest;
      readonly reason: Outcome;
    };

/** What reconcile decided for one path, one word per row of the ownership table. */
export type Outcome =
  | "create" // was not there
  | "recreate" // managed, had been deleted
  | "update" // untouched since we generated it, and new text
  | "merge" // edited by the user and changed by us, merged without conflict
  | "adopt" // on disk already as we would write it: only recorded
  | "unchanged"
  | "keep" // the user's version stays
  | "stay-deleted" // the user deleted it
  | "delete" // no longer generated, untouched
  | "release" // no longer generated, but the user's now
  | "forget" // no longer generated, and gone
  | "conflict"
  | "edit" // the command itself edits it: the manifest, or code of the user's that names what was moved
  | "move"; // the command itself gave it another path

export interface FileOutcome {
  readonly path: string;
  readonly outcome: Outcome;
}

/** Both sides changed the same thing differently, or an edited file is ours alone. */
export interface Conflict {
  readonly path: string;
  readonly diagnostic: Diagnostic;
  /** What the user has, and what we would write. */
  readonly ours: string;
  readonly theirs: string;
}

/** The whole effect of a command, computed before anything is written. Base texts and lockfile are written with it, the lockfile last. */
export interface ChangeSet {
  /** Sorted by path. Base files of `.frameio/base/` are part of it, the lockfile is not. */
  readonly changes: readonly Change[];
  readonly outcomes: readonly FileOutcome[];
  /** Not empty: nothing may be committed unless the user chose otherwise. */
  readonly conflicts: readonly Conflict[];
  readonly warnings: readonly Diagnostic[];
  /** The lockfile after the commit; null when it stays as it is. */
  readonly lockfile: Lockfile | null;
}
