import Handlebars from "handlebars";
import { didYouMean } from "../diagnostics/nearest.js";
import { quote } from "../diagnostics/printable.js";
import {
  blocks,
  helpers,
  nameOf,
  prefixed,
  shown,
  wrongOptions,
} from "./template-calls.js";
import { nestsDeeperThan } from "./template-depth.js";
import type { DataDescription, Variable } from "./template-description.js";
import { syntaxProblem, type TemplateProblem } from "./template-problem.js";
import {
  itemOf,
  resolvePath,
  rootScope,
  type Scope,
} from "./template-scope.js";

/** A variable that a template uses; for the test of the descriptions. */
export type OnUse = (path: string, variable: Variable | undefined) => void;

const MOST_DEEP = 50;
/** Handlebars takes seconds for thousands of levels, and more with the square of their number. */
const NOT_READ = 2 * MOST_DEEP;
const tooDeep: TemplateProblem = {
  code: "FG703",
  message: "The template is nested too deeply",
  line: 1,
};

/**
 * What is wrong with a template, everything at once, whatever its branches: unknown variables and helpers, wrong kinds,
 * and what templates may not do (partials, decorators, other helpers).
 */
export function checkTemplate(
  source: string,
  data: DataDescription,
  onUse: OnUse = () => undefined,
): readonly TemplateProblem[] {
  if (nestsDeeperThan(NOT_READ, source)) return [tooDeep];
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
    for (const { pair, message, hint } of wrongOptions(name, hash))
      report(pair, message, hint);
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
