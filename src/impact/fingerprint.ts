import { type Literal, mayHaveFormat, type Shape } from "./shape.js";

/** Larger payloads are not compared for sameness: nothing about them is evident. */
const MOST_PARTS = 20_000;

export interface FingerprintOptions {
  /** A value that counts as no other: the event's own name. */
  readonly ignore?: Literal;
  /** Shared schemas of one name count as the same, whatever they say. */
  readonly byName?: boolean;
}

/**
 * Text that two shapes have in common when they mean the same; names of shared schemas and the order of members do not matter.
 * Undefined for what is too large.
 */
export function fingerprint(
  shape: Shape,
  { ignore, byName = false }: FingerprintOptions = {},
): string | undefined {
  let parts = 0;
  const canonical = (one: Shape, above: readonly object[]): unknown => {
    if (++parts > MOST_PARTS) return "";
    const inside = (
      key: object,
      what: (below: readonly object[]) => unknown,
    ) => (above.includes(key) ? above.indexOf(key) : what([...above, key]));
    return [
      one.unknown,
      one.nullable,
      one.scalars,
      one.literals
        .map((value) => (value === ignore ? "" : JSON.stringify(value)))
        .sort(),
      mayHaveFormat(one) ? one.format : undefined,
      one.objects.map(({ name, members, others }) =>
        byName && name !== undefined
          ? name
          : inside(members, (below) => [
              [...members]
                .sort(([a], [b]) => (a < b ? -1 : 1))
                .map(([key, { required, part }]) => [
                  key,
                  required,
                  canonical(part(), below),
                ]),
              others && canonical(others(), below),
            ]),
      ),
      one.lists.map(({ first, items, least }) =>
        inside(items, (below) => [
          first.length > 0 ? least : 0,
          first.map((part) => canonical(part(), below)),
          canonical(items(), below),
        ]),
      ),
    ];
  };
  const text = JSON.stringify(canonical(shape, []));
  return parts > MOST_PARTS ? undefined : text;
}
