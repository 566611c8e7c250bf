import ts from "typescript";
import { normalComment, type Token } from "../structure/source.js";

/**
 * All tokens and comments of a node in normal form: quotes, semicolons, trailing commas and widths make no difference.
 *
 * @param outer - the parent of `whole`; trees know no parents.
 */
export function tokenize(
  whole: ts.Node,
  outer: ts.Node,
  file: ts.SourceFile,
): Token[] {
  const { text } = file;
  const tokens: Token[] = [];
  // Where the last token ended, and the last one that is said.
  let end = whole.pos;
  let said = whole.pos;
  const push = (
    kind: ts.SyntaxKind,
    start: number,
    to: number,
    normal: string,
  ) => {
    if (end < start) addComments(text, end, start, tokens);
    end = to;
    if (normal === "") return;
    said = to;
    const literal =
      kind === ts.SyntaxKind.JsxText ||
      (kind >= ts.SyntaxKind.FirstTemplateToken &&
        kind <= ts.SyntaxKind.LastTemplateToken);
    tokens.push({ start, end: to, normal, comment: false, literal });
  };
  /** Punctuation and words that are no nodes of the tree. */
  const between = (limit: number, parent: ts.Node, above: ts.Node) => {
    for (let at = end; at < limit; at = end) {
      scanner.resetTokenState(at);
      const kind = scanner.scan();
      const start = scanner.getTokenStart();
      if (start >= limit || kind === ts.SyntaxKind.EndOfFileToken) return;
      const normal = normalMark(kind, start, parent, above, file);
      push(kind, start, scanner.getTokenEnd(), normal);
    }
  };
  const visit = (node: ts.Node, parent: ts.Node, above: ts.Node) => {
    between(node.pos, parent, above);
    if (isToken(node)) {
      const start = node.getStart(file, false);
      const raw = text.slice(start, node.end);
      push(node.kind, start, node.end, normalForm(node, parent, raw));
      return;
    }
    ts.forEachChild(node, (child) => visit(child, node, parent));
    between(node.end, node, parent);
    if (endsStatement(node, parent) && (tokens.at(-1)?.start ?? 0) <= said)
      tokens.push(endOf(said));
  };
  scanner.setText(text);
  if (ts.isSourceFile(whole))
    ts.forEachChild(file, (child) => visit(child, file, file));
  else visit(whole, outer, outer);
  scanner.setText("");
  return tokens;
}

const scanner = ts.createScanner(ts.ScriptTarget.Latest, true);

/** The end of a statement, whether it is written or not. */
const endOf = (at: number): Token => ({
  start: at,
  end: at,
  normal: ";",
  comment: false,
  literal: false,
});

export function isToken(node: ts.Node): boolean {
  return (
    node.kind < ts.SyntaxKind.FirstNode || node.kind === ts.SyntaxKind.JsxText
  );
}

function endsStatement(node: ts.Node, parent: ts.Node): boolean {
  // A block that belongs to something else is none.
  if (ts.isBlock(node))
    return !(
      ts.isFunctionLike(parent) ||
      ts.isTryStatement(parent) ||
      ts.isCatchClause(parent)
    );
  return (
    ts.isStatement(node) || ts.isClassElement(node) || ts.isTypeElement(node)
  );
}

/** Of a token that is a node. */
function normalForm(node: ts.Node, parent: ts.Node, raw: string): string {
  switch (node.kind) {
    case ts.SyntaxKind.EndOfFileToken:
      return "";
    case ts.SyntaxKind.JsxText:
      return raw.replace(/\s+/g, " ");
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
      return raw;
  }
}

/** Of a token that the scanner has just read, and that belongs to `parent`, which belongs to `above`. */
function normalMark(
  kind: ts.SyntaxKind,
  start: number,
  parent: ts.Node,
  above: ts.Node,
  file: ts.SourceFile,
): string {
  switch (kind) {
    case ts.SyntaxKind.SemicolonToken:
      return ts.isForStatement(parent) ? ";" : "";
    case ts.SyntaxKind.CommaToken:
      return CLOSING.has(scanner.lookAhead(() => scanner.scan())) ? "" : ",";
    case ts.SyntaxKind.BarToken:
    case ts.SyntaxKind.AmpersandToken:
      return start === parent.getStart(file) ? "" : scanner.getTokenText();
    case ts.SyntaxKind.OpenParenToken:
    case ts.SyntaxKind.CloseParenToken:
      return (ts.isArrowFunction(parent) && hasBareParameter(parent)) ||
        isForLayout(parent, above)
        ? ""
        : scanner.getTokenText();
    default:
      return scanner.getTokenText();
  }
}

/** A comma before one of these ends a list. */
const CLOSING: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.CloseParenToken,
  ts.SyntaxKind.CloseBracketToken,
  ts.SyntaxKind.CloseBraceToken,
  ts.SyntaxKind.GreaterThanToken,
]);

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
function isForLayout(node: ts.Node, parent: ts.Node): boolean {
  if (!ts.isParenthesizedExpression(node)) return false;
  const { expression } = node;
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
  if (!/[/#]/.test(trivia)) return;
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
