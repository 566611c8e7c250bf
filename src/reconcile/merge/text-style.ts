import { hunks } from "./lines/regions.js";

const BOM = "\uFEFF";

/** Text as the engines want it: LF only, no byte order mark. */
export function plain(text: string): string {
  const body = text.startsWith(BOM) ? text.slice(1) : text;
  return body.includes("\r") ? body.replace(/\r\n?/g, "\n") : body;
}

/** Gives a merged text the byte order mark and the line ends of the user's text. */
export function inStyleOf(ours: string, merged: string): string {
  const bom = ours.startsWith(BOM) ? BOM : "";
  if (!ours.includes("\r")) return bom + merged;
  const ends = ours.match(/\r\n|\r|\n/g) ?? [];
  if (ends.every((end) => end === ends[0])) {
    return bom + merged.replaceAll("\n", ends[0] ?? "\n");
  }
  return bom + withMixedEnds(plain(ours).split("\n"), ends, merged.split("\n"));
}

/** Lines that came from the user keep their own line end, all others get the commonest. */
function withMixedEnds(
  oursLines: string[],
  ends: readonly string[],
  merged: string[],
): string {
  const count = (end: string) => ends.filter((each) => each === end).length;
  const common = ["\n", "\r\n", "\r"].reduce((a, b) =>
    count(b) > count(a) ? b : a,
  );
  const result: string[] = merged.map(() => common);
  let from = 0;
  let to = 0;
  const copy = (until: number) => {
    for (; from < until; from++, to++) result[to] = ends[from] ?? common;
  };
  for (const hunk of hunks(oursLines, merged)) {
    copy(hunk.start);
    from = hunk.end;
    to = hunk.to;
  }
  copy(oursLines.length);
  return merged
    .map((line, i) => line + (i < merged.length - 1 ? result[i] : ""))
    .join("");
}
