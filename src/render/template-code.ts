import Handlebars from "handlebars";
import { templateHelpers } from "./template-helpers.js";

/**
 * A template as the code of a function, see {@link file://./compiled-template.ts}. Of Handlebars it knows what our own templates are made
 * of: variables, our helpers, `if`, `unless` and `each`. So what is installed needs no Handlebars to render them, which would be a good
 * part of what a command loads and does.
 *
 * @throws Error that names the line of what it does not know
 */
export function precompile(source: string): string {
  const body = program(Handlebars.parse(source), ["c0"]);
  return `(c0,r)=>{let o="";${body}return o}`;
}

/** Names of the JavaScript variables that hold the contexts, the innermost last. */
type Contexts = readonly string[];

function program(
  { body, blockParams }: hbs.AST.Program,
  contexts: Contexts,
): string {
  if (blockParams !== undefined && blockParams.length > 0)
    throw new Error(`unknown: block parameters ${blockParams.join(" ")}`);
  return body.map((node) => statement(node, contexts)).join("");
}

function statement(node: hbs.AST.Statement, contexts: Contexts): string {
  switch (node.type) {
    case "ContentStatement": {
      const { value } = node as hbs.AST.ContentStatement;
      return value === "" ? "" : `o+=${JSON.stringify(value)};`;
    }
    case "CommentStatement":
      return "";
    case "MustacheStatement":
      return `o+=${mustache(node as hbs.AST.MustacheStatement, contexts)};`;
    case "BlockStatement":
      return block(node as hbs.AST.BlockStatement, contexts);
    default:
      throw unknown(node, node.type);
  }
}

function mustache(node: hbs.AST.MustacheStatement, contexts: Contexts): string {
  const { path, params } = node;
  const name = pathOf(path).original;
  if (isHelper(name)) {
    const [value, ...others] = params;
    if (value === undefined || others.length > 0)
      throw unknown(node, `${name} with ${params.length} values`);
    const hash = (node.hash?.pairs ?? []).map(
      (pair) =>
        `${JSON.stringify(pair.key)}:${expression(pair.value, contexts)}`,
    );
    return `r.helper("${name}",${expression(value, contexts)},{${hash.join()}})`;
  }
  if (params.length > 0 || node.hash !== undefined)
    throw unknown(node, `helper ${name}`);
  return `r.text(${expression(path, contexts)})`;
}

function block(node: hbs.AST.BlockStatement, contexts: Contexts): string {
  const name = node.path.original;
  const [value, ...others] = node.params;
  if (value === undefined || others.length > 0 || node.hash !== undefined)
    throw unknown(node, `block ${name}`);
  const asked = expression(value, contexts);
  const inside = (contexts: Contexts) => `{${program(node.program, contexts)}}`;
  // A block without content before `else` has no program at all for some versions of the parser.
  const otherwise = node.inverse
    ? `else{${program(node.inverse, contexts)}}`
    : "";
  if (name === "if")
    return `if(r.truthy(${asked}))${inside(contexts)}${otherwise}`;
  if (name === "unless")
    return `if(!r.truthy(${asked}))${inside(contexts)}${otherwise}`;
  if (name !== "each") throw unknown(node, `block ${name}`);
  const item = `c${contexts.length}`;
  const list = `l${contexts.length}`;
  return `{const ${list}=r.items(${asked});if(${list}.length>0)for(const ${item} of ${list})${inside([...contexts, item])}${otherwise}}`;
}

function expression(node: hbs.AST.Expression, contexts: Contexts): string {
  switch (node.type) {
    case "PathExpression": {
      const { depth, parts, data } = pathOf(node);
      const context = contexts.at(-1 - depth);
      if (data || context === undefined) throw unknown(node, "path");
      return parts.reduce(
        (code, part) => `r.member(${code},${JSON.stringify(part)})`,
        context,
      );
    }
    case "StringLiteral":
    case "NumberLiteral":
    case "BooleanLiteral":
      return JSON.stringify((node as hbs.AST.StringLiteral).value);
    default:
      throw unknown(node, node.type);
  }
}

function pathOf(node: hbs.AST.Expression): hbs.AST.PathExpression {
  if (node.type !== "PathExpression") throw unknown(node, node.type);
  return node as hbs.AST.PathExpression;
}

function isHelper(name: string): name is keyof typeof templateHelpers {
  return Object.hasOwn(templateHelpers, name);
}

function unknown({ loc }: hbs.AST.Node, what: string): Error {
  return new Error(`line ${loc.start.line}: unknown ${what}`);
}
