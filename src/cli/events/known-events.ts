import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { didYouMean } from "../../diagnostics/nearest.js";
import { quote } from "../../diagnostics/printable.js";
import { namesToHandle } from "../../manifest/families.js";
import type { EventType } from "../../schema/catalog.js";

/** @throws FrameioGenError FG104 for every event type that the provider does not have, with the nearest name */
export function assertKnownEvents(
  events: readonly string[],
  known: readonly Pick<EventType, "name">[],
): void {
  const names = namesToHandle(known.map(({ name }) => name));
  const unknown = events.filter((event) => !names.includes(event));
  if (unknown.length === 0) return;
  throw new FrameioGenError(
    unknown.map((event) => {
      const hint = didYouMean(event, names);
      return {
        code: "FG104",
        severity: "error",
        message: `Unknown event type ${quote(event)}`,
        ...(hint === undefined ? {} : { hint }),
      };
    }),
  );
}
