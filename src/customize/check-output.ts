import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { quote } from "../diagnostics/printable.js";
import { strategyFor } from "../reconcile/merge/strategy.js";
import type { TreeFile } from "../render/tree.js";

/**
 * Whether texts that others had a hand in can be read as what they are.
 *
 * @param origins where each file's text comes from, by path
 */
export async function checkOutput(
  files: readonly TreeFile[],
  origins: ReadonlyMap<string, string>,
): Promise<readonly Diagnostic[]> {
  const checks = files.map(async ({ path, text }) => {
    const problem = await problemOf(text, path);
    return problem === undefined
      ? []
      : [unparseable(path, origins.get(path) ?? path, problem)];
  });
  return (await Promise.all(checks)).flat();
}

interface Problem {
  readonly message: string;
  readonly offset: number;
  readonly text: string;
}

async function problemOf(
  text: string,
  path: string,
): Promise<Problem | undefined> {
  try {
    return await syntaxProblemOf(text, path);
  } catch (error) {
    // No parser can follow it.
    if (error instanceof RangeError)
      return { message: "it is nested too deeply", offset: 0, text };
    throw error;
  }
}

async function syntaxProblemOf(
  text: string,
  path: string,
): Promise<Problem | undefined> {
  if (/\.ya?ml$/i.test(path)) return dataProblem(text);
  const strategy = strategyFor(path);
  if (strategy === "json") return jsonProblem(text, path);
  return strategy === "typescript" ? scriptProblem(text, path) : undefined;
}

/** The parser loads when a YAML file of others is there to be checked. */
async function dataProblem(text: string): Promise<Problem | undefined> {
  const { yamlProblem } = await import("./yaml-problem.js");
  const error = yamlProblem(text);
  return error && { ...error, text };
}

function jsonProblem(text: string, path: string): Problem | undefined {
  const errors: ParseError[] = [];
  const strict = path === "package.json";
  parse(text, errors, {
    allowTrailingComma: !strict,
    disallowComments: strict,
  });
  const [first] = errors;
  return (
    first && {
      message: printParseErrorCode(first.error),
      offset: first.offset,
      text,
    }
  );
}

/** The parser is most of what the tool weighs: it loads when a script of others is there to be checked. */
async function scriptProblem(
  text: string,
  path: string,
): Promise<Problem | undefined> {
  const { firstSyntaxError } =
    await import("../reconcile/merge/typescript/syntax-error.js");
  const error = firstSyntaxError(path, text);
  return error && { ...error, text };
}

function unparseable(
  path: string,
  origin: string,
  { message, offset, text }: Problem,
): Diagnostic {
  const before = text.slice(0, offset).split("\n");
  const line = text.split("\n")[before.length - 1] ?? "";
  return {
    code: "FG705",
    severity: "error",
    file: origin,
    message: `What it makes of ${quote(path)} does not parse: ${message} at line ${before.length} of it, ${quote(line.trim())}`,
  };
}
