import Handlebars from "handlebars";
import { didYouMean } from "../diagnostics/nearest.js";
import { quote } from "../diagnostics/printable.js";
import { templateHelpers } from "../render/template-helpers.js";
import type { DataDescription, Variable } from "./template-description.js";
import {
  itemOf,
  resolvePath,
  rootScope,
  type Scope,
} from "./template-scope.js";

/** Something in a template that cannot work, found without rendering it. */
export interface TemplateProblem {
  readonly code: "FG702" | "FG703";
  readonly message: string;
  readonly hint?: string;
  /** 1-based. */
  readonly line: number;
  readonly column?: number;
  readonly length?: number;
}

/** A variable that a template uses; for the test of the descriptions. */
export type OnUse = (path: string, variable: Variable | undefined) => void;

const blocks = ["each", "if", "unless", "with"];
const helpers = Object.keys(templateHelpers);
/** Named values that a block or helper takes: numbers, or yes and no. */
const options: Readonly<Record<string, readonly string[]>> = {
  if: ["includeZero"],
  unless: ["includeZero"],
  value: ["indent", "column"],
};
const MOST_DEEP = 50;

/**
 * What is wrong with a template, everything at once, whatever its branches: unknown variables and helpers, wrong kinds,
 * and what templates may not do (partials, decorators, other helpers).
 */
export function checkTemplate(
  source: string,
  data: DataDescription,
  onUse: OnUse = () => undefined,
): readonly TemplateProblem[] {
  let program: hbs.AST.Program;
  try {
    program = Handlebars.parse(source);
  } catch (error) {
    return [syntaxProblem(error)];
  }
  const problems: TemplateProblem[] = [];
  checkProgram(program, rootScope(data), 0);
  return problems;

  function checkProgram(
    { body }: hbs.AST.Program,
    scope: Scope,
    depth: number,
  ): void {
    for (const statement of body) checkStatement(statement, scope, depth);
  }

  function checkStatement(
    statement: hbs.AST.Statement,
    scope: Scope,
    depth: number,
  ): void {
    if (depth > MOST_DEEP) {
      report(statement, "Blocks are nested too deeply");
      return;
    }
    switch (statement.type) {
      case "ContentStatement":
      case "CommentStatement":
        return;
      case "MustacheStatement":
        checkMustache(statement as hbs.AST.MustacheStatement, scope);
        return;
      case "BlockStatement":
        checkBlock(statement as hbs.AST.BlockStatement, scope, depth);
        return;
      default:
        report(
          statement,
          statement.type.startsWith("Partial")
            ? "A template cannot include another one"
            : "Decorators cannot be used in templates",
          "Write the text here.",
        );
    }
  }

  function checkMustache(
    { path, params, hash }: hbs.AST.MustacheStatement,
    scope: Scope,
  ): void {
    const name = nameOf(path);
    if (name !== undefined && helpers.includes(name)) {
      checkCall(name, path, params, hash, scope);
    } else if (params.length > 0 || hash !== undefined) {
      unknownHelper(path, name);
    } else if (name !== undefined && blocks.includes(name)) {
      report(path, `${quote(name)} is a block`, `Write {{#${name} …}}.`);
    } else {
      const variable = checkExpression(path, scope);
      const kind = variable?.type;
      if (kind === "list") {
        report(path, `${shown(path)} is a list`, "Write it with {{#each …}}.");
      } else if (kind === "object" || kind === "json") {
        report(path, `${shown(path)} is a value`, "Write it with {{value …}}.");
      }
    }
  }

  function checkBlock(
    block: hbs.AST.BlockStatement,
    scope: Scope,
    depth: number,
  ): void {
    const { path, params, hash, program: body, inverse } = block;
    const name = nameOf(path);
    if (name === undefined || !blocks.includes(name)) {
      report(
        path,
        `There is no block ${shown(path)}`,
        `${prefixed(didYouMean(name ?? "", blocks))}There are ${blocks.join(", ")}.`,
      );
      return;
    }
    const subject = checkCall(name, path, params, hash, scope);
    const takesList = name === "each";
    if (takesList && subject !== undefined && subject.type !== "list") {
      if (subject.type !== "json")
        report(params[0] ?? path, `${shown(params[0] ?? path)} is no list`);
    }
    const inner =
      takesList || name === "with"
        ? innerScope(body, takesList ? itemOf(subject) : subject, scope, {
            each: takesList,
          })
        : scope;
    if (body !== undefined) checkProgram(body, inner, depth + 1);
    if (inverse !== undefined) checkProgram(inverse, scope, depth + 1);
  }

  /** Of a block or helper that exists. Gives what its argument is. */
  function checkCall(
    name: string,
    path: hbs.AST.Node,
    params: readonly hbs.AST.Expression[],
    hash: hbs.AST.Hash | undefined,
    scope: Scope,
  ): Variable | undefined {
    checkOptions(name, hash);
    const [param] = params;
    if (param === undefined || params.length > 1) {
      report(path, `${quote(name)} takes one argument, not ${params.length}`);
      return undefined;
    }
    const variable = checkExpression(param, scope);
    const wantsText = helpers.includes(name) && name !== "value";
    if (wantsText && variable !== undefined && variable.type !== "text") {
      report(param, `${quote(name)} takes a text, and ${shown(param)} is none`);
    }
    return variable;
  }

  function checkOptions(name: string, hash: hbs.AST.Hash | undefined): void {
    const known = options[name] ?? [];
    for (const pair of hash?.pairs ?? []) {
      if (!known.includes(pair.key)) {
        report(
          pair,
          `${quote(name)} has no option ${quote(pair.key)}`,
          didYouMean(pair.key, known),
        );
        continue;
      }
      const { value } = pair.value as { readonly value?: unknown };
      const fits =
        name === "value"
          ? Number.isInteger(value) &&
            Number(value) >= 0 &&
            Number(value) <= 200
          : typeof value === "boolean";
      if (!fits)
        report(
          pair,
          `The option ${quote(pair.key)} must be ${name === "value" ? "a number from 0 to 200" : "true or false"}`,
        );
    }
  }

  function checkExpression(
    node: hbs.AST.Expression,
    scope: Scope,
  ): Variable | undefined {
    if (node.type === "SubExpression") {
      const { path, params, hash } = node as hbs.AST.SubExpression;
      const name = nameOf(path);
      if (name === undefined || !helpers.includes(name)) {
        unknownHelper(path, name);
        return undefined;
      }
      checkCall(name, path, params, hash, scope);
      return { type: "text", description: "" };
    }
    if (node.type !== "PathExpression") {
      const type = node.type === "StringLiteral" ? "text" : "number";
      return { type, description: "" };
    }
    const path = node as hbs.AST.PathExpression;
    const resolved = resolvePath(path, scope);
    if ("variable" in resolved) {
      onUse(path.original, resolved.variable);
      return resolved.variable;
    }
    const { unknown, known } = resolved;
    const list =
      known.length === 0
        ? "There is nothing here."
        : `There are ${known.join(", ")}.`;
    report(
      node,
      unknown === "../"
        ? `${shown(node)} leads out of the data`
        : `Unknown variable ${quote(unknown)}`,
      `${prefixed(didYouMean(unknown, known))}${list}`,
    );
    return undefined;
  }

  function unknownHelper(node: hbs.AST.Node, name: string | undefined): void {
    report(
      node,
      `There is no helper ${name === undefined ? shown(node) : quote(name)}`,
      `${prefixed(didYouMean(name ?? "", helpers))}There are ${helpers.join(", ")}.`,
    );
  }

  function report(node: hbs.AST.Node, message: string, hint?: string): void {
    const { start, end } = node.loc;
    problems.push({
      code: "FG703",
      message,
      ...(hint === undefined ? {} : { hint }),
      line: start.line,
      column: start.column + 1,
      ...(start.line === end.line ? { length: end.column - start.column } : {}),
    });
  }
}

function innerScope(
  body: hbs.AST.Program | undefined,
  self: Variable | undefined,
  outer: Scope,
  { each }: { readonly each: boolean },
): Scope {
  const [first, second] = body?.blockParams ?? [];
  const named = new Map<string, Variable | undefined>();
  if (first !== undefined) named.set(first, self);
  if (second !== undefined)
    named.set(second, { type: "number", description: "" });
  return { self, outer, named, each };
}

/** A name that could be a helper's; undefined for paths such as `a.b` and for literals. */
function nameOf(node: hbs.AST.Node): string | undefined {
  if (node.type !== "PathExpression") return undefined;
  const { parts, depth, data } = node as hbs.AST.PathExpression;
  return parts.length === 1 && depth === 0 && !data ? parts[0] : undefined;
}

function shown(node: hbs.AST.Node): string {
  const { original } = node as { readonly original?: unknown };
  return quote(String(original ?? "this"));
}

function prefixed(sentence: string | undefined): string {
  return sentence === undefined ? "" : `${sentence} `;
}

/** Handlebars tells the place of a syntax error in its message, with the line of the template below it. */
function syntaxProblem(error: unknown): TemplateProblem {
  const { message, lineNumber, column } = error as Error & {
    readonly lineNumber?: number;
    readonly column?: number;
  };
  const [first = "", , , ...rest] = message.split("\n");
  const line = lineNumber ?? Number(/line (\d+)/.exec(first)?.[1] ?? 1);
  const expecting = rest.join(" ");
  return {
    code: "FG702",
    message:
      expecting === ""
        ? first.replace(/ - \d+:\d+$/, "")
        : `The template is not complete here: ${expecting.replaceAll(/'/g, "")}`,
    line,
    ...(column === undefined ? {} : { column: column + 1 }),
  };
}
