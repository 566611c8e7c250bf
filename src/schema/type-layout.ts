import ts from "typescript";
import { memberCode } from "./code-literal.js";
import { bare, breaks, hugs } from "./type-kinds.js";
import { flatAlternatives, onOneLine } from "./type-one-line.js";
import { fits, Undecided } from "./type-width.js";

/**
 * A type as an exported declaration, in Prettier's style to the byte. Prettier itself would first have to parse what was just made:
 * that takes longer than everything before it.
 *
 * @param comment body of a JSDoc comment, without its delimiters
 * @param base what it extends: an object does
 * @returns undefined where the layout is left to Prettier
 */
export function printDeclaration(
  name: string,
  given: ts.TypeNode,
  comment: string | undefined,
  base?: string,
): string | undefined {
  // Whoever reads it as TypeScript says what is wrong with it.
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) return undefined;
  const type = bare(given);
  const doc = comment === undefined ? "" : commentAt("", comment);
  try {
    return ts.isTypeLiteralNode(type)
      ? `${doc}${interfaceHead(name, base)} ${block(type, "")}\n`
      : `${doc}${alias(`export type ${name} =`, type)}\n`;
  } catch (error) {
    if (error instanceof Undecided) return undefined;
    throw error;
  }
}

/** On one line, however long it is. */
function interfaceHead(name: string, base: string | undefined): string {
  return `export interface ${name}${base === undefined ? "" : ` extends ${base}`}`;
}

function alias(head: string, type: ts.TypeNode): string {
  if (ts.isUnionTypeNode(type) && !hugs(type)) {
    const flat = onOneLine(type);
    return flat !== undefined && fits(`${head} ${flat};`)
      ? `${head} ${flat};`
      : `${head}\n  ${alternatives(type, "  ", ";")};`;
  }
  const [first = "", ...rest] = laidOut(type, "", `${head} `, ";").split("\n");
  if (!fits(`${head} ${first}${rest.length > 0 ? "" : ";"}`)) {
    throw new Undecided();
  }
  return `${head} ${[first, ...rest].join("\n")};`;
}

/**
 * @param indent of the line that the type starts on
 * @param before what stands before it on that line
 * @param after what follows its last line
 */
function laidOut(
  given: ts.TypeNode,
  indent: string,
  before: string,
  after: string,
): string {
  const type = bare(given);
  const flat = onOneLine(type);
  if (flat !== undefined && (!breaks(type) || fits(before + flat + after))) {
    return flat;
  }
  if (ts.isTypeLiteralNode(type)) return block(type, indent);
  if (ts.isArrayTypeNode(type)) return list(type, indent, before, after);
  if (ts.isIntersectionTypeNode(type)) return sum(type, indent, before);
  if (!ts.isUnionTypeNode(type)) throw new Undecided();
  return hugs(type)
    ? hugged(type, indent, before, after)
    : `\n${indent}  ${alternatives(type, `${indent}  `, after)}`;
}

/** `{ … }` with each member on a line of its own. */
function block({ members }: ts.TypeLiteralNode, indent: string): string {
  if (members.length === 0) return "{}";
  const inner = `${indent}  `;
  const lines = members.map((member) => {
    const doc = (ts.getSyntheticLeadingComments(member) ?? [])
      .map(({ text }) => commentAt(inner, text))
      .join("");
    const head = `${inner}${memberHead(member)}`;
    const type = (member as ts.PropertySignature).type;
    if (type === undefined) throw new Undecided();
    const text = laidOut(type, inner, `${head}: `, ";");
    return `${doc}${head}:${text.startsWith("\n") ? "" : " "}${text};`;
  });
  return `{\n${lines.join("\n")}\n${indent}}`;
}

function memberHead(member: ts.TypeElement): string {
  if (ts.isPropertySignature(member) && !isModified(member)) {
    const key = keyOf(member);
    if (key === undefined) throw new Undecided();
    return key + (member.questionToken === undefined ? "" : "?");
  }
  const isIndex = ts.isIndexSignatureDeclaration(member);
  if (!isIndex || isModified(member)) throw new Undecided();
  return "[key: string]";
}

function isModified({
  modifiers,
}: ts.PropertySignature | ts.IndexSignatureDeclaration): boolean {
  return modifiers !== undefined && modifiers.length > 0;
}

function keyOf({ name }: ts.PropertySignature): string | undefined {
  const isText =
    ts.isIdentifier(name) ||
    ts.isStringLiteral(name) ||
    ts.isNumericLiteral(name);
  return isText ? memberCode(name.text) : undefined;
}

/** The alternatives of a union, from the place where the first one starts. */
function alternatives(
  { types }: ts.UnionTypeNode,
  indent: string,
  after: string,
): string {
  const flat = flatAlternatives(types);
  if (flat !== undefined && fits(indent + flat + after)) return flat;
  return types
    .map((type, index) => {
      const end = index === types.length - 1 ? after : "";
      const inner = bare(type);
      if (!ts.isUnionTypeNode(inner) && !ts.isIntersectionTypeNode(inner)) {
        return `| ${laidOut(inner, `${indent}  `, `${indent}| `, end)}`;
      }
      const text = onOneLine(inner);
      if (text === undefined || !fits(`${indent}| (${text})${end}`)) {
        throw new Undecided();
      }
      return `| (${text})`;
    })
    .join(`\n${indent}`);
}

/** `{ … } | null` and `Name | null` */
function hugged(
  { types }: ts.UnionTypeNode,
  indent: string,
  before: string,
  after: string,
): string {
  return types.map((type) => laidOut(type, indent, before, after)).join(" | ");
}

function list(
  { elementType }: ts.ArrayTypeNode,
  indent: string,
  before: string,
  after: string,
): string {
  const type = bare(elementType);
  if (ts.isUnionTypeNode(type)) {
    return hugs(type)
      ? `(${hugged(type, indent, `${before}(`, `)[]${after}`)})[]`
      : `(\n${indent}  ${alternatives(type, `${indent}  `, "")}\n${indent})[]`;
  }
  if (ts.isIntersectionTypeNode(type)) {
    return `(${sum(type, indent, `${before}(`)})[]`;
  }
  return `${laidOut(type, indent, before, `[]${after}`)}[]`;
}

/** An intersection that has an object in it, or is longer than a line. */
function sum(
  { types }: ts.IntersectionTypeNode,
  indent: string,
  before: string,
): string {
  let indented = false;
  let wasObject = false;
  return types
    .map((given, index) => {
      const type = bare(given);
      const isObject = ts.isTypeLiteralNode(type);
      const mixed = index > 0 && isObject !== wasObject;
      if (mixed && index > 1) indented = true;
      const inner = mixed ? index > 1 : index > 0 && (!isObject || indented);
      const own = inner ? `${indent}  ` : indent;
      const newLine = index > 0 && !mixed && !isObject;
      const start = index === 0 ? before : newLine ? own : `${own}} & `;
      wasObject = isObject;
      const text = summand(type, own, start);
      return index === 0 ? text : newLine ? ` &\n${own}${text}` : ` & ${text}`;
    })
    .join("");
}

function summand(type: ts.TypeNode, indent: string, before: string): string {
  if (ts.isTypeLiteralNode(type)) return block(type, indent);
  const text = onOneLine(type);
  if (text === undefined) throw new Undecided();
  const isGroup = ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type);
  if (breaks(type) && !fits(`${before}(${text}) & {`)) throw new Undecided();
  return isGroup ? `(${text})` : text;
}

function commentAt(indent: string, body: string): string {
  const [first = "", ...rest] = `/*${body}*/`.split("\n");
  const lines = rest.map((line) => `\n${indent} ${line.trim()}`);
  return `${indent}${first.trimEnd()}${lines.join("")}\n`;
}
