import type { Place } from "../place.js";
import type { Compiled } from "./program.js";
import type { TextEdit } from "./text-edits.js";
import { textsWhere } from "./texts.js";

/** Texts in the user's code that say the old name of an event, where nothing tells that they mean the event. */
export function leftovers(
  compiled: Compiled,
  renamed: ReadonlyMap<string, string>,
  edits: ReadonlyMap<string, readonly TextEdit[]>,
  isGenerated: (path: string) => boolean,
): readonly Place[] {
  if (renamed.size === 0) return [];
  const isDone = (path: string, line: number, column: number) => {
    const file = compiled.fileAt(path);
    const start = file?.getPositionOfLineAndCharacter(line - 1, column);
    return edits.get(path)?.some((edit) => edit.start === start) === true;
  };
  return textsWhere(compiled, isGenerated, (text) => renamed.has(text))
    .filter(({ path, line, column }) => !isDone(path, line, column))
    .map(({ path, line, column, length, text }): Place => {
      const after = renamed.get(text);
      return {
        kind: "look",
        file: path,
        line,
        column,
        length,
        change: "event-renamed",
        event: text,
        ...(after === undefined ? {} : { after }),
      };
    });
}
