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
    // Names of properties and of other modules' exports are not of this scope.
    const found = identifiers(file, start, end).filter(
      (mention) => !isProperty(mention),
    );
    if (found.some(({ node }) => node.text === rename.to)) return undefined;
    const own = found.filter(({ node }) => node.text === rename.from);
    // Two declarations in the range: one of them hides the other.
    const declared = own.filter(
      ({ node, parent }) => !isReference(node, parent),
    );
    if (declared.length > 1) return undefined;
    for (const mention of own) {
      edits.set(mention.node.getStart(file), {
        end: mention.node.end,
        text: replacement(mention, rename),
      });
    }
  }
  let { text } = file;
  for (const [start, edit] of [...edits].sort(([a], [b]) => b - a)) {
    text = text.slice(0, start) + edit.text + text.slice(edit.end);
  }
  return text;
}

/** An identifier and what it stands in. */
interface Mention {
  readonly node: ts.Identifier;
  readonly parent: ts.Node;
  /** The parent of the parent. */
  readonly above: ts.Node;
}

function identifiers(
  file: ts.SourceFile,
  start: number,
  end: number,
): Mention[] {
  const found: Mention[] = [];
  const visit = (node: ts.Node, parent: ts.Node, above: ts.Node) => {
    if (node.end < start || node.pos > end) return;
    // Names of another module.
    if (ts.isExportDeclaration(node) && node.moduleSpecifier) return;
    if (
      ts.isIdentifier(node) &&
      node.getStart(file) >= start &&
      node.end <= end
    )
      found.push({ node, parent, above });
    ts.forEachChild(node, (child) => visit(child, node, parent));
  };
  visit(file, file, file);
  return found;
}

function isProperty({ node, parent }: Mention): boolean {
  if (isReference(node, parent)) return false;
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

function replacement(
  { node, parent, above }: Mention,
  { from, to }: Rename,
): string {
  if (ts.isShorthandPropertyAssignment(parent)) return `${from}: ${to}`;
  if (ts.isExportSpecifier(parent) && !parent.propertyName)
    return `${to} as ${from}`;
  if (ts.isImportSpecifier(parent) && !parent.propertyName)
    return `${from} as ${to}`;
  if (
    ts.isBindingElement(parent) &&
    parent.name === node &&
    !parent.propertyName &&
    ts.isObjectBindingPattern(above)
  ) {
    return `${from}: ${to}`;
  }
  return to;
}
