import type { CommandSpec } from "../../../src/cli/commandline/command.js";

/** A command line of ours that stands in a text. */
export interface Shown {
  readonly line: string;
  /** `undefined` where there is no such command. */
  readonly spec: CommandSpec | undefined;
  readonly args: readonly string[];
}

/** Command lines of ours in Markdown: in code, and in fences of shell. */
export async function commandsOf(markdown: string): Promise<readonly Shown[]> {
  const fences = [...markdown.matchAll(/^```sh\n([^]*?)^```$/gm)].flatMap(
    ([, text = ""]) => text.replaceAll("\\\n", " ").split("\n"),
  );
  const spans = markdown
    .replace(/^```[^]*?^```$/gm, "")
    .matchAll(/`([^`\n]+)`/g);
  const lines = [...fences, ...[...spans].map(([, span = ""]) => span)];
  const shown: Shown[] = [];
  for (const line of lines) {
    const found = commandLine(line);
    if (found === undefined) continue;
    const { command, args } = found;
    shown.push({ line, spec: await specOf(command), args });
  }
  return shown;
}

/** What follows our bins' names, up to a comment or another command. */
function commandLine(line: string) {
  const words = (line.match(/"[^"]*"|'[^']*'|[^\s"']+/g) ?? []).map((word) =>
    word.replace(/^["']|["']$/g, ""),
  );
  const end = words.findIndex((word) => /^(#|&&|\|\||[|>;])/.test(word));
  const given = end === -1 ? words : words.slice(0, end);
  const gen = given.indexOf("frameio-gen");
  if (
    gen !== -1 &&
    /^(npx )?$/.test(given.slice(0, gen).join(" ") + (gen ? " " : ""))
  ) {
    const [command, ...args] = given.slice(gen + 1);
    if (command === undefined || command.startsWith("-"))
      return { command: "generate", args: given.slice(gen + 1) };
    return { command, args };
  }
  if (/^npm create frameio-app\b/.test(given.join(" ")))
    return {
      command: "create",
      args: given.slice(3).filter((word) => word !== "--"),
    };
  return undefined;
}

async function specOf(command: string): Promise<CommandSpec | undefined> {
  if (!/^[a-z-]+$/.test(command)) return undefined;
  try {
    const { default: found } = await import(
      `../../../src/cli/commands/${command}.ts`
    );
    return found.spec;
  } catch {
    return undefined;
  }
}
