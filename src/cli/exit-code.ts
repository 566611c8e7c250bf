/** What a command tells its caller. Never {@link ExitCode.done} when something was asked and nothing came of it. */
export const ExitCode = {
  /** Done, or there was nothing to do. */
  done: 0,
  error: 1,
  /** The command line is wrong, or input is needed and nobody can be asked. */
  usage: 2,
  /** `check` found differences. */
  drift: 3,
  /** Conflicts are left; nothing was written. */
  conflicts: 4,
  /** Cancelled by the user. */
  cancelled: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode] | MergeStatus;

/** What `merge-file` tells git, which wants it so: 1 to 127 is the number of conflicts, 255 means that nothing was merged. */
export type MergeStatus = number & { readonly [isMergeStatus]: true };

declare const isMergeStatus: unique symbol;

export const UNUSABLE = 255 as MergeStatus;

export function mergeStatus(conflicts: number): MergeStatus {
  return Math.min(conflicts, 127) as MergeStatus;
}
