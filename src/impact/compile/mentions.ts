import ts from "typescript";

/** A place in code that names a member of some type: `a.b`, `a["b"]`, `{ b } = a`, `{ b: … }`. */
export interface Mention {
  readonly node: ts.Node;
  readonly declarations: readonly ts.Declaration[];
}

/** The member that a node names; undefined where it names none. */
export function mentionAt(
  node: ts.Node,
  checker: ts.TypeChecker,
): Mention | undefined {
  const declarations = askedFor(node)
    ? membersOfAny(node, checker)
    : (memberAt(node, checker)?.declarations ?? []);
  return declarations.length === 0 ? undefined : { node, declarations };
}

function memberAt(
  node: ts.Node,
  checker: ts.TypeChecker,
): ts.Symbol | undefined {
  const { parent } = node;
  if (ts.isIdentifier(node)) {
    if (ts.isBindingElement(parent)) return boundMember(node, parent, checker);
    if (
      (ts.isPropertyAssignment(parent) ||
        ts.isShorthandPropertyAssignment(parent)) &&
      parent.name === node &&
      ts.isObjectLiteralExpression(parent.parent)
    )
      return contextualMember(parent.parent, node.text, checker);
    return checker.getSymbolAtLocation(node);
  }
  if (!ts.isStringLiteralLike(node)) return undefined;
  if (
    ts.isElementAccessExpression(parent) &&
    parent.argumentExpression === node
  )
    return memberOf(
      checker.getTypeAtLocation(parent.expression),
      node.text,
      checker,
    );
  if (
    ts.isPropertyAssignment(parent) &&
    parent.name === node &&
    ts.isObjectLiteralExpression(parent.parent)
  )
    return contextualMember(parent.parent, node.text, checker);
  const keyed = keyedType(node);
  return (
    keyed && memberOf(checker.getTypeFromTypeNode(keyed), node.text, checker)
  );
}

/** `A["b"]`, `A["b" | "c"]`, `Pick<A, "b">`: the type whose member a text in a type names. */
export function keyedType(node: ts.Node): ts.TypeNode | undefined {
  if (!ts.isLiteralTypeNode(node.parent)) return undefined;
  const literal = node.parent;
  const key = ts.isUnionTypeNode(literal.parent) ? literal.parent : literal;
  const { parent } = key;
  if (ts.isIndexedAccessTypeNode(parent))
    return parent.indexType === key ? parent.objectType : undefined;
  if (!ts.isTypeReferenceNode(parent)) return undefined;
  const [whole, keys] = parent.typeArguments ?? [];
  return keys === key && /^(?:Pick|Omit)$/.test(parent.typeName.getText())
    ? whole
    : undefined;
}

/** `"b" in a` */
export function askedFor(node: ts.Node): ts.Expression | undefined {
  const { parent } = node;
  return ts.isStringLiteralLike(node) &&
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.InKeyword &&
    parent.left === node
    ? parent.right
    : undefined;
}

/** It is asked for because not every alternative has it. */
function membersOfAny(
  node: ts.Node,
  checker: ts.TypeChecker,
): readonly ts.Declaration[] {
  const value = askedFor(node);
  if (value === undefined || !ts.isStringLiteralLike(node)) return [];
  const type = checker.getTypeAtLocation(value);
  return (type.isUnion() ? type.types : [type]).flatMap(
    (one) => memberOf(one, node.text, checker)?.declarations ?? [],
  );
}

/** `{ b }` and `{ b: c }` in a pattern: the member of what is taken apart. */
function boundMember(
  node: ts.Identifier,
  element: ts.BindingElement,
  checker: ts.TypeChecker,
): ts.Symbol | undefined {
  if (!ts.isObjectBindingPattern(element.parent)) return undefined;
  const key = element.propertyName ?? element.name;
  if (key !== node) return undefined;
  return memberOf(
    checker.getTypeAtLocation(element.parent),
    node.text,
    checker,
  );
}

function contextualMember(
  literal: ts.ObjectLiteralExpression,
  name: string,
  checker: ts.TypeChecker,
): ts.Symbol | undefined {
  const type = checker.getContextualType(literal);
  return type && memberOf(type, name, checker);
}

function memberOf(
  type: ts.Type,
  name: string,
  checker: ts.TypeChecker,
): ts.Symbol | undefined {
  return checker.getPropertyOfType(checker.getNonNullableType(type), name);
}

/** Calls back for every node below one, itself included. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** The innermost node that covers a span. */
export function nodeCovering(
  file: ts.SourceFile,
  start: number,
  end: number,
): ts.Node {
  let found: ts.Node = file;
  for (;;) {
    const inner = ts.forEachChild(found, (child) =>
      child.getStart(file) <= start && child.end >= end ? child : undefined,
    );
    if (inner === undefined) return found;
    found = inner;
  }
}
