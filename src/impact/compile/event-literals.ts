import ts from "typescript";
import { walk } from "./mentions.js";

/** How deep types are taken apart to see what they admit. */
const DEEPEST = 6;

/** Whether the compiler takes a text for the name of an event, and not for a text that happens to be the same. */
export function isEventName(
  node: ts.StringLiteralLike,
  checker: ts.TypeChecker,
): boolean {
  const { parent, text } = node;
  if (ts.isLiteralTypeNode(parent)) return isTypeOfEvents(parent);
  const key = ts.isComputedPropertyName(parent) ? parent : node;
  if (isMember(key.parent) && key.parent.name === key)
    return isKeyOfEvents(key.parent, text, checker);
  const expected = expectedType(node, checker);
  if (expected !== undefined && admits(expected, text, checker, 0)) return true;
  return isConstantForEvents(node, checker);
}

/** Whether a text stands for one of the values that a type lists. */
export function isListedValue(
  node: ts.StringLiteralLike,
  checker: ts.TypeChecker,
  isList: (type: ts.Type) => boolean,
): boolean {
  const expected = expectedType(node, checker);
  return (
    expected !== undefined &&
    isList(expected) &&
    admits(expected, node.text, checker, 0)
  );
}

/** What the surroundings of an expression ask for. */
function expectedType(
  node: ts.Expression,
  checker: ts.TypeChecker,
): ts.Type | undefined {
  const other = comparedWith(node);
  return other === undefined
    ? checker.getContextualType(node)
    : checker.getTypeAtLocation(other);
}

/** The other side of a comparison, or what a `switch` is about. */
export function comparedWith(node: ts.Node): ts.Expression | undefined {
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && isComparison(parent.operatorToken.kind))
    return parent.left === node ? parent.right : parent.left;
  return ts.isCaseClause(parent) ? parent.parent.parent.expression : undefined;
}

function isComparison(kind: ts.SyntaxKind): boolean {
  return [
    ts.SyntaxKind.EqualsEqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsEqualsToken,
    ts.SyntaxKind.EqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsToken,
  ].includes(kind);
}

function admits(
  type: ts.Type,
  text: string,
  checker: ts.TypeChecker,
  depth: number,
): boolean {
  if (depth > DEEPEST) return false;
  if (type.isStringLiteral()) return type.value === text;
  if (type.isUnion())
    return type.types.some((one) => admits(one, text, checker, depth + 1));
  if (type.flags & ts.TypeFlags.Instantiable) {
    const constraint = checker.getBaseConstraintOfType(type);
    return (
      constraint !== undefined &&
      constraint !== type &&
      admits(constraint, text, checker, depth + 1)
    );
  }
  return false;
}

function isMember(
  node: ts.Node,
): node is ts.PropertyAssignment | ts.MethodDeclaration {
  return ts.isPropertyAssignment(node) || ts.isMethodDeclaration(node);
}

/** `{ "file.ready": … }`, where what is asked for is made from the events: the key is declared in no file of the user's. */
function isKeyOfEvents(
  { parent }: ts.PropertyAssignment | ts.MethodDeclaration,
  text: string,
  checker: ts.TypeChecker,
): boolean {
  const member = ts.isObjectLiteralExpression(parent)
    ? checker.getContextualType(parent)?.getProperty(text)
    : undefined;
  return (
    member !== undefined &&
    (member.declarations ?? []).every((declaration) =>
      declaration.getSourceFile().fileName.endsWith(".gen.ts"),
    )
  );
}

/** `EventOf<"file.ready">`, `EventMap["file.ready"]`: in types, a text that looks like an event's name is one. */
function isTypeOfEvents(node: ts.LiteralTypeNode): boolean {
  const { literal, parent } = node;
  return (
    (ts.isStringLiteralLike(literal) && /[^\w]/.test(literal.text)) ||
    ts.isIndexedAccessTypeNode(parent) ||
    ts.isTypeReferenceNode(parent)
  );
}

/** `const READY = "file.ready"`, which something takes for an event. */
function isConstantForEvents(
  node: ts.StringLiteralLike,
  checker: ts.TypeChecker,
): boolean {
  const declaration = ts.findAncestor(node, ts.isVariableDeclaration);
  if (
    declaration?.initializer === undefined ||
    !ts.isIdentifier(declaration.name) ||
    (declaration.parent.flags & ts.NodeFlags.Const) === 0 ||
    !isPlainly(declaration.initializer, node)
  )
    return false;
  const symbol = checker.getSymbolAtLocation(declaration.name);
  let found = false;
  walk(node.getSourceFile(), (inner) => {
    if (found || !ts.isIdentifier(inner) || inner === declaration.name) return;
    if (inner.text !== symbol?.name) return;
    if (checker.getSymbolAtLocation(inner) !== symbol) return;
    const expected = expectedType(inner, checker);
    found = expected !== undefined && admitsAny(expected, node.text, checker);
  });
  return found;
}

/** Whether an initializer is the text, or a list with the text in it. */
function isPlainly(initializer: ts.Expression, node: ts.Node): boolean {
  let plain = initializer;
  while (ts.isAsExpression(plain) || ts.isSatisfiesExpression(plain))
    plain = plain.expression;
  return (
    plain === node ||
    (ts.isArrayLiteralExpression(plain) &&
      plain.elements.some((element) => element === node))
  );
}

function admitsAny(
  type: ts.Type,
  text: string,
  checker: ts.TypeChecker,
): boolean {
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((part) => {
    const items = checker.isArrayType(part) && part.getNumberIndexType();
    return admits(items || part, text, checker, 0);
  });
}
