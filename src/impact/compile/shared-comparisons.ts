import ts from "typescript";
import { nameNow } from "../new-names.js";
import type { Place } from "../place.js";
import { comparedWith } from "./event-literals.js";
import { walk } from "./mentions.js";
import type { Compiled } from "./program.js";
import type { Surroundings } from "./code-renames.js";
import type { SharedNames } from "./say-provider.js";

/**
 * Comparisons with the name of an event that two providers have from now on, of a value that may be either's: what told their events apart
 * tells them apart no longer, and a comparison cannot name a provider.
 */
export function sharedComparisons(
  { program, checker, pathOf }: Compiled,
  { events, before, after }: Omit<SharedNames, "handled">,
  { senderOf, isGenerated }: Surroundings,
): readonly Place[] {
  const found: Place[] = [];
  if (events.size === 0) return found;

  /** What is compared is the name of one event; now another event of the same value has it as well. */
  function nameAt(node: ts.Node): string | undefined {
    const other = ts.isExpression(node) ? comparedWith(node) : undefined;
    if (other === undefined) return undefined;
    const type = checker.getTypeAtLocation(node);
    if (!type.isStringLiteral()) return undefined;
    const now = nameNow(events, type.value, senderOf(node));
    if (typeof now !== "string" || (after.get(now)?.length ?? 0) < 2)
      return undefined;
    const isSame = (name: string) =>
      name !== type.value &&
      (before.get(name) ?? []).some(
        (provider) => nameNow(events, name, provider) === now,
      );
    return textsIn(checker.getTypeAtLocation(other)).some(isSame)
      ? now
      : undefined;
  }

  for (const file of program.getSourceFiles()) {
    const path = pathOf(file);
    if (path === undefined || isGenerated(path)) continue;
    walk(file, (node) => {
      const event = nameAt(node);
      if (event === undefined) return;
      const start = node.getStart();
      const at = file.getLineAndCharacterOfPosition(start);
      found.push({
        kind: "look",
        file: path,
        line: at.line + 1,
        column: at.character + 1,
        length: node.getWidth(),
        change: "name-shared",
        event,
        after: (after.get(event) ?? []).join(", "),
      });
    });
  }
  return found;
}

function textsIn(type: ts.Type): readonly string[] {
  return (type.isUnion() ? type.types : [type]).flatMap((part) =>
    part.isStringLiteral() ? part.value : [],
  );
}
