const WORD = /[^\s\x00-\x23\x25-\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x7f]+/g;

interface Texts {
  readonly base: string | undefined;
  readonly ours: string;
  readonly theirs: string;
}

/**
 * Words (of code, comments or data) that one side brought in and that the merged text does not have.
 * The engines keep what they know of; this catches what none of them thought of.
 */
export function lostWords(
  merged: string,
  { base = "", ours, theirs }: Texts,
): string[] {
  if (merged === ours && merged === theirs) return [];
  const known = wordsOf(base);
  const present = wordsOf(merged);
  const lost = new Set<string>();
  for (const side of [ours, theirs]) {
    if (side === merged) continue;
    for (const word of wordsOf(side)) {
      if (!present.has(word) && !known.has(word) && !LAYOUT.has(word))
        lost.add(word);
    }
  }
  return [...lost];
}

/** What may come and go with how an import is written. */
const LAYOUT = new Set(["type", "import", "from", "as"]);

/** Each text is asked about several times in a row. */
const recent = new Map<string, ReadonlySet<string>>();
const MOST_RECENT = 8;

function wordsOf(text: string): ReadonlySet<string> {
  const known = recent.get(text);
  if (known !== undefined) return known;
  if (recent.size >= MOST_RECENT) recent.clear();
  const words = new Set(text.match(WORD));
  recent.set(text, words);
  return words;
}
