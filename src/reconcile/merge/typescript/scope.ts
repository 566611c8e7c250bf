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

/** Which names a file uses and declares. Scopes are lexical; libraries and other files are not looked at. */
export function namesOf(file: ts.SourceFile): Names {
  const free = new Set<string>();
  const doubled = new Set<string>();
  const used = new Set<string>();
  const pending: [string, Scope][] = [];
  const open = (parent?: Scope): Scope => ({
    parent,
    names: new Set(),
    values: new Set(),
  });
  const declare = (scope: Scope, name: ts.BindingName, once: boolean) => {
    if (!ts.isIdentifier(name)) {
      for (const element of name.elements) {
        if (ts.isBindingElement(element)) declare(scope, element.name, once);
      }
      return;
    }
    if (once && scope.values.has(name.text)) doubled.add(name.text);
    if (once) scope.values.add(name.text);
    scope.names.add(name.text);
  };
  const visit = (node: ts.Node, scope: Scope): void => {
    let inner = scope;
    if (ts.isVariableDeclaration(node)) {
      const list = node.parent;
      const once =
        ts.isVariableDeclarationList(list) &&
        (list.flags & ts.NodeFlags.BlockScoped) !== 0;
      declare(scope, node.name, once);
    } else if (ts.isParameter(node)) {
      declare(scope, node.name, true);
    } else if (ts.isFunctionDeclaration(node)) {
      if (node.name) declare(scope, node.name, node.body !== undefined);
    } else if (ts.isClassDeclaration(node) || ts.isEnumDeclaration(node)) {
      if (node.name) declare(scope, node.name, ts.isClassDeclaration(node));
    } else if (
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node)
    ) {
      // A type may share its name with a value, two aliases may not.
      scope.names.add(node.name.text);
      const key = `type ${node.name.text}`;
      if (ts.isTypeAliasDeclaration(node) && scope.values.has(key))
        doubled.add(node.name.text);
      scope.values.add(key);
    } else if (ts.isModuleDeclaration(node) && ts.isIdentifier(node.name)) {
      scope.names.add(node.name.text);
    } else if (ts.isTypeParameterDeclaration(node)) {
      scope.names.add(node.name.text);
    } else if (
      ts.isImportClause(node) ||
      ts.isNamespaceImport(node) ||
      ts.isImportSpecifier(node) ||
      ts.isImportEqualsDeclaration(node)
    ) {
      if (node.name && ts.isIdentifier(node.name))
        declare(scope, node.name, true);
    }
    if (opensScope(node)) inner = open(scope);
    if (ts.isFunctionExpression(node) || ts.isClassExpression(node)) {
      if (node.name) inner.names.add(node.name.text);
    }
    if (ts.isIdentifier(node) && isReference(node)) {
      used.add(node.text);
      pending.push([node.text, scope]);
    }
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  visit(file, open());
  // Declarations may follow their use, so names are looked up at the end.
  for (const [name, from] of pending) {
    let scope: Scope | undefined = from;
    while (scope && !scope.names.has(name)) scope = scope.parent;
    if (!scope) free.add(name);
  }
  return { free, doubled, used };
}

function opensScope(node: ts.Node): boolean {
  return (
    ts.isBlock(node) ||
    ts.isModuleBlock(node) ||
    ts.isFunctionLike(node) ||
    ts.isClassLike(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isForStatement(node) ||
    ts.isForOfStatement(node) ||
    ts.isForInStatement(node) ||
    ts.isCatchClause(node) ||
    ts.isCaseBlock(node) ||
    ts.isMappedTypeNode(node) ||
    ts.isConditionalTypeNode(node)
  );
}

/** Whether an identifier mentions a name of a scope, rather than declaring one or naming a property. */
export function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isQualifiedName(parent)) return parent.left === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  if (ts.isExportSpecifier(parent)) {
    const from = parent.parent.parent.moduleSpecifier;
    return !from && (parent.propertyName ?? parent.name) === node;
  }
  if (
    ts.isImportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isNamespaceImport(parent)
  )
    return false;
  if (
    ts.isJsxAttribute(parent) ||
    ts.isLabeledStatement(parent) ||
    ts.isBreakOrContinueStatement(parent)
  )
    return false;
  if (
    ts.isMetaProperty(parent) ||
    ts.isNamedTupleMember(parent) ||
    ts.isImportTypeNode(parent)
  )
    return false;
  if (ts.isTypePredicateNode(parent)) return false;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  const { name } = parent as { name?: ts.Node };
  return name !== node;
}
