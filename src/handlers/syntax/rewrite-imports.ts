import ts from "typescript";
import { importPath } from "../../model/names.js";
import type { Moves } from "../moves.js";

/**
 * The text of a file once files were moved, itself perhaps among them: every relative path to a module leads where it led before.
 * Nothing else of the text is touched.
 *
 * @param path where the file was
 */
export function rewriteImports(
  path: string,
  text: string,
  moves: Moves,
): string {
  const to = moves.get(path) ?? path;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const edits: { start: number; end: number; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    const literal = moduleLiteral(node);
    if (literal !== undefined && /^\.\.?\//.test(literal.text)) {
      const now = specifierFrom(path, to, literal.text, moves);
      if (now !== literal.text)
        edits.push({
          start: literal.getStart() + 1,
          end: literal.end - 1,
          text: now,
        });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return edits.reduceRight(
    (result, { start, end, text: by }) =>
      result.slice(0, start) + by + result.slice(end),
    text,
  );
}

/** The string that names a module, where a node has one. */
function moduleLiteral(node: ts.Node): ts.StringLiteralLike | undefined {
  const name =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
        ? node.argument.literal
        : ts.isCallExpression(node) && namesModule(node.expression)
          ? node.arguments[0]
          : ts.isNewExpression(node) && isUrlOfModule(node)
            ? node.arguments?.[0]
            : undefined;
  return name !== undefined && ts.isStringLiteralLike(name) ? name : undefined;
}

/** `import()`, `require()`, `vi.mock()` and the like. */
function namesModule(callee: ts.Expression): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (ts.isIdentifier(callee)) return callee.text === "require";
  return (
    ts.isPropertyAccessExpression(callee) &&
    ts.isIdentifier(callee.expression) &&
    /^(?:vi|jest|require)$/.test(callee.expression.text) &&
    /^(?:mock|doMock|unmock|doUnmock|importActual|importMock|requireActual|requireMock|resolve)$/.test(
      callee.name.text,
    )
  );
}

/** `new URL("./x", import.meta.url)` */
function isUrlOfModule({ expression, arguments: given }: ts.NewExpression) {
  return (
    ts.isIdentifier(expression) &&
    expression.text === "URL" &&
    given?.[1]?.getText() === "import.meta.url"
  );
}

function specifierFrom(
  from: string,
  to: string,
  specifier: string,
  moves: Moves,
): string {
  const target = resolvePath(from, specifier);
  if (target === undefined) return specifier;
  const source = sourceOf(target, moves);
  const moved = source && moves.get(source);
  if (from === to && moved === undefined) return specifier;
  const ending = source === undefined ? "" : target.slice(stem(source).length);
  const goal = moved === undefined ? target : stem(moved) + ending;
  return relativePath(to, goal);
}

/** The moved file that a path of a module means: `x.js`, `x.ts` and `x` all mean `x.ts`. */
function sourceOf(target: string, moves: Moves): string | undefined {
  return [target, target.replace(/\.js$/, ".ts"), `${target}.ts`].find(
    (candidate) => moves.has(candidate),
  );
}

function stem(path: string): string {
  return path.replace(/\.ts$/, "");
}

/** Undefined when the path leaves the project. */
function resolvePath(from: string, specifier: string): string | undefined {
  const parts = from.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}

/** `importPath` turns `.ts` into `.js`; here the ending is the user's choice. */
function relativePath(from: string, goal: string): string {
  const ending = /\.ts$/.exec(goal)?.[0] ?? "";
  return ending === ""
    ? importPath(from, goal)
    : importPath(from, goal).replace(/\.js$/, ending);
}
