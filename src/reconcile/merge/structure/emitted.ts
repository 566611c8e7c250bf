import type { Row } from "../keyed.js";
import type { Item } from "./part.js";

/** An item of ours, with what theirs brought to it. */
export interface FromOurs {
  readonly kind: "ours";
  readonly row: Row<Item>;
  /** The new text of the item itself; undefined leaves it. */
  readonly core: string | undefined;
  /** The item of theirs whose comments above are taken. */
  readonly above: Item | undefined;
  readonly tail: string | undefined;
}

export interface FromTheirs {
  readonly kind: "theirs";
  readonly row: Row<Item>;
}

export interface InConflict {
  readonly kind: "conflict";
  readonly row: Row<Item>;
  readonly base: readonly Item[];
  readonly ours: readonly Item[];
  readonly theirs: readonly Item[];
}

/** One row of a merged list. */
export type Emitted =
  | FromOurs
  | FromTheirs
  | InConflict
  | { readonly kind: "dropped"; readonly row: Row<Item> };
