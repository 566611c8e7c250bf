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
  let reads = false;
  const context: CliContext = {
    cwd: process.cwd(),
    env: process.env,
    // Node opens a stream when it is first asked for, which takes a while: most commands read nothing, and many have no remarks.
    get stdin() {
      reads = true;
      return process.stdin;
    },
    get stdout() {
      return tolerant(process.stdout);
    },
    get stderr() {
      return tolerant(process.stderr);
    },
    get interactive() {
      return canAsk(this);
    },
    signal: interrupted.signal,
    now: Date.now,
    nodeVersion: process.versions.node,
  };
  process.once("SIGINT", () => {
    interrupted.abort();
    process.exit(ExitCode.cancelled);
  });
  // When the input ends during a question, Node finds nothing left to do and leaves with the code that is set then.
  process.exitCode = ExitCode.usage;
  const unfinished = (): void => {
    process.stderr.write(
      reads
        ? "\nThe input ended before the command was done. Nothing else was written; give the answers as flags (see --help).\n"
        : "\nThe command ended before it was done: what it waited for never came. Nothing else was written.\n",
    );
  };
  // Other people's code that ends the process does not make a command a success.
  const cutShort = (code: number): void => {
    if (code !== ExitCode.done) return;
    process.stderr.write(
      "The process was ended before the command was done. Nothing else was written.\n",
    );
    process.exitCode = ExitCode.error;
  };
  process.once("beforeExit", unfinished).once("exit", cutShort);
  try {
    const code = await program(context, process.argv.slice(2));
    process.exitCode = lost && code === ExitCode.done ? ExitCode.error : code;
  } finally {
    process.off("beforeExit", unfinished).off("exit", cutShort);
  }
  // A prompt may have left the terminal's handle open.
  if (reads) process.stdin.unref?.();
}

const seen = new WeakSet<object>();
/** Output that nobody will read, such as on a disk that is full. */
let lost = false;

/**
 * A reader that has enough (`frameio-gen events | head -1`) is no reason to stop halfway through a command. Nor is a disk that is
 * full, but then the command does not end with success.
 */
function tolerant(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  if (!seen.has(stream)) {
    seen.add(stream);
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE" || lost) return;
      lost = true;
      if (process.exitCode === ExitCode.done) process.exitCode = ExitCode.error;
      if (stream !== process.stderr)
        tolerant(process.stderr).write(
          `error The output cannot be written (${error.code ?? error.message})\n`,
        );
    });
  }
  return stream;
}
