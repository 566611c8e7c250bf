import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { isSystemError } from "./system-error.js";

/** A folder of schemas has hundreds of files, not more. */
const MOST_FILES = 3000;
const MOST_BYTES = 32 * 1024 * 1024;

export type Found =
  | { readonly kind: "file"; readonly text: string }
  | {
      readonly kind: "folder";
      /** Text of each `.json`, `.yaml` and `.yml` file, by path below the folder, POSIX, sorted. */
      readonly files: ReadonlyMap<string, string>;
    }
  | { readonly kind: "missing" }
  | { readonly kind: "too large" };

/** What is at a path that a user named as the source of a provider. */
export function readProviderFiles(path: string): Found {
  try {
    const found = statSync(path);
    if (!found.isDirectory()) {
      return found.size > MOST_BYTES
        ? { kind: "too large" }
        : { kind: "file", text: readFileSync(path, "utf8") };
    }
    const names = readdirSync(path, { recursive: true, encoding: "utf8" })
      .map((name) => name.replaceAll("\\", "/"))
      .filter((name) => /\.(?:json|ya?ml)$/i.test(name))
      .filter((name) => !/(?:^|\/)node_modules\//.test(name))
      .sort();
    if (names.length > MOST_FILES) return { kind: "too large" };
    const files = new Map<string, string>();
    let bytes = 0;
    for (const name of names) {
      const text = readFileSync(join(path, name), "utf8");
      bytes += text.length;
      if (bytes > MOST_BYTES) return { kind: "too large" };
      files.set(name, text);
    }
    return { kind: "folder", files };
  } catch (error) {
    if (isSystemError(error)) return { kind: "missing" };
    throw error;
  }
}
