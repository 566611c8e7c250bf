import ts from "typescript";
import { nameNow, UNSURE } from "../new-names.js";
import { aliased } from "./event-types.js";
import { walk } from "./mentions.js";
import type { Compiled } from "./program.js";
import type { CodeRenames, Surroundings } from "./code-renames.js";
import { insideOf, replaced, type TextEdit } from "./text-edits.js";

type Named = ts.Identifier | ts.StringLiteralLike;

/**
 * Finds what user code has to call otherwise of that which generated files and samples export: in imports, and wherever it is used. Where a
 * file gives the new name to something else, the import alone changes, and the old name stays the file's own for it.
 */
export function exportRenamer(
  { checker, pathOf }: Compiled,
  { exports, fixtures }: CodeRenames,
  { senderOf, isGenerated }: Surroundings,
): (node: Named) => TextEdit | undefined {
  const constants = new Set(
    [...fixtures.values()].flatMap((names) => [...names.keys()]),
  );
  const owners = new Map<ts.SourceFile, ReadonlyMap<string, string>>();

  /** What the export that a name means is called now; undefined where it stays, is gone, or nobody can tell. */
  function nameOf(node: Named): string | undefined {
    if (!exports.has(node.text) && !constants.has(node.text)) return undefined;
    const { parent } = node;
    const symbol = ts.isShorthandPropertyAssignment(parent)
      ? checker.getShorthandAssignmentValueSymbol(parent)
      : checker.getSymbolAtLocation(node);
    const real = symbol && aliased(symbol, checker);
    const declaration = real?.declarations?.[0];
    if (real === undefined || declaration === undefined) return undefined;
    const file = declaration.getSourceFile();
    const path = pathOf(file) ?? "";
    if (isGenerated(path)) {
      const now = nameNow(exports, node.text, senderOf(declaration));
      return now === UNSURE || now === node.text ? undefined : now;
    }
    if (!isExportedConstant(real)) return undefined;
    const now = fixtures.get(path)?.get(node.text);
    return now === undefined || isTaken(file, now, node.text) ? undefined : now;
  }

  /** Whether a file gives a name to something else than what it called otherwise before. */
  function isTaken(file: ts.SourceFile, name: string, before: string): boolean {
    const known = owners.get(file) ?? ownersIn(file);
    const owner = known.get(name);
    return owner !== undefined && owner !== before;
  }

  /** Of each name that a file declares after the renames: what it was called before. Of several, the first. */
  function ownersIn(file: ts.SourceFile): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    owners.set(file, found);
    let renamed: (readonly [to: string, from: string])[] = [];
    walk(file, (node) => {
      if (!ts.isIdentifier(node) || !isDeclaredName(node)) return;
      const to = nameOf(node);
      if (to === undefined) found.set(node.text, node.text);
      else renamed.push([to, node.text]);
    });
    for (const [to, from] of renamed) if (!found.has(to)) found.set(to, from);
    // Whoever has to stay keeps a name that another one was to have.
    for (let before = -1; before !== renamed.length;) {
      before = renamed.length;
      for (const [to, from] of renamed)
        if (found.get(to) !== from) found.set(from, from);
      renamed = renamed.filter(([to, from]) => found.get(to) === from);
    }
    return found;
  }

  return (node) => {
    const { parent, text } = node;
    if (ts.isStringLiteralLike(node) && !ts.isElementAccessExpression(parent))
      return undefined;
    const to = nameOf(node);
    if (to === undefined) return undefined;
    if (ts.isStringLiteralLike(node)) return insideOf(node, to);
    if (!isOfModule(node) && isTaken(node.getSourceFile(), to, text))
      return isFromModule(parent)
        ? replaced(node, `${to} as ${text}`)
        : undefined;
    return replaced(
      node,
      ts.isShorthandPropertyAssignment(parent) ? `${text}: ${to}` : to,
    );
  };
}

function isExportedConstant({ valueDeclaration }: ts.Symbol): boolean {
  return (
    valueDeclaration !== undefined &&
    ts.isVariableDeclaration(valueDeclaration) &&
    ts.isSourceFile(valueDeclaration.parent.parent.parent)
  );
}

/** Whether a name is looked up in a module, and not among the names of its file. */
function isOfModule(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isQualifiedName(parent) && parent.right === node) ||
    ((ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) &&
      parent.propertyName === node)
  );
}

/** `{ name }` of an import, or of an export from elsewhere. */
function isFromModule(parent: ts.Node): boolean {
  return (
    ts.isImportSpecifier(parent) ||
    (ts.isExportSpecifier(parent) &&
      parent.parent.parent.moduleSpecifier !== undefined)
  );
}

function isDeclaredName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isImportSpecifier(parent) ||
      ts.isImportClause(parent) ||
      ts.isNamespaceImport(parent) ||
      ts.isVariableDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isBindingElement(parent) ||
      ts.isFunctionDeclaration(parent) ||
      ts.isClassDeclaration(parent) ||
      ts.isInterfaceDeclaration(parent) ||
      ts.isTypeAliasDeclaration(parent) ||
      ts.isTypeParameterDeclaration(parent) ||
      ts.isEnumDeclaration(parent)) &&
    parent.name === node
  );
}
