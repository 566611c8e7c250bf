import type { Json } from "../catalog.js";
import type { NamedEvent } from "./name-events.js";

/** Each event type once: where a source describes one twice, both descriptions hold. */
export function uniqueEvents(
  events: readonly NamedEvent[],
): readonly NamedEvent[] {
  const byName = new Map<string, NamedEvent[]>();
  for (const event of events) {
    const known = byName.get(event.name) ?? [];
    const again = known.some(
      (other) => JSON.stringify(other.schema) === JSON.stringify(event.schema),
    );
    if (!again) byName.set(event.name, [...known, event]);
  }
  return [...byName.values()].map((same) => {
    const [first] = same;
    if (first === undefined || same.length === 1) return first!;
    const schemas = same.map(({ schema }): Json => schema);
    return { ...first, schema: { anyOf: schemas } };
  });
}
