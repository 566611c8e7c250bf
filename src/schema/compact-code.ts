import ts from "typescript";
import type { Json } from "./catalog.js";
import { codeOf } from "./code-literal.js";

const { factory } = ts;

/**
 * Rewrites what ajv generates into less and plainer code that does the same: an error is added in one line instead of ten,
 * constant texts are joined, and parameters that only `$data` and `$dynamicRef` need are gone.
 *
 * @param file ajv's module
 * @returns its statements; they call `addError`
 */
export function compactCode(file: ts.SourceFile): ts.NodeArray<ts.Statement> {
  const schemas = schemaConstants(file);
  const wrappers = wrapperConstants(file);
  const visit =
    (context: ts.TransformationContext): ts.Visitor =>
    (node) => {
      const value = unwrapped(node, wrappers) ?? schemaValue(node, schemas);
      if (value) return value;
      const inner = ts.visitEachChild(node, visit(context), context);
      if (ts.isBlock(inner)) {
        return factory.updateBlock(inner, compactErrors(inner.statements));
      }
      if (ts.isBinaryExpression(inner)) {
        return joined(inner) ?? onlyError(inner) ?? inner;
      }
      if (ts.isConditionalExpression(inner)) return merged(inner) ?? inner;
      if (ts.isObjectBindingPattern(inner)) {
        const kept = inner.elements.filter((element) => isPath(element.name));
        return factory.updateObjectBindingPattern(inner, kept);
      }
      if (ts.isCallExpression(inner)) return withPathOnly(inner);
      return inner;
    };
  const { transformed } = ts.transform(file, [
    (context) => (root) => ts.visitNode(root, visit(context)) as ts.SourceFile,
  ]);
  return transformed[0]!.statements;
}

/** `const err0 = {…}; if (vErrors === null) {…} else {…} errors++` → `vErrors = addError(vErrors, …); errors++` */
function compactErrors(statements: readonly ts.Statement[]): ts.Statement[] {
  const result: ts.Statement[] = [];
  for (let i = 0; i < statements.length; i++) {
    const error = errorDeclared(statements[i]!);
    const next = statements[i + 1];
    if (!error || !next || !ts.isIfStatement(next)) {
      result.push(statements[i]!);
      continue;
    }
    const list = factory.createIdentifier("vErrors");
    const assignment = factory.createAssignment(
      list,
      addErrorCall(list, error),
    );
    result.push(factory.createExpressionStatement(assignment));
    i++;
  }
  return result;
}

/** What a declared error object says. */
function errorDeclared(statement: ts.Statement): ts.Expression[] | undefined {
  if (!ts.isVariableStatement(statement)) return undefined;
  const [declaration] = statement.declarationList.declarations;
  const { name, initializer } = declaration!;
  if (!ts.isIdentifier(name) || !/^err\d+$/.test(name.text)) return undefined;
  return initializer && errorParts(initializer);
}

/** `validate1.errors = [{…}]` → `validate1.errors = addError(null, …)` */
function onlyError(node: ts.BinaryExpression): ts.Expression | undefined {
  const { left, operatorToken, right } = node;
  if (!ts.isArrayLiteralExpression(right) || right.elements.length !== 1) {
    return undefined;
  }
  const error = errorParts(right.elements[0]!);
  if (!error) return undefined;
  return factory.updateBinaryExpression(
    node,
    left,
    operatorToken,
    addErrorCall(factory.createNull(), error),
  );
}

function addErrorCall(
  list: ts.Expression,
  error: readonly ts.Expression[],
): ts.Expression {
  const addError = factory.createIdentifier("addError");
  return factory.createCallExpression(addError, undefined, [list, ...error]);
}

/** Instance path, keyword, parameters and, where it is one of a member's name, that name. */
function errorParts(error: ts.Expression): ts.Expression[] | undefined {
  if (!ts.isObjectLiteralExpression(error)) return undefined;
  const value = (key: string): ts.Expression | undefined => {
    const property = error.properties.find(
      ({ name }) => name && ts.isIdentifier(name) && name.text === key,
    );
    if (property === undefined) return undefined;
    return ts.isPropertyAssignment(property)
      ? property.initializer
      : factory.createIdentifier(key);
  };
  if (value("keyword") === undefined) return undefined;
  return ["instancePath", "keyword", "params", "propertyName"].flatMap(
    (key) => value(key) ?? [],
  );
}

function joined(node: ts.BinaryExpression): ts.Expression | undefined {
  const { left, right, operatorToken } = node;
  if (operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  if (!ts.isStringLiteral(right)) return undefined;
  if (ts.isStringLiteral(left)) {
    return factory.createStringLiteral(left.text + right.text);
  }
  return ts.isBinaryExpression(left) &&
    left.operatorToken.kind === ts.SyntaxKind.PlusToken &&
    ts.isStringLiteral(left.right)
    ? factory.createAdd(
        left.left,
        factory.createStringLiteral(left.right.text + right.text),
      )
    : undefined;
}

function isPath(name: ts.Node): boolean {
  return ts.isIdentifier(name) && name.text === "instancePath";
}

/** `validate1(data, { instancePath, parentData, … })` → `validate1(data, { instancePath })` */
function withPathOnly(call: ts.CallExpression): ts.CallExpression {
  const [data, options] = call.arguments;
  if (!ts.isIdentifier(call.expression) || !data || !options) return call;
  if (!/^validate\d+$/.test(call.expression.text)) return call;
  if (!ts.isObjectLiteralExpression(options)) return call;
  const kept = options.properties.filter(({ name }) => name && isPath(name));
  return factory.updateCallExpression(call, call.expression, undefined, [
    data,
    factory.createObjectLiteralExpression(kept),
  ]);
}

/** `vErrors === null ? validate1.errors : vErrors.concat(validate1.errors)` → `addErrors(vErrors, validate1.errors)` */
function merged(node: ts.ConditionalExpression): ts.Expression | undefined {
  const { whenTrue, whenFalse } = node;
  return ts.isPropertyAccessExpression(whenTrue) &&
    whenTrue.name.text === "errors" &&
    ts.isCallExpression(whenFalse)
    ? factory.createCallExpression(
        factory.createIdentifier("addErrors"),
        undefined,
        [factory.createIdentifier("vErrors"), whenTrue],
      )
    : undefined;
}

/** The schemas that ajv declares, by the names that it gave them. */
function schemaConstants(file: ts.SourceFile): ReadonlyMap<string, unknown> {
  const found = file.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .filter(({ name }) => /^schema\d+$/.test(name.getText(file)))
    .map(
      ({ name, initializer }) =>
        [name.getText(file), parsed(initializer!.getText(file))] as const,
    );
  return new Map(found);
}

/** What stands for a validator while it is being made: `const wrapper0 = { validate: validate1 }`. */
function wrapperConstants(file: ts.SourceFile): ReadonlyMap<string, string> {
  const wrapper = /^const (\w+) = \{\s*validate: (validate\d+)\s*\};$/;
  return new Map(
    file.statements.flatMap((statement) => {
      const [, name, validate] = wrapper.exec(statement.getText(file)) ?? [];
      return name && validate ? [[name, validate]] : [];
    }),
  );
}

/** `wrapper0.validate` → `validate1`: functions may be called before they are declared. */
function unwrapped(
  node: ts.Node,
  wrappers: ReadonlyMap<string, string>,
): ts.Expression | undefined {
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const { expression, name } = node;
  if (!ts.isIdentifier(expression) || name.text !== "validate")
    return undefined;
  const validate = wrappers.get(expression.text);
  return validate === undefined
    ? undefined
    : factory.createIdentifier(validate);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `schema1.properties.id.required` → the list itself, so that the schema need not be carried along. */
function schemaValue(
  node: ts.Node,
  schemas: ReadonlyMap<string, unknown>,
): ts.Expression | undefined {
  const path: string[] = [];
  let root = node;
  for (;;) {
    if (ts.isPropertyAccessExpression(root)) {
      path.unshift(root.name.text);
    } else if (
      ts.isElementAccessExpression(root) &&
      ts.isStringLiteralLike(root.argumentExpression)
    ) {
      path.unshift(root.argumentExpression.text);
    } else break;
    root = root.expression;
  }
  if (path.length === 0 || !ts.isIdentifier(root)) return undefined;
  const schema = schemas.get(root.text);
  if (schema === undefined) return undefined;
  const value = path.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null && Object.hasOwn(at, key)
        ? (at as Record<string, unknown>)[key]
        : undefined,
    schema,
  );
  if (!Array.isArray(value)) return undefined;
  const items = (value as readonly Json[]).map(codeOf);
  return factory.createIdentifier(`[${items.join(", ")}]`);
}
