import { meeting, slidOut } from "./hunks.js";
import { joinBlocks, layoutKey } from "./prose.js";
import { type Hunk, hunks } from "./regions.js";
import { mergeWords } from "./words.js";

interface Sides {
  readonly ours: string[];
  readonly base: string[];
  readonly theirs: string[];
}

/**
 * A closer look at a region that diff3 calls a conflict: edits of neighbouring lines, edits of the layout alone,
 * and in prose insertions at the same place and different words of one line. Undefined when the edits do collide.
 */
export function finerMerge(
  sides: Sides,
  { prose, code }: { prose: boolean; code: boolean },
): string[] | undefined {
  const layout = prose && !code;
  const key = layout ? layoutKey : (line: string) => line.trimEnd();
  const base = sides.base.map(key);
  const [ours, theirs] = [sides.ours.map(key), sides.theirs.map(key)];
  const a = hunks(base, ours);
  const b = hunks(base, theirs);
  if (b.length === 0) return sides.ours;
  const result: string[] = [];
  // Where both sides still have the base's line, the user's layout of it stands.
  let oursAt = 0;
  let baseAt = 0;
  const keepUntil = (baseEnd: number) => {
    const length = Math.max(0, baseEnd - baseAt);
    result.push(...sides.ours.slice(oursAt, oursAt + length));
    oursAt += length;
    baseAt += length;
  };
  while (a.length > 0 || b.length > 0) {
    if (prose && a[0] && b[0]) {
      a[0] = slidOut(a[0], b[0], base, ours);
      b[0] = slidOut(b[0], a[0], base, theirs);
    }
    const [first, second] = [a[0], b[0]];
    if (first && second) {
      const met = meeting(first, second);
      if (met === "overlap" || met === "same-point") {
        const joined = collide(sides, first, second, layout);
        if (!joined) return undefined;
        keepUntil(first.start);
        result.push(...joined);
        oursAt = first.to;
        baseAt = first.end;
        a.shift();
        b.shift();
        continue;
      }
      if (met === "touch" && !prose && !(replaces(first) && replaces(second))) {
        return undefined;
      }
    }
    if (first && (!second || comesFirst(first, second))) {
      keepUntil(first.start);
      result.push(...sides.ours.slice(first.from, first.to));
      oursAt = first.to;
      baseAt = first.end;
      a.shift();
    } else if (second) {
      keepUntil(second.start);
      result.push(...sides.theirs.slice(second.from, second.to));
      oursAt += second.end - baseAt;
      baseAt = second.end;
      b.shift();
    }
  }
  result.push(...sides.ours.slice(oursAt));
  return result;
}

const replaces = (hunk: Hunk) => hunk.end > hunk.start && hunk.to > hunk.from;

const comesFirst = (a: Hunk, b: Hunk) =>
  a.start < b.start || (a.start === b.start && a.end <= b.start);

/** Both sides changed the same lines, or inserted at the same place. */
function collide(
  sides: Sides,
  a: Hunk,
  b: Hunk,
  prose: boolean,
): string[] | undefined {
  const ours = sides.ours.slice(a.from, a.to);
  const theirs = sides.theirs.slice(b.from, b.to);
  const sameRange = a.start === b.start && a.end === b.end;
  if (sameRange && ours.join("\n") === theirs.join("\n")) return ours;
  if (!prose || !sameRange) return undefined;
  if (a.start === a.end) return joinBlocks(ours, theirs);
  const base = sides.base.slice(a.start, a.end);
  if (base.length !== ours.length || base.length !== theirs.length) return;
  const lines = base.map((line, i) =>
    mergeWords(line, ours[i] ?? "", theirs[i] ?? ""),
  );
  return lines.every((line) => line !== undefined) ? lines : undefined;
}
