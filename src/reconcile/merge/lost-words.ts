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
  // A line that is in the base or in the merged text has no word that could be lost, and that is nearly every line.
  const lines = new Set(base.split("\n"));
  for (const line of merged.split("\n")) lines.add(line);
  const candidates = new Set<string>();
  for (const side of [ours, theirs]) {
    if (side === merged) continue;
    for (const line of side.split("\n")) {
      if (lines.has(line)) continue;
      for (const word of line.match(WORD) ?? []) candidates.add(word);
    }
  }
  if (candidates.size === 0) return [];
  const kept = new Set(base.match(WORD));
  for (const word of merged.match(WORD) ?? []) kept.add(word);
  return [...candidates].filter((word) => !kept.has(word) && !LAYOUT.has(word));
}

/** What may come and go with how an import is written. */
const LAYOUT = new Set(["type", "import", "from", "as"]);
