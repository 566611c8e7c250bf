import { hunks, regions } from "./regions.js";

/** On fewer words a common word or two is chance. */
const FEW = 7;
/** In characters: what is longer is no sentence, and is not looked into. */
const LONGEST = 4_000;

/**
 * Different words of one line; undefined when the edits touch. Items that both sides added to an enumeration such as
 * `a, b` are all kept, the user's first, and those that one of them took out go.
 */
export function mergeWords(
  base: string,
  ours: string,
  theirs: string,
): string | undefined {
  if (Math.max(base.length, ours.length, theirs.length) > LONGEST)
    return undefined;
  const [b, o, t] = [words(base), words(ours), words(theirs)];
  const isShort = b.length < FEW;
  if (isShort && !(onlyEnumerates(b, o) && onlyEnumerates(b, t)))
    return undefined;
  let result = "";
  for (const region of regions(o, b, t)) {
    if (region.stable) {
      result += region.lines.join("");
      continue;
    }
    const [a, c] = [region.ours.join(""), region.theirs.join("")];
    const merged = a === c ? a : mergeRegion(region.base.join(""), a, c);
    if (merged === undefined) return undefined;
    result += merged;
  }
  return result;
}

/** White space, punctuation at the end of a word, and words. */
function words(line: string): string[] {
  return line.match(/\s+|[,.;:]+(?=\s|$)|(?:(?![,.;:]+(?:\s|$))\S)+/g) ?? [];
}

function mergeRegion(
  base: string,
  ours: string,
  theirs: string,
): string | undefined {
  // Of how wide the column of a table is, the user decides.
  if ((base + ours + theirs).trim() === "") return ours;
  for (const { form, items } of ENUMERATIONS) {
    const isList = (text: string) => text === "" || form.test(text);
    if (![base, ours, theirs].every(isList)) continue;
    const list = (text: string): readonly string[] => text.match(items) ?? [];
    const [before, own, other] = [list(base), list(ours), list(theirs)];
    const staying = own.filter(
      (item) => other.includes(item) || !before.includes(item),
    );
    const added = other.filter(
      (item) => !own.includes(item) && !before.includes(item),
    );
    return [...staying, ...added].join("");
  }
  return undefined;
}

/** Items as they are put behind, before, or between others. */
const ENUMERATIONS = [
  { form: /^(?:,\s+[^,]*[^,\s])+$/, items: /,\s+[^,]*[^,\s]/g },
  { form: /^(?:[^,\s][^,]*,\s+)+$/, items: /[^,\s][^,]*,\s+/g },
  { form: /^(?:\s+[^,\s][^,]*,)+$/, items: /\s+[^,\s][^,]*,/g },
];

function onlyEnumerates(base: string[], side: string[]): boolean {
  const isList = (text: string) =>
    text === "" || ENUMERATIONS.some(({ form }) => form.test(text));
  return hunks(base, side).every(
    ({ start, end, from, to }) =>
      isList(base.slice(start, end).join("")) &&
      isList(side.slice(from, to).join("")),
  );
}
