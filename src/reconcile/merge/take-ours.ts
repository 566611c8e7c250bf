import type { MergeResult } from "./types.js";

/** The merged text with the user's side wherever there is a conflict: what stands between the other markers goes. */
export function takeOurs({ text, conflicts }: MergeResult): string {
  if (conflicts.length === 0) return text;
  let isTheirs = false;
  return text
    .split(/(?<=\n)/)
    .filter((line) => {
      const marker = /^(?:<{7} yours|\|{7} base|>{7} new)\r?$/m.exec(line)?.[0];
      if (marker === undefined) return !isTheirs;
      isTheirs = marker.startsWith("|");
      return false;
    })
    .join("");
}
