import { distance } from "fastest-levenshtein";
import type { ReadEvent } from "./compare-catalogs.js";
import { fingerprint } from "./fingerprint.js";

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
  const payloads = memoized(payloadsOf);
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
  for (const { from, to } of matches) {
    const rivals = matches.filter((one) => one.from === from || one.to === to);
    if (rivals.length === 1) renames.set(from, to);
  }
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

function memoized<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key) as V;
  };
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
