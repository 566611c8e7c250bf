import ts from "typescript";
import { aliased, type EventTypes } from "./event-types.js";
import { askedFor, keyedType } from "./mentions.js";
import { sourceOf } from "./sources.js";

/** How far a value is followed back to the event that it was taken from. */
const MOST_STEPS = 12;

/** Types of the language that leave the members of their first argument what they are. */
const TRANSPARENT = new Set([
  "Extract",
  "NonNullable",
  "Omit",
  "Partial",
  "Pick",
  "Readonly",
  "Required",
]);

/**
 * Events whose payload a member that is named somewhere belongs to: `event.data.team`, `const { team } = event.data`, `items.map((one) =>
 * one.team)`, `{ data: { team } }` where an event is asked for.
 *
 * @param node the name of the member
 * @returns empty where it cannot be seen
 */
export function eventsOfMember(
  node: ts.Node,
  checker: ts.TypeChecker,
  types: EventTypes,
): readonly string[] {
  let value = holderOf(node);
  for (let step = 0; value !== undefined && step < MOST_STEPS; step++) {
    const type = ts.isObjectLiteralExpression(value)
      ? checker.getContextualType(value)
      : checker.getTypeAtLocation(value);
    const events = type === undefined ? [] : types.eventsOf(type);
    if (events.length > 0) return events;
    value = behind(value, checker);
  }
  return [];
}

/** What a member is taken from, or given to. */
function holderOf(node: ts.Node): ts.Node | undefined {
  const { parent } = node;
  if (
    ts.isPropertyAccessExpression(parent) ||
    ts.isElementAccessExpression(parent)
  )
    return parent.expression === node ? undefined : parent.expression;
  if (ts.isBindingElement(parent)) return parent.parent;
  if (
    ts.isPropertyAssignment(parent) ||
    ts.isShorthandPropertyAssignment(parent)
  )
    return parent.name === node ? parent.parent : undefined;
  return askedFor(node) ?? keyedType(node);
}

/** What a value, or a type, is a part of. */
function behind(node: ts.Node, checker: ts.TypeChecker): ts.Node | undefined {
  if (ts.isIdentifier(node)) return behindName(node, checker);
  if (ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node))
    return ts.isBindingElement(node.parent)
      ? node.parent.parent
      : sourceOf(node.parent);
  if (ts.isObjectLiteralExpression(node)) return literalAround(node);
  if (ts.isCallExpression(node))
    // `event.items.find(…)`: what a function of the user's makes of an event is its own.
    return ts.isPropertyAccessExpression(node.expression)
      ? node.expression.expression
      : undefined;
  if (ts.isBinaryExpression(node))
    return node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken
      ? node.left
      : undefined;
  if (
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node)
  )
    return node.expression;
  if (ts.isIndexedAccessTypeNode(node)) return node.objectType;
  if (ts.isParenthesizedTypeNode(node)) return node.type;
  if (ts.isArrayTypeNode(node)) return node.elementType;
  return ts.isTypeReferenceNode(node) ? behindType(node, checker) : undefined;
}

function behindName(
  node: ts.Identifier,
  checker: ts.TypeChecker,
): ts.Node | undefined {
  const declaration = checker.getSymbolAtLocation(node)?.declarations?.[0];
  if (declaration === undefined) return undefined;
  const list = ts.findAncestor(declaration, (one) =>
    ts.isVariableDeclarationList(one)
      ? true
      : ts.isStatement(one) || ts.isFunctionLike(one)
        ? "quit"
        : false,
  );
  // What may be given another value later is nobody's for sure.
  if (list !== undefined && (list.flags & ts.NodeFlags.Const) === 0)
    return undefined;
  return ts.isBindingElement(declaration)
    ? declaration.parent
    : sourceOf(declaration);
}

/** `{ data: [{ … }] }`: the object that one within it is given to. */
function literalAround(node: ts.Node): ts.Node | undefined {
  let { parent } = node;
  while (
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isConditionalExpression(parent) ||
    ts.isArrayLiteralExpression(parent)
  )
    ({ parent } = parent);
  return ts.isPropertyAssignment(parent) ? parent.parent : undefined;
}

function behindType(
  { typeName, typeArguments }: ts.TypeReferenceNode,
  checker: ts.TypeChecker,
): ts.Node | undefined {
  if (ts.isIdentifier(typeName) && TRANSPARENT.has(typeName.text))
    return typeArguments?.[0];
  const symbol = checker.getSymbolAtLocation(typeName);
  const declaration = symbol && aliased(symbol, checker).declarations?.[0];
  return declaration !== undefined &&
    ts.isTypeAliasDeclaration(declaration) &&
    declaration.typeParameters === undefined
    ? declaration.type
    : undefined;
}
