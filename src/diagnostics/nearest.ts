import { distance } from "fastest-levenshtein";

/** Names longer than this are nobody's typing error. */
const longest = 100;

/**
 * The candidate that was probably meant, or undefined when none is close.
 * Looks past case and separators, then at word order (`ready.file`), then at a unique part (`upload.completed`), then at the edit distance.
 */
export function nearest(
  name: string,
  candidates: readonly string[],
): string | undefined {
  if (name === "" || name.length > longest) return undefined;
  return (
    candidates.find((candidate) => fold(candidate) === fold(name)) ??
    candidates.find((candidate) => words(candidate) === words(name)) ??
    closest(name, candidates) ??
    onlyOneWith(name, candidates)
  );
}

/** `Did you mean "file.ready"?`, or undefined when nothing is close. */
export function didYouMean(
  name: string,
  candidates: readonly string[],
): string | undefined {
  const candidate = nearest(name, candidates);
  return candidate === undefined ? undefined : `Did you mean "${candidate}"?`;
}

function closest(
  name: string,
  candidates: readonly string[],
): string | undefined {
  const limit =
    name.length <= 3 ? 1 : name.length <= 6 ? 2 : Math.ceil(name.length / 3);
  const ranked = candidates
    .map((candidate) => ({
      candidate,
      edits: distance(name.toLowerCase(), candidate.toLowerCase()),
    }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  return best !== undefined && best.edits <= limit ? best.candidate : undefined;
}

function onlyOneWith(
  name: string,
  candidates: readonly string[],
): string | undefined {
  if (fold(name).length < 3) return undefined;
  const found = candidates.filter((candidate) =>
    fold(candidate).includes(fold(name)),
  );
  return found.length === 1 ? found[0] : undefined;
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

function words(name: string): string {
  return name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .sort()
    .join(".");
}
