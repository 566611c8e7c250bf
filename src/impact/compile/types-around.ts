import ts from "typescript";

/**
 * The types that somebody wrote for a place in code, the nearest first: around a text in a type; of the variable, the parameter or the
 * `satisfies` that a value is given to; of the arguments of types in `new Map<…>(…)`.
 */
export function typesAround(
  node: ts.Node,
  checker: ts.TypeChecker,
): readonly ts.TypeNode[] {
  const found: ts.TypeNode[] = [];
  const add = (type: ts.TypeNode | undefined) => {
    if (type !== undefined) found.push(type);
  };
  for (
    let one = node;
    !ts.isSourceFile(one) && !ts.isFunctionLike(one);
    one = one.parent
  ) {
    const { parent } = one;
    if (ts.isTypeNode(one) && !ts.isTypeNode(parent)) add(one);
    if (ts.isSatisfiesExpression(one) || ts.isAsExpression(one)) add(one.type);
    if (ts.isVariableDeclaration(one) || ts.isPropertyDeclaration(one))
      add(one.type);
    if (!ts.isCallExpression(one) && !ts.isNewExpression(one)) continue;
    for (const type of one.typeArguments ?? []) add(type);
    add(parameterType(one, node, checker));
  }
  return found;
}

/** Of the parameter that takes the argument which a node is a part of. */
function parameterType(
  call: ts.CallExpression | ts.NewExpression,
  node: ts.Node,
  checker: ts.TypeChecker,
): ts.TypeNode | undefined {
  const at = (call.arguments ?? []).findIndex(
    ({ pos, end }) => pos <= node.pos && node.end <= end,
  );
  const { parameters = [] } =
    (at < 0 ? undefined : checker.getResolvedSignature(call)) ?? {};
  const declaration = parameters[at]?.valueDeclaration;
  return declaration !== undefined && ts.isParameter(declaration)
    ? declaration.type
    : undefined;
}
