import ts from "typescript";
import type { FieldPath } from "../change.js";
import type { Compiled } from "./program.js";

/** The generated event types, as the compiler sees them. */
export interface EventTypes {
  /** Of all events, in their order. */
  readonly names: readonly string[];
  /** Type of the payload. */
  event(name: string): ts.Type | undefined;
  /** Type that is exported under a name. */
  named(name: string): ts.Type | undefined;
  /** Declarations of the place in a payload: several where the payload is one of several. */
  declarationsAt(start: ts.Type, path: FieldPath): readonly ts.Declaration[];
  /** Names of all events that such a type may be the payload of. */
  eventsOf(type: ts.Type): readonly string[];
}

/**
 * Finds the event types in what was generated: by what is exported, so that it does not matter how they are spread over files.
 *
 * @param isGenerated whether a path from the root is a file of the tool's
 */
export function eventTypesOf(
  { program, checker, pathOf }: Compiled,
  isGenerated: (path: string) => boolean,
): EventTypes {
  const exported = new Map<string, ts.Symbol[]>();
  for (const file of program.getSourceFiles()) {
    const path = pathOf(file);
    if (path === undefined || !isGenerated(path)) continue;
    const module = checker.getSymbolAtLocation(file);
    if (module === undefined) continue;
    for (const symbol of checker.getExportsOfModule(module)) {
      const real = aliased(symbol, checker);
      const known = exported.get(symbol.name) ?? [];
      if (!known.includes(real)) exported.set(symbol.name, [...known, real]);
    }
  }
  const typesNamed = (name: string): readonly ts.Type[] =>
    (exported.get(name) ?? []).map((symbol) =>
      checker.getDeclaredTypeOfSymbol(symbol),
    );
  const events = new Map<string, ts.Type>();
  const byType = new Map<ts.Type, string[]>();
  for (const map of typesNamed("EventMap")) {
    for (const property of map.getProperties()) {
      const type = checker.getTypeOfSymbol(property);
      if (!events.has(property.name)) events.set(property.name, type);
      byType.set(type, [...(byType.get(type) ?? []), property.name]);
    }
  }

  function step(type: ts.Type, key: string): ts.Type[] {
    return alternatives(type).flatMap((one) => {
      if (key === "[]") return one.getNumberIndexType() ?? [];
      if (key === "{}") return one.getStringIndexType() ?? [];
      const member = checker.getPropertyOfType(one, key);
      return member === undefined ? [] : checker.getTypeOfSymbol(member);
    });
  }

  return {
    names: [...events.keys()],
    event: (name) => events.get(name),
    named: (name) => typesNamed(name)[0],
    declarationsAt(start, path) {
      // What happens to the items of a list, or to the whole, shows where the list is named.
      const end = path.findLastIndex((key) => !/^(\[\]|\{\}|\d+)$/.test(key));
      if (end < 0) return start.symbol?.declarations ?? [];
      let types: readonly ts.Type[] = [start];
      for (const key of path.slice(0, end))
        types = types.flatMap((type) => step(type, key));
      return types
        .flatMap(alternatives)
        .flatMap(
          (type) =>
            checker.getPropertyOfType(type, path[end] ?? "")?.declarations ??
            [],
        );
    },
    eventsOf: (type) =>
      alternatives(type).flatMap((one) => byType.get(one) ?? []),
  };
}

export function aliased(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return (symbol.flags & ts.SymbolFlags.Alias) !== 0
    ? checker.getAliasedSymbol(symbol)
    : symbol;
}

/** Without null and undefined. */
function alternatives(type: ts.Type): readonly ts.Type[] {
  const nothing = ts.TypeFlags.Null | ts.TypeFlags.Undefined;
  return (type.isUnion() ? type.types : [type]).filter(
    ({ flags }) => (flags & nothing) === 0,
  );
}
