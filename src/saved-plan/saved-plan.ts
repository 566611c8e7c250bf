import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Digest } from "../lockfile/lockfile.js";
import type { Change, Conflict, FileOutcome } from "../reconcile/change-set.js";

/** A change set that was shown and is to be done later, on this machine or another: the file of `--out`. */
export interface SavedPlan {
  readonly planVersion: 1;
  /** The build that made it: another one must not do it. */
  readonly tool: { readonly version: string; readonly fingerprint: string };
  /** The command that was planned, as it was typed. */
  readonly command: string;
  /** Digest of everything that decided what is generated, the project's own templates and code style included. */
  readonly inputs: Digest;
  /** Every file that the plan was made from, the lockfile and the manifest included. */
  readonly expects: readonly ExpectedFile[];
  readonly changes: readonly Change[];
  readonly outcomes: readonly FileOutcome[];
  /** Only those that are written between markers. */
  readonly conflicts: readonly Conflict[];
  readonly warnings: readonly Diagnostic[];
  /** Text of the lockfile after; null when it stays as it is. */
  readonly lockfile: string | null;
}

export interface ExpectedFile {
  readonly path: string;
  /** Null: there must be no such file. */
  readonly digest: Digest | null;
}

/** Longest file that is read as a plan, in bytes. */
export const PLAN_LIMIT = 32 * 1024 * 1024;
