// What the layout of a type depends on, beside its width.
import ts from "typescript";

/** `$defs["Reference"]`, as openapi-typescript writes references, is `Reference`. */
export function definitionNamed(type: ts.Node): string | undefined {
  return ts.isIndexedAccessTypeNode(type) &&
    ts.isTypeReferenceNode(type.objectType) &&
    ts.isIdentifier(type.objectType.typeName) &&
    type.objectType.typeName.text === "$defs" &&
    ts.isLiteralTypeNode(type.indexType) &&
    ts.isStringLiteral(type.indexType.literal)
    ? type.indexType.literal.text
    : undefined;
}

/** One object, or one name, beside `null`: these stay on the line. */
export function hugs({ types }: ts.UnionTypeNode): boolean {
  const isNull = (type: ts.TypeNode) =>
    ts.isLiteralTypeNode(type) &&
    type.literal.kind === ts.SyntaxKind.NullKeyword;
  const others = types.map(bare).filter((type) => !isNull(type));
  const [only] = others;
  return (
    others.length === 1 &&
    only !== undefined &&
    (ts.isTypeLiteralNode(only) ||
      ts.isTypeReferenceNode(only) ||
      definitionNamed(only) !== undefined)
  );
}

/** Whether a type that is on one line could be on several. */
export function breaks(given: ts.TypeNode): boolean {
  const type = bare(given);
  if (ts.isArrayTypeNode(type)) return breaks(type.elementType);
  if (ts.isUnionTypeNode(type)) return !hugs(type) || type.types.some(breaks);
  return (
    ts.isIntersectionTypeNode(type) ||
    ts.isTupleTypeNode(type) ||
    (ts.isTypeReferenceNode(type) && type.typeArguments !== undefined)
  );
}

/** Without parentheses, and without a list around one type. */
export function bare(type: ts.TypeNode): ts.TypeNode {
  if (ts.isParenthesizedTypeNode(type)) return bare(type.type);
  const isList = ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type);
  return isList && type.types.length === 1 ? bare(type.types[0]!) : type;
}
