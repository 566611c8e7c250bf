import type { Paint } from "../../diagnostics/render.js";
import type { Json } from "../../schema/catalog.js";
import type { CommandSpec, Example } from "./command.js";
import { commonFlags, type Flag, type Flags } from "./flag.js";

/** Help of one command: what it does, examples, flags. Ends with a line end. */
export function renderHelp(spec: CommandSpec, paint: Paint): string {
  const rows = Object.entries({ ...spec.flags, ...commonFlags }).map(
    ([name, flag]): Row => [flagUsage(name, flag), flagText(flag)],
  );
  return sections([
    paint.strong(`${spec.summary}.`),
    ...(spec.details ?? []),
    `${paint.strong("Usage")}\n  ${usageLine(spec)}`,
    renderExamples(spec.examples, paint),
    `${paint.strong("Flags")}\n${table(rows, paint)}`,
  ]);
}

/** Help of a program with commands. Ends with a line end. */
export function renderProgramHelp(
  program: {
    readonly name: string;
    readonly summary: string;
    readonly details?: readonly string[];
    readonly examples: readonly Example[];
    readonly commands: readonly {
      readonly name: string;
      readonly summary: string;
    }[];
  },
  paint: Paint,
): string {
  const rows = program.commands.map(({ name, summary }): Row => [
    name,
    summary,
  ]);
  return sections([
    paint.strong(`${program.summary}.`),
    ...(program.details ?? []),
    `${paint.strong("Usage")}\n  ${program.name} <command> [flags]`,
    `${paint.strong("Commands")}\n${table(rows, paint)}`,
    renderExamples(program.examples, paint),
    `Every command explains itself: ${paint.info(`${program.name} <command> --help`)}`,
  ]);
}

/** The help as data, for `--help --json`. */
export function helpToJson(spec: CommandSpec): Json {
  return {
    name: spec.name,
    summary: spec.summary,
    usage: usageLine(spec),
    examples: spec.examples.map(({ command, does }) => ({ command, does })),
    flags: Object.entries({ ...spec.flags, ...commonFlags } as Flags).map(
      ([name, flag]) => ({
        flag: `--${name}`,
        type: flag.type,
        description: flag.description,
        ...(flag.short === undefined ? {} : { short: `-${flag.short}` }),
        ...(flag.choices === undefined ? {} : { choices: flag.choices }),
        ...(flag.default === undefined ? {} : { default: flag.default }),
        ...(flag.negatable === true ? { negation: `--no-${name}` } : {}),
      }),
    ),
  };
}

function usageLine({ name, positionals }: CommandSpec): string {
  return [name, positionals.usage, "[flags]"]
    .filter((part) => part !== "")
    .join(" ");
}

function renderExamples(examples: readonly Example[], paint: Paint): string {
  const lines = examples.map(
    ({ command, does }) =>
      `  ${paint.faint(`# ${does}`)}\n  ${paint.info(command)}`,
  );
  return `${paint.strong("Examples")}\n${lines.join("\n")}`;
}

function flagUsage(name: string, flag: Flag): string {
  const short = flag.short === undefined ? "" : `-${flag.short}, `;
  const negation = flag.negatable === true ? `, --no-${name}` : "";
  const value = flag.type === "boolean" ? "" : ` <${flag.value ?? "value"}>`;
  return `${short}--${name}${value}${negation}`;
}

function flagText({ description, choices, default: preset }: Flag): string {
  const extras = [
    ...(choices === undefined ? [] : [choices.join(" | ")]),
    ...(preset === undefined ? [] : [`default: ${preset}`]),
  ];
  return extras.length === 0
    ? description
    : `${description} (${extras.join("; ")})`;
}

type Row = readonly [left: string, right: string];

function table(rows: readonly Row[], paint: Paint): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows
    .map(([left, right]) => `  ${paint.info(left.padEnd(width))}  ${right}`)
    .join("\n");
}

function sections(parts: readonly string[]): string {
  return `${parts.join("\n\n")}\n`;
}
