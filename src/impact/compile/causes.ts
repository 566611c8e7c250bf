import ts from "typescript";
import { eventTypeName } from "../../schema/event-names.js";
import type { CatalogChanges } from "../change.js";
import { nameNow, type NewNames } from "../new-names.js";
import type { Cause } from "../place.js";
import type { ChangedFields, OwnedChange } from "./changed-fields.js";
import { aliased } from "./event-types.js";
import { mentionAt, nodeCovering, walk } from "./mentions.js";
import type { Compiled } from "./program.js";
import type { SenderOf } from "./senders.js";
import { keyedBy, sourceOf } from "./sources.js";
import { causeOf } from "./uses.js";

export interface CauseRequest {
  readonly changes: CatalogChanges;
  /** The project as it is on disk. */
  readonly before: Compiled;
  readonly fields: ChangedFields;
  readonly events: NewNames;
  /** Events that are gone, by the type that they had. */
  readonly goneTypes: ReadonlyMap<string, string>;
  readonly senderOf: SenderOf;
}

/** How far a value is followed back to the field that it came from. */
const MOST_STEPS = 4;

/**
 * What changed so that an error arises at a span of a file on disk. The span itself is looked at first, then where its variables come
 * from, then what the compiler says, then the statement around it.
 */
export function causeFinder({
  changes,
  before,
  fields,
  events,
  goneTypes,
  senderOf,
}: CauseRequest) {
  const { checker } = before;
  function ownedIn(node: ts.Node): OwnedChange[] {
    const found: OwnedChange[] = [];
    walk(node, (inner) => {
      if (!ts.isIdentifier(inner) && !ts.isStringLiteralLike(inner)) return;
      const named = mentionAt(inner, checker)?.declarations ?? [];
      for (const declaration of [...named, ...keyedBy(inner, checker)])
        found.push(...(fields.get(declaration) ?? []));
    });
    return found;
  }

  /** Fields that the variables in a node got their values from. */
  function ownedBehind(node: ts.Node, steps: number): OwnedChange[] {
    const found: OwnedChange[] = [];
    if (steps === 0) return found;
    const seen = new Set<ts.Node>();
    walk(node, (inner) => {
      if (!ts.isIdentifier(inner)) return;
      const declaration = declarationOf(inner);
      if (declaration === undefined || seen.has(declaration)) return;
      seen.add(declaration);
      const source = sourceOf(declaration);
      if (source === undefined || contains(source, node)) return;
      found.push(...ownedIn(source), ...ownedBehind(source, steps - 1));
    });
    return found;
  }

  /** Of what an identifier names, through imports and shorthand. */
  function declarationOf(node: ts.Identifier): ts.Declaration | undefined {
    const symbol = ts.isShorthandPropertyAssignment(node.parent)
      ? checker.getShorthandAssignmentValueSymbol(node.parent)
      : checker.getSymbolAtLocation(node);
    return symbol && aliased(symbol, checker).declarations?.[0];
  }

  function lostEvent(node: ts.Node): string | undefined {
    let found: string | undefined;
    const isGone = (event: string, named: ts.Node) =>
      events.has(event) &&
      nameNow(events, event, senderOf(named)) === undefined;
    walk(node, (inner) => {
      if (found !== undefined) return;
      if (ts.isStringLiteralLike(inner)) {
        if (isGone(inner.text, inner)) found = inner.text;
      } else if (ts.isIdentifier(inner)) {
        const event = goneTypes.get(inner.text);
        if (event !== undefined && isGone(event, declarationOf(inner) ?? inner))
          found = event;
      }
    });
    return found;
  }

  return (
    path: string,
    offset: number,
    length: number,
    message: string,
  ): Cause => {
    const file = before.fileAt(path);
    if (file === undefined) return {};
    const node = nodeCovering(file, offset, offset + length);
    const event = lostEvent(node) ?? lostAround(node, lostEvent);
    if (event !== undefined) return { change: "event-removed", event };
    const steps = stepsAround(node);
    const named = quoted(message);
    const around = [
      ...(/\bmissing\b/.test(message) ? [() => addedTo(changes, named)] : []),
      ...[node, ...valuesBefore(node)].flatMap((one) => [
        () => ownedIn(one),
        () => ownedBehind(one, MOST_STEPS),
      ]),
      ...steps.flatMap((step) => [
        () => ownedIn(step),
        () => ownedBehind(step, MOST_STEPS),
      ]),
      () => allOf(fields).filter((one) => isNamed(one, named)),
    ];
    for (const look of around) {
      const found = look().filter(({ change }) => change.typed);
      const best =
        found.find((one) => one.change.breaking && isNamed(one, named)) ??
        found.find(({ change }) => change.breaking) ??
        found[0];
      if (best !== undefined) return causeOf(best);
    }
    return {};
  };
}

/** Whatever no longer compiles where an event is handled that is gone does so because it is gone. */
function lostAround(
  node: ts.Node,
  lostEvent: (node: ts.Node) => string | undefined,
): string | undefined {
  for (let one = node; !ts.isSourceFile(one); one = one.parent) {
    const named = namesEvents(one);
    const event = named && lostEvent(named);
    if (event !== undefined) return event;
  }
  return undefined;
}

/** What says which events a part of the code is for: `onWebhook("gone", (event) => { … })`, `case "gone":`, `if (event.type === "gone")`. */
function namesEvents(part: ts.Node): ts.Node | undefined {
  const { parent } = part;
  if (ts.isCallExpression(parent)) {
    const [events, handler] = parent.arguments;
    return events !== undefined &&
      events !== part &&
      handler !== undefined &&
      (ts.isStringLiteralLike(events) || ts.isArrayLiteralExpression(events))
      ? events
      : undefined;
  }
  if (ts.isCaseClause(parent)) return parent.expression;
  return ts.isIfStatement(parent) && parent.thenStatement === part
    ? parent.expression
    : undefined;
}

/** `a.b.c()` → `b`, `a`, for `c`: what a member is taken from, the nearest first. */
function valuesBefore(node: ts.Node): readonly ts.Node[] {
  const { parent } = node;
  if (!ts.isPropertyAccessExpression(parent) || parent.name !== node) return [];
  const found: ts.Node[] = [];
  let value: ts.Expression = parent.expression;
  for (;;) {
    if (ts.isPropertyAccessExpression(value)) found.push(value.name);
    else if (ts.isIdentifier(value)) found.push(value);
    if (
      !ts.isPropertyAccessExpression(value) &&
      !ts.isElementAccessExpression(value) &&
      !ts.isCallExpression(value) &&
      !ts.isNonNullExpression(value) &&
      !ts.isParenthesizedExpression(value)
    )
      return found;
    value = value.expression;
  }
}

function contains(outer: ts.Node, inner: ts.Node): boolean {
  return (
    outer.getSourceFile() === inner.getSourceFile() &&
    outer.pos <= inner.pos &&
    outer.end >= inner.end
  );
}

/** From the innermost step outward: a property of an object, the object that it belongs to, up to the statement. */
function stepsAround(node: ts.Node): readonly ts.Node[] {
  const steps: ts.Node[] = [];
  for (
    let step = ts.findAncestor(node, isStep);
    step !== undefined;
    step = ts.isPropertyAssignment(step)
      ? ts.findAncestor(step.parent, isStep)
      : undefined
  )
    steps.push(step);
  return steps.length > 0 ? steps : [node];
}

function isStep(node: ts.Node): boolean {
  return (
    ts.isExpressionStatement(node) ||
    ts.isVariableStatement(node) ||
    ts.isReturnStatement(node) ||
    ts.isIfStatement(node) ||
    ts.isSwitchStatement(node) ||
    ts.isPropertyAssignment(node)
  );
}

function quoted(message: string): ReadonlySet<string> {
  return new Set(
    [...message.matchAll(/'([^']+)'/g)].flatMap(([, text = ""]) => [
      text,
      text.split(".").at(-1) ?? text,
    ]),
  );
}

function allOf(fields: ChangedFields): readonly OwnedChange[] {
  return [...fields.values()].flat();
}

function isNamed({ change }: OwnedChange, names: ReadonlySet<string>): boolean {
  const name = change.path.findLast((key) => key !== "[]" && key !== "{}");
  return name !== undefined && names.has(name);
}

/** New members that must be there: what a fixture lacks. Of several events, the one whose type the message names comes first. */
function addedTo(
  changes: CatalogChanges,
  names: ReadonlySet<string>,
): OwnedChange[] {
  const own = changes.events.flatMap((event) =>
    "fields" in event
      ? event.fields.map((change) => ({ change, events: [event.event] }))
      : [],
  );
  const shared = changes.shared.flatMap(({ name, fields }) =>
    fields.map((change) => ({ change, events: [], shared: name })),
  );
  const added = [...own, ...shared].filter(
    (one) => one.change.kind === "field-added" && isNamed(one, names),
  );
  const isMeant = ({ events }: OwnedChange) =>
    events.some((event) => names.has(eventTypeName(event)));
  const meant = added.filter(isMeant);
  return meant.length > 0 ? meant : added;
}
