import { lostWords } from "./lost-words.js";
import { withMarkers } from "./markers.js";
import type { MergeInput, MergeResult } from "./types.js";

/** The last resort: both texts, one conflict. */
export function wholeFile({
  base = "",
  ours,
  theirs,
}: MergeInput): MergeResult {
  const lines = (text: string) => text.replace(/\n$/, "").split("\n");
  const text = `${withMarkers(lines(ours), lines(base), lines(theirs)).join("\n")}\n`;
  return {
    text,
    conflicts: [
      {
        kind: "changed-twice",
        key: "the whole file",
        line: 1,
        base,
        ours,
        theirs,
      },
    ],
  };
}

/** A clean merge, unless a word is lost in it that one side brought in. */
export function losingNothing(
  texts: MergeInput,
  result: MergeResult,
): MergeResult {
  if (result.conflicts.length > 0) return result;
  return lostWords(result.text, texts).length > 0 ? wholeFile(texts) : result;
}
