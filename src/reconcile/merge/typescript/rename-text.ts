import ts from "typescript";
import { isReference } from "./scope.js";

export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Rename {
  readonly from: string;
  readonly to: string;
  /** The scope of the name, in the base and in the text that is to follow. */
  readonly inBase: Range;
  readonly inOther: Range;
}

/** The text with the names changed; undefined where that is not safe. */
export function renamed(
  file: ts.SourceFile,
  renames: readonly Rename[],
  range: (rename: Rename) => Range,
): string | undefined {
  const edits = new Map<number, { end: number; text: string }>();
  for (const rename of renames) {
    const { start, end } = range(rename);
    const found = identifiers(file, start, end);
    if (found.some((node) => node.text === rename.to && !isProperty(node))) {
      return undefined;
    }
    const own = found.filter(
      (node) => node.text === rename.from && !isProperty(node),
    );
    // Two declarations in the range: one of them hides the other.
    if (own.filter((node) => !isReference(node)).length > 1) return undefined;
    for (const node of own) {
      edits.set(node.getStart(), {
        end: node.end,
        text: replacement(node, rename),
      });
    }
  }
  let { text } = file;
  for (const [start, edit] of [...edits].sort(([a], [b]) => b - a)) {
    text = text.slice(0, start) + edit.text + text.slice(edit.end);
  }
  return text;
}

function identifiers(
  file: ts.SourceFile,
  start: number,
  end: number,
): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node) => {
    if (node.end < start || node.pos > end) return;
    if (ts.isIdentifier(node) && node.getStart() >= start && node.end <= end)
      found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The name of a property or of another module's export, not of this scope. */
function isProperty(node: ts.Identifier): boolean {
  if (isReference(node)) return false;
  const { parent } = node;
  if (ts.isImportSpecifier(parent)) return parent.propertyName === node;
  return !(
    ts.isVariableDeclaration(parent) ||
    ts.isParameter(parent) ||
    ts.isFunctionDeclaration(parent) ||
    ts.isClassDeclaration(parent) ||
    ts.isEnumDeclaration(parent) ||
    ts.isInterfaceDeclaration(parent) ||
    ts.isTypeAliasDeclaration(parent) ||
    ts.isTypeParameterDeclaration(parent) ||
    ts.isImportClause(parent) ||
    ts.isNamespaceImport(parent) ||
    (ts.isBindingElement(parent) && parent.name === node)
  );
}

function replacement(node: ts.Identifier, { from, to }: Rename): string {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return `${from}: ${to}`;
  if (ts.isExportSpecifier(parent) && !parent.propertyName)
    return `${to} as ${from}`;
  if (ts.isImportSpecifier(parent) && !parent.propertyName)
    return `${from} as ${to}`;
  if (
    ts.isBindingElement(parent) &&
    parent.name === node &&
    !parent.propertyName &&
    ts.isObjectBindingPattern(parent.parent)
  ) {
    return `${from}: ${to}`;
  }
  return to;
}
