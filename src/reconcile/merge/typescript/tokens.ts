import ts from "typescript";
import { normalComment, type Token } from "../structure/source.js";

/** All tokens and comments of a file in normal form: quotes, semicolons, trailing commas and widths make no difference. */
export function tokenize(file: ts.SourceFile): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  const push = (node: ts.Node, normal: string) => {
    const start = node.getStart(file, false);
    const from = Math.max(node.pos, end);
    if (from < start) addComments(file.text, from, start, tokens);
    end = node.end;
    const literal =
      ts.isTemplateLiteralToken(node) || node.kind === ts.SyntaxKind.JsxText;
    if (normal === "") return;
    tokens.push({ start, end, normal, comment: false, literal });
  };
  const visit = (node: ts.Node, parent: ts.Node, last: boolean) => {
    if (ts.isJSDoc(node)) return;
    if (isToken(node)) {
      push(node, normalForm(node, parent, last, file));
      return;
    }
    const children = node.getChildren(file);
    children.forEach((child, i) => {
      const list = node.kind === ts.SyntaxKind.SyntaxList;
      visit(child, list ? parent : node, i === children.length - 1);
    });
    if (endsStatement(node)) {
      const at = tokens.findLast((token) => !token.comment)?.end ?? end;
      if ((tokens.at(-1)?.start ?? 0) <= at) {
        tokens.push({
          start: at,
          end: at,
          normal: ";",
          comment: false,
          literal: false,
        });
      }
    }
  };
  visit(file, file, true);
  return tokens;
}

function isToken(node: ts.Node): boolean {
  return (
    node.kind < ts.SyntaxKind.FirstNode || node.kind === ts.SyntaxKind.JsxText
  );
}

function endsStatement(node: ts.Node): boolean {
  return (
    ts.isStatement(node) || ts.isClassElement(node) || ts.isTypeElement(node)
  );
}

function normalForm(
  node: ts.Node,
  parent: ts.Node,
  last: boolean,
  file: ts.SourceFile,
): string {
  switch (node.kind) {
    case ts.SyntaxKind.EndOfFileToken:
      return "";
    case ts.SyntaxKind.SemicolonToken:
      return ts.isForStatement(parent) ? ";" : "";
    case ts.SyntaxKind.CommaToken:
      return last ? "" : ",";
    case ts.SyntaxKind.BarToken:
    case ts.SyntaxKind.AmpersandToken:
      return node.getStart(file) === parent.getStart(file)
        ? ""
        : node.getText(file);
    case ts.SyntaxKind.OpenParenToken:
    case ts.SyntaxKind.CloseParenToken:
      return (ts.isArrowFunction(parent) && hasBareParameter(parent)) ||
        isForLayout(parent)
        ? ""
        : node.getText(file);
    case ts.SyntaxKind.JsxText:
      return node.getText(file).replace(/\s+/g, " ");
    case ts.SyntaxKind.StringLiteral: {
      const { text } = node as ts.StringLiteral;
      const name =
        (ts.isPropertyAssignment(parent) ||
          ts.isTypeElement(parent) ||
          ts.isClassElement(parent) ||
          ts.isEnumMember(parent)) &&
        parent.name === node;
      return name && /^[A-Za-z_$][\w$]*$/.test(text)
        ? text
        : JSON.stringify(text);
    }
    default:
      return node.getText(file);
  }
}

/** Such as `x => …`, whose parentheses are a matter of taste. */
function hasBareParameter({
  parameters,
  typeParameters,
  type,
}: ts.ArrowFunction): boolean {
  const [first] = parameters;
  return (
    parameters.length === 1 &&
    first !== undefined &&
    ts.isIdentifier(first.name) &&
    !first.type &&
    !first.initializer &&
    !first.dotDotDotToken &&
    !first.questionToken &&
    !typeParameters &&
    !type
  );
}

/** Parentheses that formatters put around what they break into lines. */
function isForLayout(node: ts.Node): boolean {
  if (!ts.isParenthesizedExpression(node)) return false;
  const { parent, expression } = node;
  if (ts.isReturnStatement(parent) || ts.isThrowStatement(parent)) return true;
  // Without its parentheses this would be another argument, or a block.
  const isNeeded =
    ts.isObjectLiteralExpression(expression) ||
    (ts.isBinaryExpression(expression) &&
      expression.operatorToken.kind === ts.SyntaxKind.CommaToken);
  return ts.isArrowFunction(parent) && parent.body === node && !isNeeded;
}

function addComments(
  text: string,
  start: number,
  end: number,
  tokens: Token[],
): void {
  const trivia = text.slice(start, end);
  for (const { 0: raw, index } of trivia.matchAll(
    /\/\/.*|\/\*[^]*?\*\/|^#!.*/g,
  )) {
    const at = start + index;
    tokens.push({
      start: at,
      end: at + raw.length,
      normal: normalComment(raw),
      comment: true,
      literal: false,
    });
  }
}
