import type { GlobalContext } from "openapi-typescript";
import { astToString, transformSchemaObject } from "openapi-typescript";
import ts from "typescript";
import type { Json } from "./catalog.js";
import { codeOf } from "./code-literal.js";
import { jsdocBody } from "./jsdoc.js";
import { comment, openString, projectType } from "./type-projection.js";

const { factory } = ts;

/** Turns JSON Schemas into named, flat declarations: openapi-typescript makes the types, references become plain names. */
export interface TypePrinter {
  /** Source of `export interface <name>`, or of `export type <name>` where an interface cannot say it. */
  declare(name: string, schema: Json, doc: readonly string[]): string;
  /** Helper types that the declarations lean on. */
  helpers(): string;
}

/** @param shared what the schemas refer to as `#/$defs/<name>` */
export function createTypePrinter(
  shared: Readonly<Record<string, Json>>,
): TypePrinter {
  // The declared type asks for `undefined` where the options themselves are optional.
  const ctx = {
    additionalProperties: false,
    alphabetize: false,
    arrayLength: false,
    defaultNonNullable: false,
    discriminators: { objects: {}, refsHandled: [] },
    emptyObjectsUnknown: true,
    enum: false,
    enumValues: false,
    conditionalEnums: false,
    dedupeEnums: false,
    excludeDeprecated: false,
    exportType: false,
    immutable: false,
    injectFooter: [],
    makePathsEnum: false,
    generatePathParams: false,
    pathParamsAsTypes: false,
    propertiesRequiredByDefault: false,
    readWriteMarkers: false,
    resolve: (ref: string) =>
      projectType(shared[ref.slice("#/$defs/".length)] ?? true),
    rootTypes: false,
    rootTypesKeepCasing: false,
    rootTypesNoSchemaPrefix: false,
    silent: true,
    transform: (schema: object) =>
      openString in schema ? openStringNode() : undefined,
    transformProperty,
  } as unknown as GlobalContext;
  return {
    declare(name, schema, doc) {
      const type = named(
        transformSchemaObject(projectType(schema) as never, {
          path: `#/$defs/${name}`,
          ctx,
        }),
      );
      const exported = [factory.createModifier(ts.SyntaxKind.ExportKeyword)];
      const declaration = ts.isTypeLiteralNode(type)
        ? factory.createInterfaceDeclaration(
            exported,
            name,
            undefined,
            undefined,
            type.members,
          )
        : factory.createTypeAliasDeclaration(exported, name, undefined, type);
      return astToString([document(declaration, doc)]);
    },
    helpers: () =>
      ctx.injectFooter.length > 0 ? astToString(ctx.injectFooter) : "",
  };
}

/** `string & {}`: any string, without swallowing the literals beside it. */
function openStringNode(): ts.TypeNode {
  return factory.createIntersectionTypeNode([
    factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword),
    factory.createTypeLiteralNode([]),
  ]);
}

function transformProperty(
  property: ts.PropertySignature,
  schema: object,
): ts.PropertySignature {
  const { name } = property;
  const key =
    ts.isStringLiteral(name) || ts.isNumericLiteral(name)
      ? // The compiler's own printer would escape all that is not ASCII.
        factory.createIdentifier(codeOf(name.text))
      : name;
  const updated = factory.updatePropertySignature(
    property,
    property.modifiers,
    key,
    property.questionToken,
    property.type,
  );
  const doc: Json | undefined = (schema as Record<string, Json>)[comment];
  return document(updated, Array.isArray(doc) ? (doc as string[]) : []);
}

function document<T extends ts.Node>(node: T, doc: readonly string[]): T {
  const body = jsdocBody(doc);
  if (body === undefined) return node;
  const kind = ts.SyntaxKind.MultiLineCommentTrivia;
  return ts.addSyntheticLeadingComment(node, kind, body, true);
}

/** `$defs["Reference"]`, as openapi-typescript writes references, → `Reference`. */
function named(type: ts.TypeNode): ts.TypeNode {
  const rename: ts.Visitor = (node) =>
    ts.isIndexedAccessTypeNode(node) &&
    ts.isTypeReferenceNode(node.objectType) &&
    ts.isIdentifier(node.objectType.typeName) &&
    node.objectType.typeName.text === "$defs" &&
    ts.isLiteralTypeNode(node.indexType) &&
    ts.isStringLiteral(node.indexType.literal)
      ? factory.createTypeReferenceNode(node.indexType.literal.text)
      : ts.visitEachChild(node, rename, undefined);
  return ts.visitNode(type, rename) as ts.TypeNode;
}
