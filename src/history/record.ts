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

/** How many commits can be taken back. */
export const HISTORY_LIMIT = 10;

export const HISTORY_FOLDER = ".frameio/history";

/** Where the record of the n-th commit is. */
export function recordPath(number: number): string {
  return `${HISTORY_FOLDER}/${number}.json`;
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
