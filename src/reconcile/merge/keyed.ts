/** One thing of a list as the three sides have it. */
export interface Row<T> {
  readonly key: string;
  readonly base: T | undefined;
  readonly ours: T | undefined;
  readonly theirs: T | undefined;
}

export interface Aligned<T> {
  /** All things of all sides, in the order of the result. */
  readonly rows: readonly Row<T>[];
  /** Both sides brought the common things into different new orders. */
  readonly orderDisputed: boolean;
}

interface HasKey {
  readonly key: string;
  /** Belongs to what follows it. */
  readonly attached?: boolean;
  /** Stays together with others of its kind: nothing else comes between them. */
  readonly pinned?: boolean;
  readonly remark?: boolean;
}

/**
 * Aligns three lists by key. Keys are unique within a list. The user's order stands, unless only the template changed it;
 * what one side added comes after the neighbour it had there, or into alphabetical order where both lists have that.
 */
export function align<T extends HasKey>(
  base: readonly T[],
  ours: readonly T[],
  theirs: readonly T[],
): Aligned<T> {
  const [b, o, t] = [byKey(base), byKey(ours), byKey(theirs)];
  const common = (list: readonly T[]) =>
    list.filter((x) => b.has(x.key) && o.has(x.key) && t.has(x.key));
  const order = (list: readonly T[]) =>
    JSON.stringify(common(list).map((x) => x.key));
  const [orderB, orderO, orderT] = [order(base), order(ours), order(theirs)];
  const theirsMoved = orderT !== orderB && orderT !== orderO;
  const oursMoved = orderO !== orderB;
  const spine = theirsMoved && !oursMoved ? theirs : ours;
  const second = spine === ours ? theirs : ours;
  const sorted = isSorted(ours) && isSorted(theirs);
  const keys = spine.map((x) => x.key);
  const others = spine === ours ? t : o;
  const isPinned = (key: string) => o.get(key)?.pinned === true;
  // Where one side put something else in place of a thing, what came after the thing comes after that too.
  weave(keys, base, {
    isPinned,
    sorted: false,
    passes: (key) => !b.has(key),
  });
  const isAhead = (next: string, key: string) =>
    sorted && !others.has(next) && next < key;
  weave(keys, second, { isPinned, sorted, passes: isAhead });
  const rows = keys.map((key) => ({
    key,
    base: b.get(key),
    ours: o.get(key),
    theirs: t.get(key),
  }));
  return { rows, orderDisputed: theirsMoved && oursMoved };
}

/** Gives things with the same key an ordinal, so that keys are unique. */
export function uniqueKeys(keys: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return keys.map((key) => {
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count === 1 ? key : `${key} #${count}`;
  });
}

function byKey<T extends HasKey>(list: readonly T[]): Map<string, T> {
  return new Map(list.map((item) => [item.key, item]));
}

function isSorted(list: readonly HasKey[]): boolean {
  return (
    list.length > 1 &&
    list.every((x, i) => i === 0 || (list[i - 1]?.key ?? "") <= x.key)
  );
}

interface Weaving {
  readonly isPinned: (key: string) => boolean;
  /** Alphabetical order decides, not neighbours. */
  readonly sorted: boolean;
  /** Whether what is new stands behind `next`, rather than before it. */
  readonly passes: (next: string, key: string) => boolean;
}

/** Puts the keys of `list` that are missing into `keys`, each after its neighbour in `list`. */
function weave(
  keys: string[],
  list: readonly HasKey[],
  { isPinned, sorted, passes }: Weaving,
): void {
  const present = new Set(keys);
  let firstPinned = keys.findIndex(isPinned);
  let lastPinned = keys.findLastIndex(isPinned);
  // Both lists are mostly in the same order: from the latest on there is not far to look.
  let latest = 0;
  const placeOf = (key: string) => {
    const ahead = keys.indexOf(key, latest);
    return ahead >= 0 ? ahead : keys.indexOf(key);
  };
  list.forEach((item, index) => {
    const { key } = item;
    if (present.has(key)) return;
    let at = place(placeOf, list, index, present);
    if (at === undefined) {
      const before = list[index - 1]?.key;
      if (before === undefined) {
        const after = list.find((other) => present.has(other.key))?.key;
        if (after === undefined) at = keys.length;
        else at = sorted ? 0 : keys.indexOf(after);
      } else at = placeOf(before) + 1;
      for (
        let next = keys[at];
        next !== undefined && passes(next, key);
        next = keys[at]
      ) {
        at++;
      }
    }
    const among = firstPinned >= 0 && firstPinned < at && at <= lastPinned;
    if (among && !item.pinned && !item.remark) at = lastPinned + 1;
    keys.splice(at, 0, key);
    present.add(key);
    latest = at;
    if (firstPinned >= at) firstPinned++;
    if (lastPinned >= at) lastPinned++;
    if (isPinned(key)) {
      firstPinned = firstPinned < 0 ? at : Math.min(firstPinned, at);
      lastPinned = Math.max(lastPinned, at);
    }
  });
}

/** Directly before what the item belongs to. */
function place(
  placeOf: (key: string) => number,
  list: readonly HasKey[],
  index: number,
  present: ReadonlySet<string>,
): number | undefined {
  const next = list[index + 1]?.key;
  const attached = list[index]?.attached && next !== undefined;
  return attached && present.has(next) ? placeOf(next) : undefined;
}
