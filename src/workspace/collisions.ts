import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { quote } from "../diagnostics/printable.js";
import { foldKey } from "./path-guard.js";

/**
 * Paths of one change set that some system cannot hold side by side: the same name in other letter case or Unicode form,
 * a name that is file and folder at once, or the same path twice. One FG404 for each.
 */
export function collisions(paths: readonly string[]): Diagnostic[] {
  const files = new Map<string, string>();
  const folders = new Map<string, string>();
  const clean = new Set<string>();
  const found: Diagnostic[] = [];
  for (const path of paths) {
    const key = foldKey(path);
    const other = files.get(key);
    if (other !== undefined) found.push(collision(path, other));
    else files.set(key, path);
    const parent = path.slice(0, Math.max(path.lastIndexOf("/"), 0));
    if (clean.has(parent)) continue;
    const before = found.length;
    for (const folder of foldersOf(path)) {
      const folderKey = foldKey(folder);
      const spelt = folders.get(folderKey);
      if (spelt === undefined) folders.set(folderKey, folder);
      else if (spelt !== folder) found.push(collision(path, spelt));
    }
    if (found.length === before) clean.add(parent);
  }
  for (const [key, path] of files) {
    if (folders.has(key)) found.push(fileAndFolder(path));
  }
  return found;
}

/** The folders that a path lies in, outermost first; `a/b/c` lies in `a` and `a/b`. */
export function foldersOf(path: string): string[] {
  const names = path.split("/").slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}

/** `path` and `other` are one file, or lie in one folder, on some system. */
export function collision(path: string, other: string): Diagnostic {
  return {
    code: "FG404",
    severity: "error",
    file: path,
    message:
      path === other
        ? `${quote(path)} is written twice`
        : `${quote(path)} and ${quote(other)} are one name on some systems`,
  };
}

function fileAndFolder(path: string): Diagnostic {
  return {
    code: "FG404",
    severity: "error",
    file: path,
    message: `${quote(path)} would be a file and a folder at once`,
  };
}
