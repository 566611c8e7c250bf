import type { EventType } from "../../schema/catalog.js";

type Searchable = Pick<
  EventType,
  "name" | "family" | "summary" | "description"
>;

/** Event types in which every word of the query occurs, in name, family or text; all of them for an empty query. */
export function searchEvents<E extends Searchable>(
  events: readonly E[],
  query: string,
): readonly E[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return events.filter(({ name, family, summary, description }) => {
    const text = [name, family, summary, description].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
