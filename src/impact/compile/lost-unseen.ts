import ts from "typescript";
import { nameNow, type NewNames } from "../new-names.js";
import type { Place } from "../place.js";
import { isEventName } from "./event-literals.js";
import type { Compiled } from "./program.js";
import type { SenderOf } from "./senders.js";
import { textsWhere } from "./texts.js";

/** Places that name an event which their provider sends no longer, while another provider has one of that name: they go on compiling. */
export function lostUnseen(
  compiled: Compiled,
  {
    events,
    senderOf,
    isGenerated,
  }: {
    readonly events: NewNames;
    readonly senderOf: SenderOf;
    readonly isGenerated: (path: string) => boolean;
  },
): readonly Place[] {
  const isShared = (text: string) => {
    const fates = new Set(events.get(text)?.values());
    return fates.size > 1 && fates.has(undefined);
  };
  if (![...events.keys()].some(isShared)) return [];
  return textsWhere(compiled, isGenerated, isShared)
    .filter(
      ({ node, text }) =>
        ts.isStringLiteralLike(node) &&
        isEventName(node, compiled.checker) &&
        nameNow(events, text, senderOf(node)) === undefined,
    )
    .map(({ path, line, column, length, text }) => ({
      kind: "look",
      file: path,
      line,
      column,
      length,
      change: "event-removed",
      event: text,
    }));
}
