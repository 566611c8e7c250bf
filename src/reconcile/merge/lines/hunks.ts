import type { Hunk } from "./regions.js";

export type Meeting = "apart" | "touch" | "same-point" | "overlap";

/** How two hunks of different sides lie to each other in the base. */
export function meeting(a: Hunk, b: Hunk): Meeting {
  const emptyA = a.start === a.end;
  const emptyB = b.start === b.end;
  if (emptyA && emptyB) return a.start === b.start ? "same-point" : "apart";
  if (a.start < b.end && b.start < a.end) return "overlap";
  return a.end === b.start || b.end === a.start ? "touch" : "apart";
}

/**
 * An insertion between lines like its own may as well stand some lines further up or down.
 * One that lies inside lines that the other side replaced is moved to their edge, if it can be.
 */
export function slidOut(
  hunk: Hunk,
  other: Hunk,
  base: readonly string[],
  side: readonly string[],
): Hunk {
  const inside = hunk.start > other.start && hunk.start < other.end;
  if (hunk.start !== hunk.end || !inside) return hunk;
  const by = (step: number): Hunk => ({
    start: hunk.start + step,
    end: hunk.end + step,
    from: hunk.from + step,
    to: hunk.to + step,
  });
  let up = 0;
  while (
    hunk.start + up > other.start &&
    base[hunk.start + up - 1] === side[hunk.to + up - 1]
  ) {
    up--;
  }
  if (hunk.start + up === other.start) return by(up);
  let down = 0;
  while (
    hunk.start + down < other.end &&
    base[hunk.start + down] === side[hunk.from + down]
  ) {
    down++;
  }
  return hunk.start + down === other.end ? by(down) : hunk;
}
