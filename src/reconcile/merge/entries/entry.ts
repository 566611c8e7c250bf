/** One entry of a file of entries: a variable, a pattern, a setting; or a block of comments that stands for itself. */
export interface Entry {
  readonly key: string;
  /** How to call it in a message. */
  readonly label: string;
  /** Blank lines above. */
  readonly blank: readonly string[];
  /** The comment block directly above, where the format ties it to the entry. */
  readonly comment: readonly string[];
  readonly lines: readonly string[];
  /** What the entry says, without layout. */
  readonly value: string;
}

/** How a format reads the lines from `index` on as one entry. */
export interface EntryFormat {
  /** Comments belong to the entry below; otherwise each comment line is an entry. */
  readonly tiesComments: boolean;
  read(lines: readonly string[], index: number): RawEntry;
  isComment(line: string): boolean;
}

export interface RawEntry {
  readonly key: string;
  readonly label: string;
  readonly value: string;
  readonly length: number;
}
