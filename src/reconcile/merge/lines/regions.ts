import { diff3MergeRegions, diffIndices } from "node-diff3";
import { segments } from "./segments.js";

/** A replacement of base lines [start, end) by lines [from, to) of one side. */
export interface Hunk {
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

/** A stretch of a three-way merge: settled, or changed by both sides. */
export type Region =
  | { readonly stable: true; readonly lines: readonly string[] }
  | {
      readonly stable: false;
      readonly ours: string[];
      readonly base: string[];
      readonly theirs: string[];
      /** Where it begins, from 0. */
      readonly oursAt: number;
      readonly baseAt: number;
    };

/** How one side differs from the base, in bounded time. */
export function hunks(base: string[], side: string[]): Hunk[] {
  return segments([base, side]).flatMap(({ starts, ends, kind }): Hunk[] => {
    const [start = 0, from = 0] = starts;
    const [end = 0, to = 0] = ends;
    if (kind === "equal") return [];
    if (kind === "coarse") return [{ start, end, from, to }];
    return diffIndices(base.slice(start, end), side.slice(from, to)).map(
      ({ buffer1, buffer2 }) => ({
        start: start + buffer1[0],
        end: start + buffer1[0] + buffer1[1],
        from: from + buffer2[0],
        to: from + buffer2[0] + buffer2[1],
      }),
    );
  });
}

/** The regions of a three-way merge of lines or words, in bounded time. */
export function regions(
  ours: readonly string[],
  base: readonly string[],
  theirs: readonly string[],
): Region[] {
  return segments([base, ours, theirs]).flatMap(
    ({ starts, ends, kind }): Region[] => {
      const [baseAt = 0, oursAt = 0, theirsAt = 0] = starts;
      const [o, a, b] = [
        base.slice(baseAt, ends[0]),
        ours.slice(oursAt, ends[1]),
        theirs.slice(theirsAt, ends[2]),
      ];
      if (kind === "equal") return [{ stable: true, lines: a }];
      if (kind === "coarse") {
        if (isSame(a, b) || isSame(o, b)) return [{ stable: true, lines: a }];
        if (isSame(o, a)) return [{ stable: true, lines: b }];
        return [{ stable: false, ours: a, base: o, theirs: b, oursAt, baseAt }];
      }
      return diff3MergeRegions(a, o, b).map((region) =>
        region.stable
          ? { stable: true, lines: region.bufferContent }
          : {
              stable: false,
              ours: region.aContent,
              base: region.oContent,
              theirs: region.bContent,
              oursAt: oursAt + region.aStart,
              baseAt: baseAt + region.oStart,
            },
      );
    },
  );
}

export function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, i) => line === b[i]);
}
