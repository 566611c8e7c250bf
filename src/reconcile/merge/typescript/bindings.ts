import ts from "typescript";

/** One name that a file imports. */
export interface Binding {
  readonly local: string;
  readonly module: string;
  /** The exported name, `default` or `*`. */
  readonly imported: string;
  readonly typeOnly: boolean;
  /** `type` stands before the name, not before the braces. */
  readonly inline: boolean;
  readonly declaration: ts.ImportDeclaration;
}

export interface Imports {
  readonly file: ts.SourceFile;
  readonly declarations: readonly ts.ImportDeclaration[];
  /** By local name. */
  readonly bindings: ReadonlyMap<string, Binding>;
}

/** Remembered for each file. */
export function importsOf(file: ts.SourceFile): Imports {
  let imports = known.get(file);
  if (imports === undefined) known.set(file, (imports = findImports(file)));
  return imports;
}

const known = new WeakMap<ts.SourceFile, Imports>();

function findImports(file: ts.SourceFile): Imports {
  const declarations = file.statements.filter(ts.isImportDeclaration);
  const bindings = declarations.flatMap(bindingsOf);
  return {
    file,
    declarations,
    bindings: new Map(bindings.map((binding) => [binding.local, binding])),
  };
}

export function moduleOf(declaration: ts.ImportDeclaration): string {
  const { moduleSpecifier } = declaration;
  return ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : "";
}

/** The braces of an import declaration. */
export function namedImports(
  declaration: ts.ImportDeclaration,
): ts.NamedImports | undefined {
  const named = declaration.importClause?.namedBindings;
  return named && ts.isNamedImports(named) ? named : undefined;
}

/** The names that an import brings in; none where it is for its effects alone. */
export function bindingsOf(declaration: ts.ImportDeclaration): Binding[] {
  const clause = declaration.importClause;
  if (!clause) return [];
  const module = moduleOf(declaration);
  const typeOnly = clause.isTypeOnly;
  const result: Binding[] = [];
  const add = (local: string, imported: string, inline = false) => {
    const type = typeOnly || inline;
    result.push({
      local,
      module,
      imported,
      typeOnly: type,
      inline,
      declaration,
    });
  };
  if (clause.name) add(clause.name.text, "default");
  const named = clause.namedBindings;
  if (named && ts.isNamespaceImport(named)) add(named.name.text, "*");
  for (const specifier of namedImports(declaration)?.elements ?? []) {
    const imported = (specifier.propertyName ?? specifier.name).text;
    add(specifier.name.text, imported, specifier.isTypeOnly);
  }
  return result;
}

export function sameBinding(a: Binding, b: Binding): boolean {
  return a.module === b.module && a.imported === b.imported;
}
