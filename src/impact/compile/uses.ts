import ts from "typescript";
import { fieldName } from "../change.js";
import type { Cause } from "../place.js";
import type { ChangedFields, OwnedChange } from "./changed-fields.js";
import { eventsOfMember } from "./event-behind.js";
import type { EventTypes } from "./event-types.js";
import { askedFor, mentionAt, walk } from "./mentions.js";
import type { Compiled } from "./program.js";

export interface Use extends Cause {
  readonly path: string;
  readonly node: ts.Node;
}

/**
 * Where the user's code uses a field that changed for the worse while its type stayed: another format, numbers that were whole; and where
 * it asks for one that is gone, `"field" in data`, which any text may.
 */
export function usesOfChanged(
  { program, checker, pathOf }: Compiled,
  fields: ChangedFields,
  types: EventTypes,
  isGenerated: (path: string) => boolean,
): readonly Use[] {
  const silent = new Map(
    [...fields].flatMap(([declaration, owned]) => {
      const worse = owned.filter(
        ({ change }) =>
          change.breaking && (!change.typed || change.kind === "field-removed"),
      );
      return worse.length === 0 ? [] : [[declaration, worse] as const];
    }),
  );
  const uses: Use[] = [];
  if (silent.size === 0) return uses;
  const names = new Set(
    [...silent.values()].flat().flatMap(({ change }) => change.path),
  );
  for (const file of program.getSourceFiles()) {
    const path = pathOf(file);
    if (path === undefined || isGenerated(path)) continue;
    walk(file, (node) => {
      if (!(ts.isIdentifier(node) || ts.isStringLiteralLike(node))) return;
      if (!names.has(node.text)) return;
      // What a fixture says is a sample, not a use.
      if (ts.isPropertyAssignment(node.parent)) return;
      const isAsked = askedFor(node) !== undefined;
      const owned = (mentionAt(node, checker)?.declarations ?? [])
        .flatMap((declaration) => silent.get(declaration) ?? [])
        .filter(({ change }) => isAsked || !change.typed);
      if (owned.length === 0) return;
      const events = eventsOfMember(node, checker, types);
      const [first] = owned.filter(
        (one) =>
          events.length === 0 ||
          one.events.some((event) => events.includes(event)),
      );
      if (first !== undefined) uses.push({ path, node, ...causeOf(first) });
    });
  }
  return uses;
}

export function causeOf({ change, events, shared }: OwnedChange): Cause {
  const { kind, path, before, after } = change;
  const [event] = events;
  return {
    change: kind,
    ...(shared === undefined
      ? event === undefined
        ? {}
        : { event }
      : { shared }),
    field: fieldName(path),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}
