import ts from "typescript";
import { stringCode } from "./code-literal.js";
import { bare, definitionNamed } from "./type-kinds.js";
import { Undecided } from "./type-width.js";

/** The type on one line; undefined where it holds an object with members, which has a line for each. */
export function onOneLine(given: ts.TypeNode): string | undefined {
  const type = bare(given);
  if (ts.isTypeLiteralNode(type)) {
    return type.members.length === 0 ? "{}" : undefined;
  }
  // openapi-typescript writes texts as they stand in the source.
  if (ts.isIdentifier(type)) return stringCode(JSON.parse(type.text) as string);
  if (ts.isLiteralTypeNode(type)) return literal(type.literal);
  if (ts.isArrayTypeNode(type)) {
    const element = grouped(type.elementType);
    return element === undefined ? undefined : `${element}[]`;
  }
  if (ts.isUnionTypeNode(type)) return flatAlternatives(type.types);
  if (ts.isIntersectionTypeNode(type)) return joined(type.types, " & ");
  if (ts.isTupleTypeNode(type)) {
    const elements = type.elements.map(onOneLine);
    return elements.includes(undefined)
      ? undefined
      : `[${elements.join(", ")}]`;
  }
  if (ts.isTypeReferenceNode(type)) return reference(type);
  const definition = definitionNamed(type);
  if (definition !== undefined) return definition;
  const keyword = ts.tokenToString(type.kind);
  if (keyword === undefined) throw new Undecided();
  return keyword;
}

export function flatAlternatives(
  types: readonly ts.TypeNode[],
): string | undefined {
  return joined(types, " | ");
}

function joined(
  types: readonly ts.TypeNode[],
  between: string,
): string | undefined {
  const texts = types.map(grouped);
  return texts.includes(undefined) ? undefined : texts.join(between);
}

/** In parentheses where it is several types. */
function grouped(given: ts.TypeNode): string | undefined {
  const type = bare(given);
  const text = onOneLine(type);
  return text !== undefined &&
    (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type))
    ? `(${text})`
    : text;
}

function reference({
  typeName,
  typeArguments,
}: ts.TypeReferenceNode): string | undefined {
  if (!ts.isIdentifier(typeName)) throw new Undecided();
  if (typeArguments === undefined) return typeName.text;
  const texts = typeArguments.map(onOneLine);
  return texts.includes(undefined)
    ? undefined
    : `${typeName.text}<${texts.join(", ")}>`;
}

function literal(value: ts.LiteralTypeNode["literal"]): string {
  if (ts.isStringLiteral(value)) return stringCode(value.text);
  const isNegative = ts.isPrefixUnaryExpression(value);
  const number = isNegative ? value.operand : value;
  if (ts.isNumericLiteral(number)) {
    // Others have an exponent.
    if (!/^\d+(?:\.\d+)?$/.test(number.text)) throw new Undecided();
    return isNegative ? `-${number.text}` : number.text;
  }
  const keyword = ts.tokenToString(value.kind);
  if (keyword === undefined) throw new Undecided();
  return keyword;
}
