import type { Digest } from "../lockfile/lockfile.js";

/** What it takes to take one commit back: `.frameio/history/<number>.json`. For this machine only, so version control ignores it. */
export interface HistoryRecord {
  readonly historyVersion: 1;
  /** The command as it was typed, such as `add-webhook comment.created`. */
  readonly command: string;
  /** Text of the lockfile before, null for the commit that made the app; and the digest of what the commit made of it. */
  readonly lockfile: { readonly before: string | null; readonly after: Digest };
  /** Every file that the commit wrote or deleted, sorted by path. */
  readonly files: readonly RecordedFile[];
}

export interface RecordedFile {
  readonly path: string;
  /** Null: the commit created the file. */
  readonly before: RecordedText | null;
  /** Null: the commit deleted the file. */
  readonly after: Digest | null;
}

export interface RecordedText {
  readonly text: string;
  readonly executable: boolean;
}

/** How many commits can be taken back: as many as fit, but so many at least, and not more than anybody would go back. */
export const HISTORY_LIMITS = { least: 10, most: 200, bytes: 8 * 1024 * 1024 };

export const HISTORY_FOLDER = ".frameio/history";

/** Where the record of the n-th commit is. */
export function recordPath(number: number): string {
  return `${HISTORY_FOLDER}/${number}.json`;
}

/** An entry of the history's folder. */
export interface HistoryEntry {
  readonly name: string;
  readonly bytes: number;
}

/** The records that have to go when one of so many bytes is added, newest first. */
export function recordsToDrop(
  entries: readonly HistoryEntry[],
  added: number,
): number[] {
  const { least, most, bytes } = HISTORY_LIMITS;
  const size = new Map(entries.map((entry) => [entry.name, entry.bytes]));
  let total = added;
  const numbers = recordNumbers([...size.keys()]);
  const end = numbers.findIndex((number, index) => {
    total += size.get(`${number}.json`) ?? 0;
    const kept = index + 2;
    return kept > most || (kept > least && total > bytes);
  });
  return end < 0 ? [] : numbers.slice(end);
}

/** The numbers of the records in the history's folder, newest first; whatever else lies there is passed over. */
export function recordNumbers(names: readonly string[]): number[] {
  return names
    .flatMap((name) => {
      const number = /^([1-9]\d{0,8})\.json$/.exec(name)?.[1];
      return number === undefined ? [] : [Number(number)];
    })
    .sort((a, b) => b - a);
}
