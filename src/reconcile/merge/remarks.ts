interface MayRemark {
  readonly key: string;
  /** A comment that stands for itself. */
  readonly remark: boolean;
}

/** Comments that stand for themselves are known by their text. One that was rewritten is found again by its neighbours in the base. */
export function matchRemarks<T extends MayRemark>(
  base: readonly T[],
  side: readonly T[],
): readonly T[] {
  const known = new Set(base.map((item) => item.key));
  const present = new Set(side.map((item) => item.key));
  const found = new Map<T, string>();
  // What follows a comment says more about it than what stands before.
  for (const step of [1, -1]) {
    base.forEach((lost, at) => {
      if (!lost.remark || present.has(lost.key)) return;
      const neighbour = base[at + step]?.key;
      if (step === 1 && neighbour === undefined) return;
      const match = side.find(
        (item, index) =>
          item.remark &&
          !known.has(item.key) &&
          !found.has(item) &&
          side[index + step]?.key === neighbour,
      );
      if (!match) return;
      found.set(match, lost.key);
      present.add(lost.key);
    });
  }
  if (found.size === 0) return side;
  return side.map((item) => ({ ...item, key: found.get(item) ?? item.key }));
}
