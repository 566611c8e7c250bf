import { parseArgs, type ParseArgsConfig } from "node:util";

import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { didYouMean } from "../../diagnostics/nearest.js";
import { quote } from "../../diagnostics/printable.js";
import {
  commonFlags,
  type Flag,
  type Flags,
  type FlagValues,
  type Positionals,
} from "./flag.js";

export interface CommandLine<F extends Flags> {
  readonly flags: FlagValues<F>;
  readonly positionals: readonly string[];
}

/**
 * Reads a command line against its declaration.
 *
 * @throws FrameioGenError with every mistake, each naming the nearest flag or choice
 */
export function parseCommandLine<F extends Flags>(
  argv: readonly string[],
  declared: { readonly flags: F; readonly positionals: Positionals },
): CommandLine<F> {
  const flags: Flags = { ...commonFlags, ...declared.flags };
  const values: Record<string, boolean | string | readonly string[]> = {};
  const positionals: string[] = [];
  const problems: Diagnostic[] = [];

  const { tokens } = parseArgs({
    args: [...argv],
    options: optionsOf(flags),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  let valueAt = -1;
  for (const token of tokens) {
    if (token.kind === "positional" && token.index !== valueAt)
      positionals.push(token.value);
    if (token.kind !== "option") continue;
    const { name, negated } = declaredName(token.name, flags);
    const flag = name === undefined ? undefined : flags[name];
    if (name === undefined || flag === undefined) {
      problems.push(unknownFlag(token.rawName, flags));
      // What follows is its value, for all that is known.
      if (token.inlineValue !== true) valueAt = token.index + 1;
      continue;
    }
    const value = readValue(token, flag, negated);
    if (typeof value === "object" && "code" in value) problems.push(value);
    else if (flag.type === "list") {
      const all = [
        ...((values[name] as readonly string[] | undefined) ?? []),
        ...(value as readonly string[]),
      ];
      values[name] = flag.verbatim === true ? all : [...new Set(all)];
    } else values[name] = value;
  }
  problems.push(...checkPositionals(positionals, declared.positionals));
  if (problems.length > 0) throw new FrameioGenError(problems);
  return { flags: values as FlagValues<F>, positionals };
}

interface OptionToken {
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function readValue(
  token: OptionToken,
  flag: Flag,
  negated: boolean,
): boolean | string | readonly string[] | Diagnostic {
  const { rawName, value, inlineValue } = token;
  if (flag.type === "boolean") {
    if (inlineValue !== true) return !negated;
    return usage(
      "FG503",
      `${rawName} takes no value`,
      `Write \`${rawName}\` alone.`,
    );
  }
  const placeholder = flag.value ?? "value";
  if (value === undefined || (inlineValue !== true && value.startsWith("-"))) {
    return usage(
      "FG503",
      `${rawName} needs a value`,
      `Write \`${rawName}=<${placeholder}>\`.`,
    );
  }
  const parts = partsOf(value, flag);
  if (parts.length === 0 || parts[0] === "") {
    return usage(
      "FG503",
      `The value of ${rawName} is empty`,
      `Write \`${rawName}=<${placeholder}>\`, or leave the flag out.`,
    );
  }
  const { choices } = flag;
  const wrong = parts.find((part) => choices?.includes(part) === false);
  if (choices !== undefined && wrong !== undefined) {
    return usage(
      "FG503",
      `${rawName} does not know ${quote(wrong)}`,
      `${prefixed(didYouMean(wrong, choices))}It takes ${choices.join(", ")}.`,
    );
  }
  return flag.type === "list" ? parts : parts[0]!;
}

function partsOf(value: string, { type, verbatim }: Flag): readonly string[] {
  if (verbatim === true) return [value];
  if (type !== "list") return [value.trim()];
  return value
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function unknownFlag(rawName: string, flags: Flags): Diagnostic {
  const names = Object.entries(flags).flatMap(([name, flag]) =>
    flag.negatable === true ? [name, `no-${name}`] : [name],
  );
  const meant = didYouMean(rawName.replace(/^-+/, ""), names)?.replace(
    '"',
    '"--',
  );
  return usage(
    "FG502",
    `Unknown flag ${quote(rawName)}`,
    `${prefixed(meant)}List the flags with \`--help\`.`,
  );
}

function checkPositionals(
  given: readonly string[],
  { max, usage: shape }: Positionals,
): Diagnostic[] {
  if (given.length <= max) return [];
  const excess = given.slice(max).map((text) => quote(text));
  return [
    usage(
      "FG504",
      `Unexpected argument ${excess.join(", ")}`,
      max === 0
        ? "The command takes flags only."
        : `The command takes ${shape}.`,
    ),
  ];
}

function declaredName(
  given: string,
  flags: Flags,
): { name: string | undefined; negated: boolean } {
  if (Object.hasOwn(flags, given)) return { name: given, negated: false };
  const name = given.startsWith("no-") ? given.slice(3) : given;
  const negated =
    name !== given &&
    Object.hasOwn(flags, name) &&
    flags[name]?.negatable === true;
  return negated ? { name, negated } : { name: undefined, negated: false };
}

function optionsOf(flags: Flags): ParseArgsConfig["options"] {
  return Object.fromEntries(
    Object.entries(flags).map(([name, { type, short }]) => [
      name,
      {
        type: type === "boolean" ? ("boolean" as const) : ("string" as const),
        ...(short === undefined ? {} : { short }),
      },
    ]),
  );
}

function usage(
  code: "FG502" | "FG503" | "FG504",
  message: string,
  hint: string,
): Diagnostic {
  return { code, severity: "error", message, hint };
}

function prefixed(sentence: string | undefined): string {
  return sentence === undefined ? "" : `${sentence} `;
}
