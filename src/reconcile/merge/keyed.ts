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
  weave(keys, second, (key) => sorted && !others.has(key));
  weave(keys, base, () => false);
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

/** Puts the keys of `list` that are missing into `keys`, each after its neighbour in `list`. */
function weave(
  keys: string[],
  list: readonly HasKey[],
  mayPass: (key: string) => boolean,
): void {
  const present = new Set(keys);
  list.forEach(({ key, attached }, index) => {
    if (present.has(key)) return;
    const before = list[index - 1]?.key;
    const next = list[index + 1]?.key;
    let at: number;
    if (attached && next !== undefined && present.has(next)) {
      at = keys.indexOf(next);
    } else if (before !== undefined) {
      at = keys.indexOf(before) + 1;
    } else {
      const after = list.find((x) => present.has(x.key))?.key;
      at = after === undefined ? keys.length : keys.indexOf(after);
      while (
        at > 0 &&
        mayPass(keys[at - 1] ?? "") &&
        key < (keys[at - 1] ?? "")
      )
        at--;
    }
    for (
      let other = keys[at];
      other !== undefined && other < key;
      other = keys[at]
    ) {
      if (!mayPass(other)) break;
      at++;
    }
    keys.splice(at, 0, key);
    present.add(key);
  });
}
