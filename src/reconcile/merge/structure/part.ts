import type { Source } from "./source.js";

/** A stretch of source that merges as one thing, or by the lists it bears. */
export interface Part {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
  /** In source order, disjoint. What lies between them is compared as tokens. */
  readonly lists: readonly List[];
}

/** A part whose lists are looked for when they are asked for: most parts are the same on two sides, and need not be taken apart. */
export function lazyPart(
  source: Source,
  start: number,
  end: number,
  find: () => readonly List[],
): Part {
  return new LazyPart(source, start, end, find);
}

/** A class, since there are a great many of them, and literals with accessors are slow to make. */
class LazyPart implements Part {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
  readonly #find: () => readonly List[];
  #found: readonly List[] | undefined;

  constructor(
    source: Source,
    start: number,
    end: number,
    find: () => readonly List[],
  ) {
    this.source = source;
    this.start = start;
    this.end = end;
    this.#find = find;
  }

  get lists(): readonly List[] {
    return (this.#found ??= this.#find());
  }
}

/** `,` and `;` stand behind an item, `|` and `&` before it; with "" items are statements. */
export type Separator = "," | ";" | "|" | "&" | "";

export interface ListShape {
  /** Lists of the three sides are merged with each other when their roles agree; a role that ends in `*` agrees with all of its kind. */
  readonly role: string;
  readonly separator: Separator;
  /** Order carries meaning: two different new orders are a conflict. */
  readonly ordered: boolean;
  /** A mere set: an item that both sides replaced by different ones is no conflict. */
  readonly set: boolean;
}

export interface List extends ListShape {
  readonly source: Source;
  /** What is between the brackets. */
  readonly start: number;
  readonly end: number;
  readonly items: readonly Item[];
  /** From behind the last item to the end. */
  readonly closing: string;
}

export interface Item {
  readonly key: string;
  readonly label: string;
  /** A comment that stands for itself. */
  readonly remark: boolean;
  /** Other means bring this item up to date: it stays as the user has it. */
  readonly pinned?: boolean;
  /** Where the item's stretch begins: behind the one before. */
  readonly from: number;
  /** Where the comments directly above begin, or the item itself. */
  readonly head: number;
  readonly part: Part;
  /** Where the item's stretch ends: behind separator and comment on the same line. */
  readonly to: number;
  /** The separator is there. */
  readonly separated: boolean;
  /** What follows on the same line: comments, without the separator. */
  readonly tail: string;
}

/** An item as a parser finds it, before comments and separators are assigned. */
export interface Core {
  readonly key: string;
  readonly label: string;
  readonly part: Part;
  readonly pinned?: boolean;
}
