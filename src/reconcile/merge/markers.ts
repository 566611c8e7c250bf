const OURS = "<<<<<<< yours";
const BASE = "||||||| base";
const MIDDLE = "=======";
const THEIRS = ">>>>>>> new";

/** The three sides of a conflict between diff3-style markers, as lines. */
export function withMarkers(
  ours: readonly string[],
  base: readonly string[],
  theirs: readonly string[],
): string[] {
  return [OURS, ...ours, BASE, ...base, MIDDLE, ...theirs, THEIRS];
}

/** 1-based lines at which an unresolved conflict of ours (or git's) begins. */
export function markerLines(text: string): number[] {
  const lines = text.split(/\r?\n/);
  const starts: number[] = [];
  let open: number | undefined;
  let middle = false;
  lines.forEach((line, index) => {
    if (/^<{7}( |$)/.test(line)) {
      open = index + 1;
      middle = false;
    } else if (open !== undefined && /^={7}$/.test(line)) {
      middle = true;
    } else if (open !== undefined && middle && /^>{7}( |$)/.test(line)) {
      starts.push(open);
      open = undefined;
    }
  });
  return starts;
}

/** How git names the sides of a conflict, and how long it makes the markers. */
export interface MarkerStyle {
  readonly ours?: string | undefined;
  readonly base?: string | undefined;
  readonly theirs?: string | undefined;
  /** In characters; 7 is usual. */
  readonly size?: number | undefined;
}

/** A merged text of ours with its markers in another style. Only for texts that had none before the merge. */
export function restyled(text: string, style: MarkerStyle): string {
  const { size = 7 } = style;
  const marks = new Map([
    [OURS, `${"<".repeat(size)} ${style.ours ?? "yours"}`],
    [BASE, `${"|".repeat(size)} ${style.base ?? "base"}`],
    [MIDDLE, "=".repeat(size)],
    [THEIRS, `${">".repeat(size)} ${style.theirs ?? "new"}`],
  ]);
  let open = false;
  return text
    .split(/(?<=\n)/)
    .map((line) => {
      const plain = line.replace(/\r?\n$/, "");
      if (plain === OURS) open = true;
      const mark = open ? marks.get(plain) : undefined;
      if (plain === THEIRS) open = false;
      return mark === undefined ? line : mark + line.slice(plain.length);
    })
    .join("");
}
