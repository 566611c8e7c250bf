import type { GlobalContext } from "openapi-typescript";
import { astToString, transformSchemaObject } from "openapi-typescript";
import ts from "typescript";
import type { Json } from "./catalog.js";
import { codeOf } from "./code-literal.js";
import { jsdocBody } from "./jsdoc.js";
import type { JsonObject } from "./parse-document.js";
import { withoutPercent, withPercent } from "./percent-names.js";
import { definitionNamed } from "./type-kinds.js";
import { printDeclaration } from "./type-layout.js";
import { commentOf, openString, tuple } from "./type-projection.js";

const { factory } = ts;

/** Turns JSON Schemas into named, flat declarations: openapi-typescript makes the types, references become plain names. */
export interface TypePrinter {
  /**
   * Source of `export interface <name>`, or of `export type <name>` where an interface cannot say it; at once, but for rare layouts.
   *
   * @param schema projected
   * @param base what the interface extends: the schema is a plain object then
   */
  declare(
    name: string,
    schema: Json,
    doc: readonly string[],
    base?: string,
  ): string | Promise<string>;
  /** Helper types that the declarations lean on. */
  helpers(): string | Promise<string>;
}

/** @param shared what the schemas refer to as `#/$defs/<name>`, projected */
export function createTypePrinter(
  shared: ReadonlyMap<string, Json>,
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
      withoutPercent(shared.get(ref.slice("#/$defs/".length)) ?? {}),
    rootTypes: false,
    rootTypesKeepCasing: false,
    rootTypesNoSchemaPrefix: false,
    silent: true,
    transform: (schema: object, options: Options) => {
      if (openString in schema) return openStringNode();
      return tuple in schema
        ? tupleNode(schema[tuple] as Tuple, options)
        : undefined;
    },
    transformProperty,
  } as unknown as GlobalContext;
  return {
    declare(name, schema, paragraphs, base) {
      const plain = withoutPercent(schema);
      const type = transformSchemaObject(plain as never, {
        path: `#/$defs/${name}`,
        ctx,
      });
      const doc = jsdocBody(paragraphs);
      const code =
        printDeclaration(name, type, doc, base) ??
        formatted(printed(name, type, doc, base), `the type \`${name}\``);
      if (plain === schema) return code;
      return typeof code === "string"
        ? withPercent(code)
        : code.then(withPercent);
    },
    helpers: () =>
      ctx.injectFooter.length > 0
        ? formatted(astToString(ctx.injectFooter), "helper types")
        : "",
  };
}

/** Prettier is loaded when it is needed, which is seldom. */
async function formatted(code: string, what: string): Promise<string> {
  const { formatCode } = await import("./format-code.js");
  return formatCode(code, what);
}

type Options = Parameters<typeof transformSchemaObject>[1];

interface Tuple {
  readonly first: readonly Json[];
  readonly least: number;
  readonly rest?: Json;
}

/** `[string, number?, ...boolean[]]` */
function tupleNode(
  { first, least, rest }: Tuple,
  options: Options,
): ts.TypeNode {
  const typeOf = (schema: Json) =>
    transformSchemaObject(schema as never, options);
  const items = first.map((schema, index) =>
    index < least
      ? typeOf(schema)
      : factory.createOptionalTypeNode(parenthesized(typeOf(schema))),
  );
  if (rest === undefined) return factory.createTupleTypeNode(items);
  const others = factory.createArrayTypeNode(typeOf(rest));
  return factory.createTupleTypeNode([
    ...items,
    factory.createRestTypeNode(others),
  ]);
}

/** `"a" | 1?` would be read as `"a" | (1?)`. */
function parenthesized(type: ts.TypeNode): ts.TypeNode {
  return ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type)
    ? factory.createParenthesizedType(type)
    : type;
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
  return document(property, jsdocBody(commentOf(schema as JsonObject)));
}

function document<T extends ts.Node>(node: T, body: string | undefined): T {
  if (body === undefined) return node;
  const kind = ts.SyntaxKind.MultiLineCommentTrivia;
  return ts.addSyntheticLeadingComment(node, kind, body, true);
}

/** As the compiler prints it: for the layouts that are left to Prettier. */
function printed(
  name: string,
  type: ts.TypeNode,
  doc: string | undefined,
  base: string | undefined,
) {
  const plain = withPlainNames(type);
  const exported = [factory.createModifier(ts.SyntaxKind.ExportKeyword)];
  const declaration = ts.isTypeLiteralNode(plain)
    ? factory.createInterfaceDeclaration(
        exported,
        name,
        undefined,
        base === undefined ? undefined : [extending(base)],
        plain.members,
      )
    : factory.createTypeAliasDeclaration(exported, name, undefined, plain);
  return astToString([document(declaration, doc)]);
}

function extending(base: string): ts.HeritageClause {
  return factory.createHeritageClause(ts.SyntaxKind.ExtendsKeyword, [
    factory.createExpressionWithTypeArguments(
      factory.createIdentifier(base),
      undefined,
    ),
  ]);
}

/** References are names, and names of members stay as they are: the compiler would escape all that is not ASCII. */
function withPlainNames(type: ts.TypeNode): ts.TypeNode {
  const rename: ts.Visitor = (node) => {
    const definition = definitionNamed(node);
    if (definition !== undefined) {
      return factory.createTypeReferenceNode(definition);
    }
    const inner = ts.visitEachChild(node, rename, undefined);
    if (!ts.isPropertySignature(inner)) return inner;
    const { modifiers, name, questionToken, type: own } = inner;
    if (!ts.isStringLiteral(name) && !ts.isNumericLiteral(name)) return inner;
    const key = factory.createIdentifier(codeOf(name.text));
    return factory.updatePropertySignature(
      inner,
      modifiers,
      key,
      questionToken,
      own,
    );
  };
  return ts.visitNode(type, rename) as ts.TypeNode;
}
