import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** One import, re-export or `import()` of a source file. */
export interface SourceImport {
  /** As written. */
  readonly specifier: string;
  /** Path of the file of ours that it names, relative to the repository; undefined for packages and builtins. */
  readonly file: string | undefined;
  readonly kind: "value" | "type" | "dynamic";
}

/** A source file, with what the architecture rules ask of it. Paths are relative to the repository, POSIX. */
export interface SourceFile {
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly SourceImport[];
  /** `process.exit`, `Date.now`, …: every `identifier.property` whose identifier nothing in the file declares. */
  readonly globals: ReadonlySet<string>;
}

/** Reads every TypeScript file below the folders, declarations included. */
export function readSources(...folders: string[]): readonly SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
      .sort()
      .map(readSource),
  );
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(ROOT, path), "utf8");
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const imports: SourceImport[] = [];
  const globals = new Set<string>();
  const add = (name: ts.Node | undefined, kind: SourceImport["kind"]) => {
    if (name === undefined || !ts.isStringLiteral(name)) return;
    const file = resolveFile(path, name.text);
    imports.push({ specifier: name.text, file, kind });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, isTypeOnly(node) ? "type" : "value");
    } else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, node.isTypeOnly ? "type" : "value");
    } else if (
      ts.isCallExpression(node) &&
      node.expression.kind === ts.SyntaxKind.ImportKeyword
    ) {
      add(node.arguments[0], "dynamic");
    } else if (
      ts.isImportTypeNode(node) &&
      ts.isLiteralTypeNode(node.argument)
    ) {
      add(node.argument.literal, "type");
    } else if (
      ts.isPropertyAccessExpression(node) &&
      ts.isIdentifier(node.expression)
    ) {
      globals.add(`${node.expression.text}.${node.name.text}`);
    } else if (ts.isNewExpression(node) && !node.arguments?.length) {
      globals.add(`new ${node.expression.getText(source)}()`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { path, lines: source.getLineStarts().length, imports, globals };
}

function isTypeOnly({ importClause }: ts.ImportDeclaration): boolean {
  if (importClause === undefined) return false;
  if (importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings } = importClause;
  return (
    name === undefined &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.length > 0 &&
    namedBindings.elements.every((element) => element.isTypeOnly)
  );
}

function resolveFile(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  const target = relative(ROOT, join(ROOT, dirname(from), specifier));
  const path = target.replaceAll("\\", "/").replace(/\.js$/, "");
  const found = [`${path}.ts`, `${path}.d.ts`, path].find((candidate) =>
    existsSync(join(ROOT, candidate)),
  );
  return found ?? `${path}.ts`;
}
