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

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
