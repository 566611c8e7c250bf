import ts from "typescript";

export interface Names {
  /** Mentioned, and declared nowhere in the file. */
  readonly free: ReadonlySet<string>;
  /** Declared more than once where that is an error. */
  readonly doubled: ReadonlySet<string>;
  /** All names that are mentioned other than by their declaration. */
  readonly used: ReadonlySet<string>;
}

interface Scope {
  readonly parent: Scope | undefined;
  readonly names: Set<string>;
  /** Values that may be declared only once. */
  readonly values: Set<string>;
}

/** Which names a file uses and declares; remembered for each file. Scopes are lexical; libraries and other files are not looked at. */
export function namesOf(file: ts.SourceFile): Names {
  let names = known.get(file);
  if (names === undefined) known.set(file, (names = findNames(file)));
  return names;
}

const known = new WeakMap<ts.SourceFile, Names>();

function findNames(file: ts.SourceFile): Names {
  const free = new Set<string>();
  const doubled = new Set<string>();
  const used = new Set<string>();
  const pending: [string, Scope][] = [];
  const open = (parent?: Scope): Scope => ({
    parent,
    names: new Set(),
    values: new Set(),
  });
  const declare = (scope: Scope, name: ts.Node | undefined, once: boolean) => {
    if (name === undefined) return;
    if (ts.isIdentifier(name)) {
      if (once && scope.values.has(name.text)) doubled.add(name.text);
      if (once) scope.values.add(name.text);
      scope.names.add(name.text);
    } else if (
      ts.isObjectBindingPattern(name) ||
      ts.isArrayBindingPattern(name)
    ) {
      for (const element of name.elements) {
        if (ts.isBindingElement(element)) declare(scope, element.name, once);
      }
    }
  };
  const declareBy = (node: ts.Node, parent: ts.Node, scope: Scope): void => {
    const { name } = node as ts.NamedDeclaration;
    switch (DECLARES.get(node.kind)) {
      case undefined:
        return;
      case "variable":
        return declare(scope, name, isBlockScoped(parent));
      case "function":
        return declare(scope, name, hasBody(node));
      case "once":
        return declare(scope, name, true);
      case "often":
        return declare(scope, name, false);
      case "type":
        declare(scope, name, false);
        // A type may share its name with a value, two aliases may not.
        if (name !== undefined && ts.isIdentifier(name)) {
          const key = `type ${name.text}`;
          if (ts.isTypeAliasDeclaration(node) && scope.values.has(key))
            doubled.add(name.text);
          scope.values.add(key);
        }
    }
  };
  const visit = (node: ts.Node, parent: ts.Node, scope: Scope): void => {
    if (ts.isIdentifier(node)) {
      if (!isReference(node, parent)) return;
      used.add(node.text);
      pending.push([node.text, scope]);
      return;
    }
    // Names of another module.
    if (ts.isExportDeclaration(node) && node.moduleSpecifier) return;
    declareBy(node, parent, scope);
    let inner = scope;
    if (OPENS_SCOPE.has(node.kind)) {
      inner = open(scope);
      if (ts.isFunctionExpression(node) || ts.isClassExpression(node))
        declare(inner, node.name, false);
    }
    ts.forEachChild(node, (child) => visit(child, node, inner));
  };
  visit(file, file, open());
  // Declarations may follow their use, so names are looked up at the end.
  for (const [name, from] of pending) {
    let scope: Scope | undefined = from;
    while (scope && !scope.names.has(name)) scope = scope.parent;
    if (!scope) free.add(name);
  }
  return { free, doubled, used };
}

/** How often a name may be declared by what bears it. */
const DECLARES: ReadonlyMap<
  ts.SyntaxKind,
  "variable" | "function" | "once" | "often" | "type"
> = new Map([
  [ts.SyntaxKind.VariableDeclaration, "variable"],
  [ts.SyntaxKind.FunctionDeclaration, "function"],
  [ts.SyntaxKind.Parameter, "once"],
  [ts.SyntaxKind.ClassDeclaration, "once"],
  [ts.SyntaxKind.ImportClause, "once"],
  [ts.SyntaxKind.NamespaceImport, "once"],
  [ts.SyntaxKind.ImportSpecifier, "once"],
  [ts.SyntaxKind.ImportEqualsDeclaration, "once"],
  [ts.SyntaxKind.EnumDeclaration, "often"],
  [ts.SyntaxKind.ModuleDeclaration, "often"],
  [ts.SyntaxKind.TypeParameter, "often"],
  [ts.SyntaxKind.InterfaceDeclaration, "type"],
  [ts.SyntaxKind.TypeAliasDeclaration, "type"],
]);

const isBlockScoped = (parent: ts.Node) =>
  ts.isVariableDeclarationList(parent) &&
  (parent.flags & ts.NodeFlags.BlockScoped) !== 0;

const hasBody = (node: ts.Node) =>
  (node as ts.FunctionDeclaration).body !== undefined;

const OPENS_SCOPE: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.Block,
  ts.SyntaxKind.ModuleBlock,
  ts.SyntaxKind.CaseBlock,
  ts.SyntaxKind.CatchClause,
  ts.SyntaxKind.ForStatement,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.ForInStatement,
  ts.SyntaxKind.ClassDeclaration,
  ts.SyntaxKind.ClassExpression,
  ts.SyntaxKind.InterfaceDeclaration,
  ts.SyntaxKind.TypeAliasDeclaration,
  ts.SyntaxKind.MappedType,
  ts.SyntaxKind.ConditionalType,
  // What is like a function.
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.FunctionExpression,
  ts.SyntaxKind.ArrowFunction,
  ts.SyntaxKind.MethodDeclaration,
  ts.SyntaxKind.MethodSignature,
  ts.SyntaxKind.Constructor,
  ts.SyntaxKind.GetAccessor,
  ts.SyntaxKind.SetAccessor,
  ts.SyntaxKind.CallSignature,
  ts.SyntaxKind.ConstructSignature,
  ts.SyntaxKind.IndexSignature,
  ts.SyntaxKind.FunctionType,
  ts.SyntaxKind.ConstructorType,
]);

/** Whether an identifier mentions a name of a scope, rather than declaring one or naming a property. Not for names of another module. */
export function isReference(node: ts.Identifier, parent: ts.Node): boolean {
  switch (MENTIONS.get(parent.kind)) {
    case "nothing":
      return false;
    case "expression":
      return (parent as ts.PropertyAccessExpression).expression === node;
    case "left":
      return (parent as ts.QualifiedName).left === node;
    case "initializer":
      return (parent as ts.PropertyAssignment).initializer === node;
    case "anything":
      return true;
    case "own name": {
      const specifier = parent as ts.ExportSpecifier;
      return (specifier.propertyName ?? specifier.name) === node;
    }
    case undefined:
      return (parent as { name?: ts.Node }).name !== node;
  }
}

/** Which of the names in a node are mentioned; elsewhere all but its own. */
const MENTIONS: ReadonlyMap<
  ts.SyntaxKind,
  "nothing" | "expression" | "left" | "initializer" | "anything" | "own name"
> = new Map([
  [ts.SyntaxKind.PropertyAccessExpression, "expression"],
  [ts.SyntaxKind.QualifiedName, "left"],
  [ts.SyntaxKind.PropertyAssignment, "initializer"],
  [ts.SyntaxKind.BindingElement, "initializer"],
  [ts.SyntaxKind.ExportSpecifier, "own name"],
  [ts.SyntaxKind.ShorthandPropertyAssignment, "anything"],
  [ts.SyntaxKind.ImportSpecifier, "nothing"],
  [ts.SyntaxKind.ImportClause, "nothing"],
  [ts.SyntaxKind.NamespaceImport, "nothing"],
  [ts.SyntaxKind.JsxAttribute, "nothing"],
  [ts.SyntaxKind.LabeledStatement, "nothing"],
  [ts.SyntaxKind.BreakStatement, "nothing"],
  [ts.SyntaxKind.ContinueStatement, "nothing"],
  [ts.SyntaxKind.MetaProperty, "nothing"],
  [ts.SyntaxKind.NamedTupleMember, "nothing"],
  [ts.SyntaxKind.ImportType, "nothing"],
  [ts.SyntaxKind.TypePredicate, "nothing"],
]);
