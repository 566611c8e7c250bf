import ts from "typescript";

/** What a variable, a parameter or a type is made from. */
export function sourceOf(declaration: ts.Declaration): ts.Node | undefined {
  if (ts.isVariableDeclaration(declaration)) {
    const { parent } = declaration.parent;
    if (ts.isForOfStatement(parent)) return parent.expression;
    const { initializer, type } = declaration;
    // What goes on inside of a function is nobody's value.
    return initializer && ts.isFunctionLike(initializer)
      ? initializer.type
      : (initializer ?? type);
  }
  if (ts.isBindingElement(declaration)) return declaration;
  if (ts.isTypeAliasDeclaration(declaration)) return declaration.type;
  if (ts.isPropertySignature(declaration)) return declaration.type;
  if (ts.isFunctionDeclaration(declaration)) return declaration.type;
  if (ts.isParameter(declaration)) {
    if (declaration.type !== undefined) return declaration.type;
    // The callback's parameter comes from what the method is called on.
    const call = declaration.parent.parent;
    return ts.isCallExpression(call) &&
      ts.isPropertyAccessExpression(call.expression)
      ? call.expression.expression
      : undefined;
  }
  return undefined;
}

/**
 * Members that a value names as a key: `data[key]`, and `pick(data, "key")`, where the text may be a member of what is given beside it.
 */
export function keyedBy(
  node: ts.Identifier | ts.StringLiteralLike,
  checker: ts.TypeChecker,
): readonly ts.Declaration[] {
  const { parent } = node;
  const holders =
    ts.isElementAccessExpression(parent) && parent.argumentExpression === node
      ? [parent.expression]
      : ts.isCallExpression(parent)
        ? parent.arguments.filter((argument) => argument !== node)
        : [];
  if (holders.length === 0) return [];
  const key = checker.getTypeAtLocation(node);
  if (!key.isStringLiteral()) return [];
  return holders.flatMap(
    (holder) =>
      checker
        .getNonNullableType(checker.getTypeAtLocation(holder))
        .getProperty(key.value)?.declarations ?? [],
  );
}
