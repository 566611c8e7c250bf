import type { Item } from "./part.js";

interface Sides {
  readonly base: readonly Item[];
  readonly ours: readonly Item[];
  readonly theirs: readonly Item[];
}

/** Comments that stand for themselves are known by their text. One that was rewritten is found again by its neighbours. */
export function matchRemarks(
  base: readonly Item[],
  ours: readonly Item[],
  theirs: readonly Item[],
): Sides {
  return { base, ours: matched(base, ours), theirs: matched(base, theirs) };
}

function matched(
  base: readonly Item[],
  side: readonly Item[],
): readonly Item[] {
  const known = new Set(base.map((item) => item.key));
  const present = new Set(side.map((item) => item.key));
  const lost = base.filter((item) => item.remark && !present.has(item.key));
  if (lost.length === 0) return side;
  return side.map((item, index) => {
    if (!item.remark || known.has(item.key)) return item;
    const found = lost.findIndex((other) => {
      const at = base.indexOf(other);
      return (
        base[at - 1]?.key === side[index - 1]?.key ||
        (base[at + 1] && base[at + 1]?.key === side[index + 1]?.key)
      );
    });
    const [origin] = found < 0 ? [] : lost.splice(found, 1);
    return origin ? { ...item, key: origin.key } : item;
  });
}
