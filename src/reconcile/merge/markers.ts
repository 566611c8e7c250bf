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

/** The text with the user's side of every conflict. */
export function takeOurs(text: string): string {
  let side: "both" | "ours" | "theirs" = "both";
  const lines = text.split("\n").filter((line) => {
    const plain = line.replace(/\r$/, "");
    if (plain === OURS) side = "ours";
    else if (plain === BASE && side === "ours") side = "theirs";
    else if (plain === THEIRS && side === "theirs") {
      side = "both";
      return false;
    } else return side !== "theirs";
    return false;
  });
  return lines.join("\n");
}
