import ts from "typescript";
import { nameNow, type NewNames } from "../new-names.js";
import { aliased } from "./event-types.js";
import { walk } from "./mentions.js";
import type { Compiled } from "./program.js";
import type { Surroundings } from "./code-renames.js";
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
  /** Event types and families → providers that had them before the change, and those that have them after it. */
  readonly before: ReadonlyMap<string, readonly string[]>;
  readonly after: ReadonlyMap<string, readonly string[]>;
  /** Of those that differ from provider to provider, the ones that handlers of the manifest ask for: whose they get unless they say it. */
  readonly handled: ReadonlyMap<string, string>;
}

/**
 * Lets calls say whose event they mean, where the name that it has now is another provider's as well. Without it they would get the events
 * of both, or be typed by the wrong ones.
 *
 * @returns edits by path from the root
 */
export function sayProvider(
  { program, checker, pathOf }: Compiled,
  { events, before, after, handled }: SharedNames,
  { senderOf, isGenerated }: Surroundings,
): ReadonlyMap<string, readonly TextEdit[]> {
  const result = new Map<string, readonly TextEdit[]>();
  const taken = new Set(
    [...events].flatMap(([name, fates]) =>
      [...fates.values()].filter((now) => now !== undefined && now !== name),
    ),
  );
  const isShared = (name: string) => (after.get(name)?.length ?? 0) > 1;
  if (![...taken].some((name) => name !== undefined && isShared(name)))
    return result;

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
    for (const text of textsOf(argument, checker)) {
      const sender = senderOf(argument);
      const now = nameNow(events, text, sender);
      if (typeof now !== "string" || !taken.has(now) || !isShared(now))
        continue;
      // A name that several had before is used by those who know it.
      const had = before.get(text) ?? [];
      const owner = sender ?? (had.length === 1 ? had[0] : undefined);
      if (owner === undefined || (now === text && had.length > 1)) continue;
      const first = handled.get(now);
      const isToSay =
        name !== "onWebhook" ||
        (first !== undefined && (now !== text || first !== owner));
      if (isToSay) return owner;
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
