import ts from "typescript";
import type { ChangedFields } from "./changed-fields.js";
import { aliased } from "./event-types.js";
import { isEventName, isListedValue } from "./event-literals.js";
import { mentionAt, walk } from "./mentions.js";
import type { Compiled } from "./program.js";
import type { TextEdit } from "./text-edits.js";

export interface CodeRenames {
  /** Event types, old name → new name. */
  readonly events: ReadonlyMap<string, string>;
  /** Names that generated files export. */
  readonly exports: ReadonlyMap<string, string>;
  /** Constants that fixtures export. */
  readonly fixtures: ReadonlyMap<string, string>;
  /** Fields of which a `field-renamed` is told. */
  readonly fields: ChangedFields;
  /** Values of open lists in payloads. */
  readonly values: ReadonlyMap<string, string>;
}

/**
 * What renames change in the user's code: event types where the compiler takes a text for one, the names of types, and members. Only
 * those spans are edited.
 *
 * @param isGenerated whether a path is a file of the tool's
 * @returns edits by path from the root; files that stay are not among them
 */
export function renameInCode(
  compiled: Compiled,
  renames: CodeRenames,
  isGenerated: (path: string) => boolean,
): ReadonlyMap<string, readonly TextEdit[]> {
  const { program, checker, pathOf } = compiled;
  const result = new Map<string, readonly TextEdit[]>();
  const isOurs = (symbol: ts.Symbol | undefined, ours: boolean) =>
    symbol?.declarations?.some((declaration) => {
      const path = pathOf(declaration.getSourceFile());
      return path !== undefined && isGenerated(path) === ours;
    }) === true;

  /** `"asset" | (string & {})`: written by nobody but the tool. */
  const isOpenList = (type: ts.Type) =>
    type.isUnion() && type.types.some((part) => part.isIntersection());

  function editsAt(node: ts.Node): TextEdit | undefined {
    if (ts.isStringLiteralLike(node)) {
      const event = renames.events.get(node.text);
      if (event !== undefined && isEventName(node, checker))
        return insideOf(node, event);
      const value = renames.values.get(node.text);
      if (value !== undefined && isListedValue(node, checker, isOpenList))
        return insideOf(node, value);
    }
    if (!ts.isIdentifier(node) && !ts.isStringLiteralLike(node))
      return undefined;
    return (ts.isIdentifier(node) ? exported(node) : undefined) ?? member(node);
  }

  function exported(node: ts.Identifier): TextEdit | undefined {
    const name = renames.exports.get(node.text);
    const fixture = renames.fixtures.get(node.text);
    if (name === undefined && fixture === undefined) return undefined;
    const { parent } = node;
    const symbol = ts.isShorthandPropertyAssignment(parent)
      ? checker.getShorthandAssignmentValueSymbol(parent)
      : checker.getSymbolAtLocation(node);
    const real = symbol && aliased(symbol, checker);
    const to =
      name !== undefined && isOurs(real, true)
        ? name
        : fixture !== undefined &&
            isExportedConstant(real) &&
            isOurs(real, false)
          ? fixture
          : undefined;
    if (to === undefined || to === node.text) return undefined;
    return replaced(
      node,
      ts.isShorthandPropertyAssignment(parent) ? `${node.text}: ${to}` : to,
    );
  }

  function member(node: ts.Identifier | ts.StringLiteralLike) {
    const mention = mentionAt(node, checker);
    if (mention === undefined) return undefined;
    const names = mention.declarations.map(
      (declaration) =>
        renames.fields
          .get(declaration)
          ?.find(({ change }) => change.kind === "field-renamed")?.change.after,
    );
    const [to] = names;
    // A member of several payloads that is not called otherwise in all of them stays.
    if (to === undefined || names.some((name) => name !== to)) return undefined;
    return renamedMember(node, to);
  }

  for (const file of program.getSourceFiles()) {
    const path = pathOf(file);
    if (path === undefined || isGenerated(path)) continue;
    const edits: TextEdit[] = [];
    walk(file, (node) => {
      const edit = editsAt(node);
      if (edit !== undefined) edits.push(edit);
    });
    if (edits.length > 0) result.set(path, edits);
  }
  return result;
}

function renamedMember(
  node: ts.Identifier | ts.StringLiteralLike,
  to: string,
): TextEdit {
  if (ts.isStringLiteralLike(node)) return insideOf(node, to);
  const { parent } = node;
  const key = isName(to) ? to : JSON.stringify(to);
  if (ts.isPropertyAccessExpression(parent) && !isName(to)) {
    const text = `${parent.questionDotToken ? "?." : ""}[${key}]`;
    return { start: parent.expression.end, end: node.end, text };
  }
  const isShort =
    ts.isShorthandPropertyAssignment(parent) ||
    (ts.isBindingElement(parent) && parent.propertyName === undefined);
  return replaced(node, isShort ? `${key}: ${node.text}` : key);
}

function isExportedConstant(symbol: ts.Symbol | undefined): boolean {
  const declaration = symbol?.valueDeclaration;
  return (
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    ts.isSourceFile(declaration.parent.parent.parent)
  );
}

function replaced(node: ts.Node, text: string): TextEdit {
  return { start: node.getStart(), end: node.end, text };
}

/** A text between the marks that it has. */
function insideOf(node: ts.StringLiteralLike, text: string): TextEdit {
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll("'", "\\'")
    .replaceAll("`", "\\`");
  return { start: node.getStart() + 1, end: node.end - 1, text: escaped };
}

function isName(text: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text);
}
