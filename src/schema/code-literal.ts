import type { Json } from "./catalog.js";

/** A JSON value as source code that is safe in any position of a module. */
export function codeOf(value: Json): string {
  return JSON.stringify(value)
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}
