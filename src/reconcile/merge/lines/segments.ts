/** The same stretch of several texts, as half-open ranges of their lines. */
export interface Segment {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** `equal`: the same lines in all; `small`: to be compared; `coarse`: too much to be compared, different as a whole. */
  readonly kind: "equal" | "small" | "coarse";
}

/** Pairs of lines. Below it texts are compared as they are: what is found does not depend on where they are cut. */
const SMALL = 4_000_000;
/** Pairs of lines in all; a comparison costs time in proportion to it. */
const BUDGET = 100_000_000;
const MOST_DEEP = 20;

/**
 * Cuts long texts at lines that each of them has exactly once, so that comparing them takes time in proportion to their
 * length, and no text whatever takes longer than a bound.
 *
 * @param texts two or more, as lines
 */
export function segments(texts: readonly (readonly string[])[]): Segment[] {
  const starts = texts.map(() => 0);
  const ends = texts.map(({ length }) => length);
  if (pairs(starts, ends) <= SMALL) return [{ starts, ends, kind: "small" }];
  const found: Segment[] = [];
  const spent = { pairs: 0 };
  cut(texts, starts, ends, 0, spent, found);
  return found;
}

function cut(
  texts: readonly (readonly string[])[],
  starts: readonly number[],
  ends: readonly number[],
  depth: number,
  spent: { pairs: number },
  found: Segment[],
): void {
  const head = equalRun(texts, starts, ends, 1);
  const from = starts.map((start) => start + head);
  if (head > 0) found.push({ starts, ends: from, kind: "equal" });
  const tail = equalRun(
    texts,
    ends.map((end) => end - 1),
    from.map((each) => each - 1),
    -1,
  );
  const to = ends.map((end) => end - tail);
  const size = pairs(from, to);
  if (size > SMALL && depth < MOST_DEEP) {
    let at: readonly number[] = from;
    const places = anchors(texts, from, to);
    for (const place of places) {
      if (place.some((each, i) => each > (at[i] ?? 0)))
        cut(texts, at, place, depth + 1, spent, found);
      const after = place.map((each) => each + 1);
      found.push({ starts: place, ends: after, kind: "equal" });
      at = after;
    }
    if (places.length > 0) cut(texts, at, to, depth + 1, spent, found);
    else if (!isEmpty(from, to)) take(from, to, size, spent, found);
  } else if (!isEmpty(from, to)) take(from, to, size, spent, found);
  if (tail > 0) found.push({ starts: to, ends, kind: "equal" });
}

function take(
  starts: readonly number[],
  ends: readonly number[],
  size: number,
  spent: { pairs: number },
  found: Segment[],
): void {
  spent.pairs += size;
  const kind = spent.pairs > BUDGET ? "coarse" : "small";
  if (kind === "coarse") spent.pairs -= size;
  found.push({ starts, ends, kind });
}

/** How many pairs of lines, of the first text and the longest other, may have to be compared. */
function pairs(starts: readonly number[], ends: readonly number[]): number {
  const [first = 0, ...others] = ends.map((end, i) => end - (starts[i] ?? 0));
  return first * Math.max(...others);
}

const isEmpty = (starts: readonly number[], ends: readonly number[]) =>
  ends.every((end, i) => end === starts[i]);

/** How many lines from here on, in steps of 1 or -1, are the same in all texts. */
function equalRun(
  texts: readonly (readonly string[])[],
  from: readonly number[],
  to: readonly number[],
  step: 1 | -1,
): number {
  const most = Math.min(...to.map((end, i) => Math.abs(end - (from[i] ?? 0))));
  const [first = [], ...others] = texts;
  const [at = 0, ...places] = from;
  let length = 0;
  while (
    length < most &&
    others.every(
      (text, i) =>
        text[(places[i] ?? 0) + step * length] === first[at + step * length],
    )
  )
    length++;
  return length;
}

/** Places of lines that every text has exactly once, in an order that they have in all. */
function anchors(
  texts: readonly (readonly string[])[],
  starts: readonly number[],
  ends: readonly number[],
): (readonly number[])[] {
  const [first = new Map<string, number>(), ...others] = texts.map((text, i) =>
    onceIn(text, starts[i] ?? 0, ends[i] ?? 0),
  );
  let places: number[][] = [];
  for (const [line, place] of first) {
    const all = [place, ...others.map((lines) => lines.get(line) ?? -1)];
    if (place >= 0 && all.every((each) => each >= 0)) places.push(all);
  }
  for (let i = 1; i < texts.length; i++) places = rising(places, i);
  return places;
}

/** Lines and where they are; -1 for those that are there more than once. */
function onceIn(
  text: readonly string[],
  start: number,
  end: number,
): Map<string, number> {
  const found = new Map<string, number>();
  for (let at = start; at < end; at++) {
    const line = text[at] ?? "";
    found.set(line, found.has(line) ? -1 : at);
  }
  return found;
}

/** The longest selection whose numbers at `index` rise; the others rise already. */
function rising(places: readonly number[][], index: number): number[][] {
  const value = (at: number) => places[at]?.[index] ?? 0;
  /** By length: the place that ends a selection of that length lowest. */
  const lasts: number[] = [];
  const before: number[] = [];
  places.forEach((_, at) => {
    let low = 0;
    let high = lasts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value(lasts[middle] ?? 0) < value(at)) low = middle + 1;
      else high = middle;
    }
    before[at] = lasts[low - 1] ?? -1;
    lasts[low] = at;
  });
  const chosen: number[][] = [];
  for (let at = lasts.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) {
    const place = places[at];
    if (place !== undefined) chosen.push(place);
  }
  return chosen.reverse();
}
