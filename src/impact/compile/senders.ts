import ts from "typescript";
import { aliased } from "./event-types.js";
import { comparedWith } from "./event-literals.js";
import { mentionAt, walk } from "./mentions.js";
import type { Compiled } from "./program.js";
import { typesAround } from "./types-around.js";

/** Whose event a place in code means, as a key of the manifest's `providers`; undefined where nothing tells. */
export type SenderOf = (node: ts.Node) => string | undefined;

/** How many names of the user's own for a type are seen through. */
const MOST_ALIASES = 4;

/** Where the event types of one provider are declared, in apps with several. */
export function providerOfTypes(path: string): string | undefined {
  return /^src\/frameio\/events\/([^/]+?)(?:\.gen\.ts$|\/)/.exec(path)?.[1];
}

/**
 * Finds out whose event is meant: by the types that a place is compared, declared or written with, by the provider that the call around it is
 * told, and by the handler that the file belongs to.
 *
 * @param owners provider by path from the root: of handlers, tests and samples
 */
export function senderFinder(
  { checker, pathOf }: Compiled,
  providers: ReadonlySet<string>,
  owners: ReadonlyMap<string, string>,
): SenderOf {
  const known = (name: string | undefined) =>
    name !== undefined && providers.has(name) ? name : undefined;

  /** `onWebhook(…, { provider: "shop" })`, `isEvent(event, ctx, "order.created", "shop")` */
  function toldAround(node: ts.Node): string | undefined {
    for (
      let call = ts.findAncestor(node, ts.isCallExpression);
      call !== undefined;
      call = ts.findAncestor(call.parent, ts.isCallExpression)
    ) {
      const [, , , last] = call.arguments;
      const told = [
        ...(last !== undefined && nameOf(call.expression) === "isEvent"
          ? [checker.getTypeAtLocation(last)]
          : []),
        ...call.arguments
          .filter(ts.isObjectLiteralExpression)
          .flatMap((options) => {
            const type = checker.getTypeAtLocation(options);
            const member = type.getProperty("provider");
            return member === undefined ? [] : checker.getTypeOfSymbol(member);
          }),
      ];
      for (const type of told) {
        const provider = known(textOf(type));
        if (provider !== undefined) return provider;
      }
    }
    return undefined;
  }

  function nameOf(callee: ts.Expression): string | undefined {
    const symbol = checker.getSymbolAtLocation(callee);
    return symbol && aliased(symbol, checker).name;
  }

  /** By the types of one provider alone that the place goes with. */
  function declaredFor(node: ts.Node): string | undefined {
    const senders = new Set(
      declarationsFor(node).map((declaration) => {
        const path = pathOf(declaration.getSourceFile());
        return path === undefined ? undefined : providerOfTypes(path);
      }),
    );
    const [sender] = senders;
    return senders.size === 1 ? known(sender) : undefined;
  }

  function declarationsFor(node: ts.Node): readonly ts.Declaration[] {
    const { parent } = node;
    const mention = mentionAt(node, checker);
    const [declaration] = mention?.declarations ?? [];
    if (mention !== undefined && declaration !== undefined) {
      const symbol = checker.getSymbolAtLocation(node);
      const real = symbol && aliased(symbol, checker);
      return real?.declarations ?? mention.declarations;
    }
    const other = comparedWith(node);
    if (other !== undefined) return declaredBehind(other);
    return ts.isPropertyAssignment(parent) && parent.initializer === node
      ? (mentionAt(parent.name, checker)?.declarations ?? [])
      : [];
  }

  /** Of a member, or of the member that a variable was taken from. */
  function declaredBehind(value: ts.Expression): readonly ts.Declaration[] {
    const symbol = checker.getSymbolAtLocation(
      ts.isPropertyAccessExpression(value) ? value.name : value,
    );
    const declarations = symbol?.declarations ?? [];
    return declarations.flatMap((declaration) =>
      ts.isBindingElement(declaration)
        ? (mentionAt(declaration.propertyName ?? declaration.name, checker)
            ?.declarations ?? [])
        : declaration,
    );
  }

  /** `const names: Record<acme.EventName, string> = { … }`: types of one provider alone are written there. */
  function writtenFor(node: ts.Node): string | undefined {
    for (const type of typesAround(node, checker)) {
      const senders = new Set(sendersIn(type, MOST_ALIASES));
      const [sender] = senders;
      if (senders.size > 0) return senders.size === 1 ? sender : undefined;
    }
    return undefined;
  }

  function sendersIn(type: ts.Node, aliases: number): readonly string[] {
    const found: string[] = [];
    walk(type, (node) => {
      if (!ts.isIdentifier(node)) return;
      const symbol = checker.getSymbolAtLocation(node);
      const declaration = symbol && aliased(symbol, checker).declarations?.[0];
      if (declaration === undefined) return;
      const path = pathOf(declaration.getSourceFile()) ?? "";
      const sender = known(providerOfTypes(path));
      if (sender !== undefined) found.push(sender);
      else if (aliases > 0 && ts.isTypeAliasDeclaration(declaration))
        found.push(...sendersIn(declaration.type, aliases - 1));
    });
    return found;
  }

  /** `on("order.created", …)` gets the events of all providers, in whosever file it stands. */
  function isForAll(node: ts.Node): boolean {
    return (
      ts.findAncestor(
        node,
        (one) => ts.isCallExpression(one) && nameOf(one.expression) === "on",
      ) !== undefined
    );
  }

  return (node) => {
    if (providers.size < 2) return [...providers][0];
    const path = pathOf(node.getSourceFile()) ?? "";
    return (
      known(providerOfTypes(path)) ??
      declaredFor(node) ??
      writtenFor(node) ??
      toldAround(node) ??
      (isForAll(node) ? undefined : owners.get(path))
    );
  };
}

/** The one text that a type admits, beside nothing at all. */
function textOf(type: ts.Type): string | undefined {
  const [only, ...others] = (type.isUnion() ? type.types : [type]).filter(
    ({ flags }) => (flags & ts.TypeFlags.Undefined) === 0,
  );
  return others.length === 0 && only?.isStringLiteral() === true
    ? only.value
    : undefined;
}
