import { distance } from "fastest-levenshtein";
import { fingerprint } from "./fingerprint.js";
import type { ReadEvent } from "./shape.js";

/** Names that differ by no more than this part of their length are nearly the same. */
const NEARLY = 0.2;
/** Enough where the payload alone tells the event from all others. */
const RELATED = 0.5;

/**
 * Events that are the same under another name: same payload, and a name that leaves no doubt. Where events share one payload, as thin ones
 * do, only another spelling counts: `file.deleted` and `file.archived` look alike and mean different things.
 *
 * @param known all old events
 */
export function evidentRenames(
  removed: readonly ReadEvent[],
  added: readonly ReadEvent[],
  known: readonly ReadEvent[],
): ReadonlyMap<string, string> {
  const renames = new Map<string, string>();
  if (removed.length === 0 || added.length === 0) return renames;
  const payloads = numbered(payloadsOf);
  const isSame = (a: ReadEvent, b: ReadEvent) =>
    payloads(a).some((payload) => payloads(b).includes(payload));
  const matches = removed.flatMap((from) => {
    const isCommon = known.filter((event) => isSame(event, from)).length > 1;
    return added
      .filter((to) => isSame(from, to))
      .filter(
        (to) =>
          isSpelling(from.name, to.name) ||
          (!isCommon && areRelated(from.name, to.name)),
      )
      .map((to) => ({ from: from.name, to: to.name }));
  });
  const olds = countOf(matches.map(({ from }) => from));
  const news = countOf(matches.map(({ to }) => to));
  for (const { from, to } of matches)
    if (olds.get(from) === 1 && news.get(to) === 1) renames.set(from, to);
  return renames;
}

/** New events that a removed one may have become: same payload, the nearest names first. */
export function candidatesFor(
  removed: ReadEvent,
  added: readonly ReadEvent[],
): readonly string[] {
  const payloads = payloadsOf(removed);
  return added
    .filter((event) =>
      payloadsOf(event).some((payload) => payloads.includes(payload)),
    )
    .map(({ name }) => ({ name, far: distance(name, removed.name) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** The payload as a whole, and with shared schemas by their names: those may change at the same time. */
function payloadsOf({ name, shape }: ReadEvent): readonly string[] {
  return [
    fingerprint(shape, { ignore: name }),
    fingerprint(shape, { ignore: name, byName: true }),
  ].filter((payload) => payload !== undefined);
}

/** Long texts are made once for each event, and compared by number. */
function numbered(
  make: (event: ReadEvent) => readonly string[],
): (event: ReadEvent) => readonly number[] {
  const numbers = new Map<string, number>();
  const made = new Map<ReadEvent, readonly number[]>();
  return (event) => {
    const known = made.get(event);
    if (known !== undefined) return known;
    const list = make(event).map((text) => {
      const number = numbers.get(text) ?? numbers.size;
      numbers.set(text, number);
      return number;
    });
    made.set(event, list);
    return list;
  };
}

function countOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function words(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

/** The same words, spelled or put together in another way. */
function isSpelling(from: string, to: string): boolean {
  return words(from).join("") === words(to).join("");
}

/** Words in common, and not many that are not. */
function areRelated(from: string, to: string): boolean {
  const old = words(from);
  const next = words(to);
  const shared = old.filter((word) => next.includes(word)).length;
  const longest = Math.max(from.length, to.length);
  return (
    shared / Math.max(old.length, next.length) >= RELATED ||
    distance(from, to) / longest <= NEARLY
  );
}
