import ts from "typescript";
import { print } from "../structure/source.js";
import type { Script } from "./script.js";

/** What identifies a thing within its list, and how to call it in a message. */
export interface Name {
  readonly key: string;
  readonly label: string;
}

/** Properties that tell the objects of an array apart, the best first. */
const IDENTITIES = ["name", "id", "path", "event", "type", "key"];

/** Statements are the same by what they declare, import or call: a text that was edited is still the one that it was. */
export function statementName(node: ts.Statement, source: Script): Name {
  const named = (space: string, label: string) => ({
    key: `${space} ${label}`,
    label,
  });
  if (isDefaultExport(node)) return named("export", "default");
  if (ts.isVariableStatement(node)) {
    const { declarations } = node.declarationList;
    return named(
      "value",
      declarations.map((d) => d.name.getText(source.file)).join(", "),
    );
  }
  if (
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isEnumDeclaration(node)
  ) {
    return named("value", node.name?.text ?? "");
  }
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
    return named("type", node.name.text);
  }
  if (ts.isModuleDeclaration(node)) return named("module", node.name.text);
  if (ts.isImportDeclaration(node))
    return named("import", moduleText(node.moduleSpecifier, source));
  if (ts.isImportEqualsDeclaration(node)) return named("value", node.name.text);
  if (ts.isExportDeclaration(node)) {
    const what = node.exportClause
      ? ts.isNamespaceExport(node.exportClause)
        ? `* as ${node.exportClause.name.text}`
        : "names"
      : "*";
    const from = node.moduleSpecifier ? text(node.moduleSpecifier, source) : "";
    return named(
      "export",
      `${node.isTypeOnly ? "type " : ""}${what} ${from}`.trim(),
    );
  }
  if (ts.isExpressionStatement(node)) {
    return named("run", expressionLabel(node.expression, source));
  }
  if (ts.isReturnStatement(node)) return named("flow", "return");
  if (ts.isThrowStatement(node)) return named("flow", "throw");
  if (ts.isTryStatement(node)) return named("flow", "try");
  if (ts.isBlock(node)) return named("flow", "block");
  if (ts.isIfStatement(node)) return named("if", text(node.expression, source));
  if (ts.isSwitchStatement(node))
    return named("switch", text(node.expression, source));
  if (ts.isForOfStatement(node) || ts.isForInStatement(node)) {
    return named("for", text(node.expression, source));
  }
  if (ts.isWhileStatement(node))
    return named("while", text(node.expression, source));
  return named("other", text(node, source));
}

/** A call is known by what is called and its first simple argument, an assignment by its target. */
export function expressionLabel(node: ts.Expression, source: Script): string {
  if (
    ts.isAwaitExpression(node) ||
    ts.isVoidExpression(node) ||
    ts.isParenthesizedExpression(node)
  ) {
    return expressionLabel(node.expression, source);
  }
  if (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.EqualsToken
  ) {
    return `${text(node.left, source)} =`;
  }
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node))
    return text(node, source);
  let call: ts.CallExpression | ts.NewExpression = node;
  // The first call of a chain names all of it.
  while (
    ts.isPropertyAccessExpression(call.expression) &&
    ts.isCallExpression(call.expression.expression)
  ) {
    call = call.expression.expression;
  }
  const callee = text(call.expression, source);
  const first = call.arguments?.[0];
  return first ? `${callee}(${argumentLabel(first, source)})` : callee;
}

export function argumentLabel(node: ts.Expression, source: Script): string {
  const simple =
    ts.isStringLiteralLike(node) ||
    ts.isNumericLiteral(node) ||
    ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node);
  if (simple) return text(node, source);
  return ts.isCallExpression(node) ? text(node.expression, source) : "";
}

/** The same for members of classes, types, enums and object literals. */
export function memberName(
  node:
    | ts.ClassElement
    | ts.TypeElement
    | ts.ObjectLiteralElementLike
    | ts.EnumMember,
  source: Script,
): Name {
  if (ts.isConstructorDeclaration(node)) return same("constructor");
  if (ts.isSpreadAssignment(node)) return same(text(node, source));
  const name = node.name ? propertyName(node.name, source) : text(node, source);
  const accessor = ts.isGetAccessor(node)
    ? "get "
    : ts.isSetAccessor(node)
      ? "set "
      : "";
  const isStatic =
    ts.canHaveModifiers(node) &&
    ts.getModifiers(node)?.some((m) => m.kind === ts.SyntaxKind.StaticKeyword);
  return { key: `${isStatic ? "static " : ""}${accessor}${name}`, label: name };
}

function propertyName(node: ts.PropertyName, source: Script): string {
  return ts.isStringLiteralLike(node) || ts.isIdentifier(node)
    ? node.text
    : text(node, source);
}

/** Elements of an array: objects by an identity, calls by callee and first argument, all else by what it says. */
export function elementName(node: ts.Expression, source: Script): Name {
  if (ts.isObjectLiteralExpression(node)) {
    for (const identity of IDENTITIES) {
      const property = node.properties.find(
        (p) =>
          ts.isPropertyAssignment(p) &&
          p.name.getText(source.file).replace(/["']/g, "") === identity,
      );
      if (
        property &&
        ts.isPropertyAssignment(property) &&
        ts.isStringLiteralLike(property.initializer)
      ) {
        return {
          key: `${identity} ${property.initializer.text}`,
          label: property.initializer.text,
        };
      }
    }
  }
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    return same(expressionLabel(node, source));
  }
  return same(text(node, source));
}

/** Arms of a union: object types by their discriminant, all else by what it says. */
export function armName(node: ts.TypeNode, source: Script): Name {
  if (ts.isTypeLiteralNode(node)) {
    for (const member of node.members) {
      if (
        ts.isPropertySignature(member) &&
        member.type &&
        ts.isLiteralTypeNode(member.type)
      ) {
        return same(text(member.type, source));
      }
    }
  }
  return same(text(node, source));
}

function moduleText(node: ts.Expression, source: Script): string {
  return ts.isStringLiteral(node)
    ? JSON.stringify(node.text)
    : text(node, source);
}

export function text(node: ts.Node, source: Script): string {
  const start = node.getStart(source.file);
  const raw = source.text.slice(start, node.end);
  // Names, and what they are joined by.
  if (/^[\w$.]+$/.test(raw)) return raw;
  const said = ts.isStringLiteral(node)
    ? `${JSON.stringify(node.text)}\u0000`
    : print(source, start, node.end, false);
  return said
    .replace(/\u0000/g, " ")
    .replace(/ ?([.()[\]]) ?/g, "$1")
    .replace(/[ ;]+$/, "");
}

function isDefaultExport(node: ts.Statement): boolean {
  if (ts.isExportAssignment(node)) return true;
  return (
    ts.canHaveModifiers(node) &&
    (ts
      .getModifiers(node)
      ?.some((m) => m.kind === ts.SyntaxKind.DefaultKeyword) ??
      false)
  );
}

const same = (label: string): Name => ({ key: label, label });
