import { realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { FrameioGenError } from "../diagnostics/diagnostic.js";
import { quote } from "../diagnostics/printable.js";
import { guarded } from "./system-error.js";

/** Where the project's folder is, or will be. */
export interface RootPlace {
  /** Absolute; links are followed as far as it exists. */
  readonly path: string;
  /** The nearest folder that exists: the root itself, or one above it. */
  readonly ancestor: string;
  /** Names of the folders below the ancestor that are missing; empty when the root exists. */
  readonly missing: readonly string[];
}

/** @throws {FrameioGenError} FG410 when the root or something above it is not a folder. */
export function placeOfRoot(root: string): RootPlace {
  return guarded(".", root, () => {
    const missing: string[] = [];
    let folder = root;
    while (!exists(folder)) {
      if (dirname(folder) === folder) throw notFolder(folder);
      missing.unshift(basename(folder));
      folder = dirname(folder);
    }
    const ancestor = realpathSync(folder);
    if (!statSync(ancestor).isDirectory()) throw notFolder(folder);
    return { path: join(ancestor, ...missing), ancestor, missing };
  });
}

function exists(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return false;
    throw error;
  }
}

function notFolder(path: string): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG410",
      severity: "error",
      message: `${quote(path, 200)} is needed as a folder, and is none`,
    },
  ]);
}
