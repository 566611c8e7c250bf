import ts from "typescript";
import { nameNow, type NewNames } from "../new-names.js";
import { aliased } from "./event-types.js";
import { walk } from "./mentions.js";
import type { Compiled } from "./program.js";
import type { Surroundings } from "./rename-code.js";
import type { TextEdit } from "./text-edits.js";

/** Where the kernel's functions take the events that they are for. */
const EVENTS_AT = new Map([
  ["onWebhook", 0],
  ["on", 0],
  ["isEvent", 2],
]);

export interface SharedNames {
  /** What events are called now. */
  readonly events: NewNames;
  /** Event types and families that several providers have after the change. */
  readonly shared: ReadonlySet<string>;
  /** Of those that handlers of the manifest ask for: whose events they get unless they say it. */
  readonly handled: ReadonlyMap<string, string>;
  /** Names that several providers had before: who uses them knows it. */
  readonly known: ReadonlySet<string>;
}

/**
 * Lets calls say whose event they mean, where the name that it has now is another provider's as well. Without it they would get the events
 * of both, or be typed by the wrong ones.
 *
 * @returns edits by path from the root
 */
export function sayProvider(
  { program, checker, pathOf }: Compiled,
  { events, shared, handled, known }: SharedNames,
  { senderOf, isGenerated }: Surroundings,
): ReadonlyMap<string, readonly TextEdit[]> {
  const result = new Map<string, readonly TextEdit[]>();
  if (shared.size === 0) return result;

  function calleeOf(call: ts.CallExpression): string | undefined {
    const symbol = checker.getSymbolAtLocation(call.expression);
    const real = symbol && aliased(symbol, checker);
    const path = real?.declarations?.[0]?.getSourceFile();
    return path !== undefined && isGenerated(pathOf(path) ?? "")
      ? real?.name
      : undefined;
  }

  /** Whose events a call means, where it has to say so. */
  function unsaid(name: string, argument: ts.Expression): string | undefined {
    const sender = senderOf(argument);
    for (const text of textsOf(argument, checker)) {
      const now = nameNow(events, text, sender);
      if (typeof now !== "string" || !shared.has(now)) continue;
      if (now === text) {
        // Its name stays, and became another one's: what handlers of the manifest get is decided by who is named first.
        const first = handled.get(text);
        if (name !== "onWebhook" || known.has(text) || first === sender)
          continue;
        return sender;
      }
      const renaming = [...(events.get(text) ?? [])].filter(
        ([, to]) => to === now,
      );
      const owner =
        sender ?? (renaming.length === 1 ? renaming[0]?.[0] : sender);
      if (owner !== undefined) return owner;
    }
    return undefined;
  }

  function editOf(node: ts.Node): TextEdit | undefined {
    if (!ts.isCallExpression(node)) return undefined;
    const name = calleeOf(node);
    const at = EVENTS_AT.get(name ?? "");
    const argument = at === undefined ? undefined : node.arguments[at];
    if (name === undefined || at === undefined || argument === undefined)
      return undefined;
    const [last, options] = node.arguments.slice(
      name === "isEvent" ? at : at + 1,
    );
    if (last === undefined) return undefined;
    const provider = unsaid(name, argument);
    if (provider === undefined) return undefined;
    const said = JSON.stringify(provider);
    if (options === undefined)
      return insertion(
        last.end,
        name === "isEvent" ? `, ${said}` : `, { provider: ${said} }`,
      );
    if (!ts.isObjectLiteralExpression(options)) return undefined;
    const isSaid = options.properties.some(
      (one) => one.name !== undefined && nameText(one.name) === "provider",
    );
    const [first] = options.properties;
    return isSaid
      ? undefined
      : first === undefined
        ? {
            start: options.getStart(),
            end: options.end,
            text: `{ provider: ${said} }`,
          }
        : insertion(first.getStart(), `provider: ${said}, `);
  }

  for (const file of program.getSourceFiles()) {
    const path = pathOf(file);
    if (path === undefined || isGenerated(path)) continue;
    const edits: TextEdit[] = [];
    walk(file, (node) => {
      const edit = editOf(node);
      if (edit !== undefined) edits.push(edit);
    });
    if (edits.length > 0) result.set(path, edits);
  }
  return result;
}

function insertion(at: number, text: string): TextEdit {
  return { start: at, end: at, text };
}

function nameText(name: ts.PropertyName): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name)
    ? name.text
    : undefined;
}

/** The texts that an argument stands for: one, or a list of them. */
function textsOf(
  argument: ts.Expression,
  checker: ts.TypeChecker,
): readonly string[] {
  if (ts.isStringLiteralLike(argument)) return [argument.text];
  if (ts.isArrayLiteralExpression(argument))
    return argument.elements.flatMap((one) => textsOf(one, checker));
  const type = checker.getTypeAtLocation(argument);
  const items = checker.isArrayLikeType(type) && type.getNumberIndexType();
  const one = items || type;
  return (one.isUnion() ? one.types : [one]).flatMap((part) =>
    part.isStringLiteral() ? part.value : [],
  );
}
