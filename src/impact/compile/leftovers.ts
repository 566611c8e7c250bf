import { nameNow, type NewNames, UNSURE } from "../new-names.js";
import type { Place } from "../place.js";
import type { Compiled } from "./program.js";
import type { SenderOf } from "./senders.js";
import type { TextEdit } from "./text-edits.js";
import { textsWhere } from "./texts.js";

/** Texts in the user's code that say the old name of an event, or what a family of them begins with, where nothing tells that they mean the event, or whose event they mean. */
export function leftovers(
  compiled: Compiled,
  events: NewNames,
  edits: ReadonlyMap<string, readonly TextEdit[]>,
  isGenerated: (path: string) => boolean,
  senderOf: SenderOf,
): readonly Place[] {
  const renamed = new Map(
    [...events].flatMap(([name, fates]) => {
      const after = [...fates.values()].find(
        (now) => now !== undefined && now !== name,
      );
      return after === undefined ? [] : [[name, after] as const];
    }),
  );
  if (renamed.size === 0) return [];
  /** `order.` of `startsWith("order.")` and `order.${string}` is the family `order.*`. */
  const meant = (text: string) =>
    /[.:/]$/.test(text) && renamed.has(`${text}*`) ? `${text}*` : text;
  return textsWhere(compiled, isGenerated, (text) => renamed.has(meant(text)))
    .map((found) => ({ ...found, text: meant(found.text) }))
    .filter(({ node, text }) => {
      const now = nameNow(events, text, senderOf(node));
      return now === UNSURE || (now !== undefined && now !== text);
    })
    .filter(
      ({ path, node }) =>
        edits.get(path)?.some(({ start }) => start === node.getStart() + 1) !==
        true,
    )
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
