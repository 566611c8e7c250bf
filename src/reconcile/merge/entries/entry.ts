/** One entry of a file of entries: a variable, a pattern, a setting; or comments. */
export interface Entry {
  readonly key: string;
  /** How to call it in a message. */
  readonly label: string;
  readonly remark: boolean;
  /** A comment directly above another entry. */
  readonly attached: boolean;
  /** Blank lines above. */
  readonly blank: readonly string[];
  readonly lines: readonly string[];
  /** What the entry says, without layout. */
  readonly value: string;
}

/** How a format reads the lines from `index` on as one entry. */
export interface EntryFormat {
  /** Comment lines that follow each other are one entry; otherwise each is one. */
  readonly blocks: boolean;
  read(lines: readonly string[], index: number): RawEntry;
  isComment(line: string): boolean;
}

export interface RawEntry {
  readonly key: string;
  readonly label: string;
  readonly value: string;
  /** In lines. */
  readonly length: number;
}
