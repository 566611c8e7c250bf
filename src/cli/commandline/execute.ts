import type { CliContext } from "../context.js";
import { ExitCode } from "../exit-code.js";
import { paintFor, printJson } from "../output.js";
import type { AnyCommand, Command, CommandSpec } from "./command.js";
import type { Flags } from "./flag.js";
import { parseCommandLine } from "./parse.js";

/** Ties a command to its parser, its help and the report of its errors. */
export function executable<F extends Flags>(command: Command<F>): AnyCommand {
  return {
    spec: command,
    execute: async (context, argv) => {
      const asked = flagsBeforeTerminator(argv);
      const json = asked.includes("--json");
      try {
        if (asked.includes("--help") || asked.includes("-h")) {
          return await showHelp(context, command, json);
        }
        const commandLine = parseCommandLine(argv, command);
        return await command.run(context, commandLine);
      } catch (error) {
        const { reportFailure } = await import("./failure.js");
        return reportFailure(context, error, json, command.failure);
      }
    },
  };
}

async function showHelp(
  context: CliContext,
  command: CommandSpec,
  json: boolean,
): Promise<ExitCode> {
  const { helpToJson, renderHelp } = await import("./help.js");
  const { inWords } = await import("./in-words.js");
  if (json) printJson(context, helpToJson(command));
  else
    context.stdout.write(
      inWords(
        context,
        renderHelp(command, paintFor(context.stdout, context.env)),
      ),
    );
  return ExitCode.done;
}

function flagsBeforeTerminator(argv: readonly string[]): readonly string[] {
  const terminator = argv.indexOf("--");
  return terminator === -1 ? argv : argv.slice(0, terminator);
}
