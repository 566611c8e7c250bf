import ts from "typescript";
import type { Place } from "../place.js";
import { walk } from "./mentions.js";
import type { Compiled } from "./program.js";
import type { TextEdit } from "./text-edits.js";

/** Texts in the user's code that say the old name of an event, where nothing tells that they mean the event. */
export function leftovers(
  { program, pathOf }: Compiled,
  renamed: ReadonlyMap<string, string>,
  edits: ReadonlyMap<string, readonly TextEdit[]>,
  isGenerated: (path: string) => boolean,
): readonly Place[] {
  if (renamed.size === 0) return [];
  const places: Place[] = [];
  for (const file of program.getSourceFiles()) {
    const path = pathOf(file);
    if (path === undefined || isGenerated(path)) continue;
    const done = new Set((edits.get(path) ?? []).map(({ start }) => start));
    walk(file, (node) => {
      if (!ts.isStringLiteralLike(node)) return;
      const after = renamed.get(node.text);
      const start = node.getStart();
      if (after === undefined || done.has(start + 1)) return;
      const { line, character } = file.getLineAndCharacterOfPosition(start);
      places.push({
        kind: "look",
        file: path,
        line: line + 1,
        column: character + 1,
        length: node.getWidth(),
        change: "event-renamed",
        event: node.text,
        after,
      });
    });
  }
  return places;
}
