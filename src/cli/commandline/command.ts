import type { CliContext } from "../context.js";
import type { ExitCode } from "../exit-code.js";
import type { Flags, Positionals } from "./flag.js";
import type { CommandLine } from "./parse.js";

/** A command, as data and a function. */
export interface CommandSpec<F extends Flags = Flags> {
  /** As it is typed, such as `frameio-gen check`. */
  readonly name: string;
  /** What it does, one sentence without a full stop. */
  readonly summary: string;
  /** Paragraphs that the help shows below the summary. */
  readonly details?: readonly string[];
  readonly positionals: Positionals;
  readonly flags: F;
  readonly examples: readonly Example[];
  /** Exit code of every failure, where 1 and 2 mean something else. */
  readonly failure?: ExitCode;
}

export interface Command<F extends Flags = Flags> extends CommandSpec<F> {
  readonly run: (
    context: CliContext,
    commandLine: CommandLine<F>,
  ) => Promise<ExitCode>;
}

/** A command line that works as it stands, and what it does. */
export interface Example {
  readonly command: string;
  readonly does: string;
}

/** The same command, without the types of its flags: what a table of commands can hold. */
export interface AnyCommand {
  readonly spec: CommandSpec;
  readonly execute: (
    context: CliContext,
    argv: readonly string[],
  ) => Promise<ExitCode>;
}
