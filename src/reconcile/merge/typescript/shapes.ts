import type { ListShape } from "../structure/part.js";

const shape = (
  role: string,
  separator: ListShape["separator"],
  ordered = false,
): ListShape => ({ role, separator, ordered, set: false });

/** How the lists of the language behave. */
export const SHAPES = {
  file: shape("file", ""),
  statements: shape("statements", "", true),
  cases: shape("cases", "", true),
  chain: shape("chain", "", true),
  class: shape("class", ""),
  members: shape("members", ";"),
  enum: shape("enum", ","),
  object: shape("object", ","),
  array: shape("array", ",", true),
  pattern: shape("pattern", ","),
  parameters: shape("parameters", ",", true),
  /** What braces of imports and exports name. */
  names: { ...shape("names", ","), set: true },
  union: shape("union", "|"),
  intersection: shape("intersection", "&"),
} as const satisfies Record<string, ListShape>;
