import ts from "typescript";

/** A call of `onWebhook` or `on`, imported under whatever name, in a file of the user's. */
export interface FoundHandler {
  readonly path: string;
  /** `on` registers by itself, where it runs: no manifest names it. */
  readonly isRegistered: boolean;
  /** As they are written; empty when they are not literals. */
  readonly events: readonly string[];
  /** Only a default export can be registered in the manifest. */
  readonly isDefault: boolean;
  /** Name of the constant that holds it, where the file could export that as its default. */
  readonly name: string | undefined;
  /** 1-based. */
  readonly line: number;
}

/** Handlers in a file, found by what they are and not by where they are. */
export function findHandlers(path: string, text: string): FoundHandler[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const names = importedNames(file);
  if (names.calls.size === 0 && names.namespaces.size === 0) return [];
  const constants = constantsOf(file);
  const exported = defaultExport(file, constants);
  const found: FoundHandler[] = [];
  const visit = (node: ts.Node): void => {
    const called = ts.isCallExpression(node)
      ? calledName(node.expression, names)
      : undefined;
    if (ts.isCallExpression(node) && called !== undefined) {
      const isRegistered = called === "on";
      const [name] =
        [...constants].find(([, value]) => isWithin(node, value)) ?? [];
      found.push({
        path,
        isRegistered,
        events: eventsOf(node.arguments[0], constants),
        isDefault:
          !isRegistered && exported !== undefined && isWithin(node, exported),
        name: exported === undefined ? name : undefined,
        line: file.getLineAndCharacterOfPosition(node.getStart()).line + 1,
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

type Called = "onWebhook" | "on";

interface Names {
  /** What is called, by the name that it was imported under. */
  readonly calls: ReadonlyMap<string, Called>;
  /** Whether it is the app's own module, by name. */
  readonly namespaces: ReadonlyMap<string, boolean>;
}

function importedNames(file: ts.SourceFile): Names {
  const calls = new Map<string, Called>();
  const namespaces = new Map<string, boolean>();
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (bindings === undefined) continue;
    // Others export something that is called `on`, too.
    const isOurs =
      ts.isStringLiteral(statement.moduleSpecifier) &&
      /(?:^|\/)frameio\/index\.gen(?:\.[jt]s)?$/.test(
        statement.moduleSpecifier.text,
      );
    if (ts.isNamespaceImport(bindings))
      namespaces.set(bindings.name.text, isOurs);
    else
      for (const { name, propertyName } of bindings.elements) {
        const { text } = propertyName ?? name;
        if (text === "onWebhook" || (text === "on" && isOurs))
          calls.set(name.text, text);
      }
  }
  return { calls, namespaces };
}

function calledName(callee: ts.Expression, names: Names): Called | undefined {
  if (ts.isIdentifier(callee)) return names.calls.get(callee.text);
  if (
    !ts.isPropertyAccessExpression(callee) ||
    !ts.isIdentifier(callee.expression)
  )
    return undefined;
  const isOurs = names.namespaces.get(callee.expression.text);
  const { text } = callee.name;
  if (isOurs === undefined) return undefined;
  return text === "onWebhook" || (text === "on" && isOurs) ? text : undefined;
}

/** Initializers of the constants at the file's top level. */
type Constants = ReadonlyMap<string, ts.Expression>;

function constantsOf(file: ts.SourceFile): Constants {
  return new Map(
    file.statements
      .filter(ts.isVariableStatement)
      .flatMap(({ declarationList }) => [...declarationList.declarations])
      .flatMap(({ name, initializer }) =>
        ts.isIdentifier(name) && initializer !== undefined
          ? [[name.text, initializer] as const]
          : [],
      ),
  );
}

function defaultExport(
  file: ts.SourceFile,
  constants: Constants,
): ts.Expression | undefined {
  for (const statement of file.statements) {
    if (ts.isExportAssignment(statement) && statement.isExportEquals !== true)
      return resolved(statement.expression, constants);
    if (
      ts.isExportDeclaration(statement) &&
      statement.moduleSpecifier === undefined &&
      statement.exportClause !== undefined &&
      ts.isNamedExports(statement.exportClause)
    ) {
      const element = statement.exportClause.elements.find(
        ({ name }) => name.text === "default",
      );
      if (element !== undefined)
        return constants.get((element.propertyName ?? element.name).text);
    }
  }
  return undefined;
}

/** What an expression stands for: without parentheses and assertions, and the constant where it names one. */
function resolved(
  expression: ts.Expression,
  constants: Constants,
): ts.Expression {
  const plain = withoutAssertions(expression);
  if (!ts.isIdentifier(plain)) return plain;
  const value = constants.get(plain.text);
  return value === undefined ? plain : withoutAssertions(value);
}

function withoutAssertions(expression: ts.Expression): ts.Expression {
  let plain = expression;
  while (
    ts.isParenthesizedExpression(plain) ||
    ts.isAsExpression(plain) ||
    ts.isSatisfiesExpression(plain) ||
    ts.isNonNullExpression(plain)
  )
    plain = plain.expression;
  return plain;
}

function isWithin(node: ts.Node, ancestor: ts.Node): boolean {
  return node.pos >= ancestor.pos && node.end <= ancestor.end;
}

function eventsOf(
  argument: ts.Expression | undefined,
  constants: Constants,
): string[] {
  if (argument === undefined) return [];
  const value = resolved(argument, constants);
  if (ts.isStringLiteralLike(value)) return [value.text];
  if (!ts.isArrayLiteralExpression(value)) return [];
  return value.elements.flatMap((element) => {
    const item = resolved(element, constants);
    return ts.isStringLiteralLike(item) ? [item.text] : [];
  });
}
