import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";

import { assertSafePath } from "./path-guard.js";

/** More files than that are not looked at: no app's own code is that large. */
const MOST_FILES = 20_000;
const DEEPEST = 20;

const skipped = new Set(["node_modules", "dist"]);

/**
 * Paths of the regular files below a folder of the project, POSIX, sorted. Without `node_modules`, `dist`, hidden folders and
 * what is behind links; folders that cannot be read are empty.
 *
 * @param root absolute path of the project
 * @param folder relative to the root
 */
export function listFiles(root: string, folder: string): readonly string[] {
  assertSafePath(folder);
  const found: string[] = [];
  const visit = (path: string, depth: number): void => {
    for (const entry of entriesOf(join(root, path))) {
      if (found.length >= MOST_FILES) return;
      const inner = `${path}/${entry.name}`;
      if (entry.isFile()) found.push(inner);
      else if (
        entry.isDirectory() &&
        depth < DEEPEST &&
        !skipped.has(entry.name) &&
        !entry.name.startsWith(".")
      )
        visit(inner, depth + 1);
    }
  };
  visit(folder, 0);
  return found.sort();
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
