import type { Readable, Writable } from "node:stream";

/** A stream that may be a terminal. */
export type InputStream = Readable & { readonly isTTY?: boolean };
export type OutputStream = Writable & {
  readonly isTTY?: boolean;
  readonly columns?: number;
};

/** Everything that a command may know of the process that it runs in. */
export interface CliContext {
  /** Absolute path. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: InputStream;
  /** Results. With `--json` one JSON document, nothing else. */
  readonly stdout: OutputStream;
  /** Diagnostics, progress and prompts' surroundings. */
  readonly stderr: OutputStream;
  /** Somebody can be asked: terminals at both ends, and not in CI. */
  readonly interactive: boolean;
  /** Aborts when the user interrupts the process. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly nodeVersion: string;
}

/** Whether questions can be asked, given the streams and the environment. */
export function canAsk(
  context: Pick<CliContext, "env" | "stdin" | "stdout">,
): boolean {
  const { CI, TERM } = context.env;
  const inCi = CI !== undefined && !["", "0", "false"].includes(CI);
  // The streams last: to open one costs.
  return (
    !inCi &&
    TERM !== "dumb" &&
    context.stdout.isTTY === true &&
    context.stdin.isTTY === true
  );
}

/** The user cancelled. Nothing was written for the step that was asked about. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
}
