import ts from "typescript";
import { nameNow, type NewNames, UNSURE } from "../new-names.js";
import type { OwnedChange } from "./changed-fields.js";
import type { CodeRenames, Surroundings } from "./code-renames.js";
import { eventsOfMember } from "./event-behind.js";
import { isEventName, isListedValue } from "./event-literals.js";
import { type EventTypes, eventTypesOf } from "./event-types.js";
import { mentionAt, walk } from "./mentions.js";
import type { Compiled } from "./program.js";
import { exportRenamer } from "./rename-exports.js";
import { insideOf, replaced, type TextEdit } from "./text-edits.js";

/**
 * What renames change in the user's code: event types where the compiler takes a text for one, the names of types, and members. Only
 * those spans are edited.
 *
 * @returns edits by path from the root; files that stay are not among them
 */
export function renameInCode(
  compiled: Compiled,
  renames: CodeRenames,
  surroundings: Surroundings,
): ReadonlyMap<string, readonly TextEdit[]> {
  const { program, checker, pathOf } = compiled;
  const { senderOf, isGenerated } = surroundings;
  const result = new Map<string, readonly TextEdit[]>();
  let types: EventTypes | undefined;
  const exported = exportRenamer(compiled, renames, surroundings);

  /** Undefined where it stays, is gone, or nobody can tell. */
  function newName(
    names: NewNames,
    node: ts.StringLiteralLike,
  ): string | undefined {
    if (!names.has(node.text)) return undefined;
    const now = nameNow(names, node.text, senderOf(node));
    return now === UNSURE || now === node.text ? undefined : now;
  }

  /** `"asset" | (string & {})`: written by nobody but the tool. */
  const isOpenList = (type: ts.Type) =>
    type.isUnion() && type.types.some((part) => part.isIntersection());

  function editsAt(node: ts.Node): TextEdit | undefined {
    if (ts.isStringLiteralLike(node)) {
      const event = newName(renames.events, node);
      if (event !== undefined && isEventName(node, checker))
        return insideOf(node, event);
      const value = newName(renames.values, node);
      if (value !== undefined && isListedValue(node, checker, isOpenList))
        return insideOf(node, value);
    }
    if (!ts.isIdentifier(node) && !ts.isStringLiteralLike(node))
      return undefined;
    return exported(node) ?? member(node);
  }

  /** What several events have in common changed in some of them: it must be seen whose it is. */
  function isOfOne(node: ts.Node, { events }: OwnedChange): boolean {
    types ??= eventTypesOf(compiled, isGenerated);
    const around = eventsOfMember(node, checker, types);
    return around.length > 0 && around.every((name) => events.includes(name));
  }

  /** What an event had that is gone keeps nobody from following the others. */
  function isThere(declaration: ts.Declaration): boolean {
    const owner = ts.findAncestor(declaration, ts.isInterfaceDeclaration);
    const event = renames.goneTypes.get(owner?.name.text ?? "");
    return (
      event === undefined ||
      nameNow(renames.events, event, senderOf(declaration)) !== undefined
    );
  }

  function member(node: ts.Identifier | ts.StringLiteralLike) {
    const mention = mentionAt(node, checker);
    if (mention === undefined) return undefined;
    const names = mention.declarations.filter(isThere).map((declaration) => {
      const owned = renames.fields
        .get(declaration)
        ?.find(({ change }) => change.kind === "field-renamed");
      return owned?.partly && !isOfOne(node, owned)
        ? undefined
        : owned?.change.after;
    });
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

function isName(text: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text);
}
