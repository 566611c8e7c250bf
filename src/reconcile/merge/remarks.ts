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
  const lost = base.filter((item) => item.remark && !present.has(item.key));
  if (lost.length === 0) return side;
  return side.map((item, index) => {
    if (!item.remark || known.has(item.key)) return item;
    const found = lost.findIndex((other) => {
      const at = base.indexOf(other);
      const next = base[at + 1]?.key;
      return (
        base[at - 1]?.key === side[index - 1]?.key ||
        (next !== undefined && next === side[index + 1]?.key)
      );
    });
    const [origin] = found < 0 ? [] : lost.splice(found, 1);
    return origin ? { ...item, key: origin.key } : item;
  });
}
