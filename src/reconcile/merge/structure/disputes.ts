import type { Row } from "../keyed.js";
import type { Item } from "./part.js";

/** What each text has at one place of a list. */
export interface Sides {
  readonly base: readonly Item[];
  readonly ours: readonly Item[];
  readonly theirs: readonly Item[];
}

/**
 * Finds things that both sides took out and put different new ones in their place: the two may be the same thing renamed twice.
 * The first row of such a place bears the conflict, the others are swallowed by it.
 */
export function disputes(
  rows: readonly Row<Item>[],
): Map<Row<Item>, Sides | "swallowed"> {
  const result = new Map<Row<Item>, Sides | "swallowed">();
  let place: Row<Item>[] = [];
  const close = () => {
    const gone = place.filter((row) => !row.ours && !row.theirs);
    const ours = place.filter((row) => row.ours && !row.base);
    const theirs = place.filter((row) => row.theirs && !row.base);
    if (gone.length > 0 && ours.length > 0 && theirs.length > 0) {
      for (const row of [...gone, ...ours, ...theirs]) {
        result.set(row, "swallowed");
      }
      const first = ours[0];
      if (first) {
        result.set(first, {
          base: gone.flatMap((row) => row.base ?? []),
          ours: ours.flatMap((row) => row.ours ?? []),
          theirs: theirs.flatMap((row) => row.theirs ?? []),
        });
      }
    }
    place = [];
  };
  for (const row of rows) {
    const item = row.ours ?? row.theirs ?? row.base;
    if (row.ours && row.theirs) close();
    else if (!item?.remark && !item?.pinned) place.push(row);
  }
  close();
  return result;
}
