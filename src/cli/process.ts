import { canAsk, type CliContext } from "./context.js";
import { ExitCode } from "./exit-code.js";

/** A whole command-line program: gets the arguments after the program's name, returns the exit code. */
export type Program = (
  context: CliContext,
  argv: readonly string[],
) => Promise<ExitCode>;

/** Runs a program in this process. The only place that ends the process or sets its exit code. */
export async function runInProcess(program: Program): Promise<void> {
  const interrupted = new AbortController();
  const context: CliContext = {
    cwd: process.cwd(),
    env: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    interactive: canAsk(process),
    signal: interrupted.signal,
    now: Date.now,
    nodeVersion: process.versions.node,
  };
  // A reader that has enough (`frameio-gen events | head -1`) is no reason to stop halfway through a command.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  process.once("SIGINT", () => {
    interrupted.abort();
    process.exit(ExitCode.cancelled);
  });
  // When the input ends during a question, Node finds nothing left to do and leaves with the code that is set then.
  process.exitCode = ExitCode.usage;
  const unfinished = (): void => {
    process.stderr.write(
      "\nThe input ended before the command was done. Nothing else was written; give the answers as flags (see --help).\n",
    );
  };
  process.once("beforeExit", unfinished);
  try {
    process.exitCode = await program(context, process.argv.slice(2));
  } finally {
    process.removeListener("beforeExit", unfinished);
  }
  // A prompt may have left the terminal's handle open.
  process.stdin.unref?.();
}
