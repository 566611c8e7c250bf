import {
  linkSync,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { guarded, isSystemError } from "./system-error.js";

/** What is at a path, before an app is put there. */
export type FolderState = "missing" | "empty" | "filled" | "not a folder";

/** Entries that leave a folder empty: no work of anybody's is in them. */
const harmless = new Set([".git", ".DS_Store", "Thumbs.db"]);

/** @throws {FrameioGenError} when the system refuses to look */
export function folderState(path: string): FolderState {
  try {
    if (!statSync(path).isDirectory()) return "not a folder";
  } catch (error) {
    if (hasCode(error, "ENOENT")) return "missing";
    if (hasCode(error, "ENOTDIR")) return "not a folder";
    return guarded(".", path, () => {
      throw error;
    });
  }
  const names = guarded(".", path, () => readdirSync(path));
  return names.every((name) => harmless.has(name)) ? "empty" : "filled";
}

/** The folder and every folder above it, innermost first. */
export function foldersUpwards(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersUpwards(parent)];
}

/** Text of a file outside of what is generated; undefined when it cannot be read, for whatever reason. */
export function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** Where a path really is; the path itself when it cannot be followed. */
export function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Names of a folder's entries, sorted; empty when it cannot be read. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** Names of a folder's entries with their sizes; empty when it cannot be read. */
export function sizesIn(
  folder: string,
): readonly { readonly name: string; readonly bytes: number }[] {
  return namesIn(folder).flatMap((name) => {
    const stat = lstatSync(join(folder, name), { throwIfNoEntry: false });
    return stat === undefined ? [] : [{ name, bytes: stat.size }];
  });
}

/**
 * Writes a file that only its owner may read, unless there is one already.
 *
 * @returns whether it was written
 * @throws {FrameioGenError} when the system refuses
 */
export function createPrivateFile(
  root: string,
  name: string,
  text: string,
): boolean {
  const file = join(root, name);
  // Whole or not at all: half a secret would be taken for one by the next run, which leaves the file alone.
  const draft = `${file}.new`;
  return guarded(name, root, () => {
    try {
      rmSync(draft, { force: true });
      writeFileSync(draft, text, { flag: "wx", mode: 0o600 });
      return claim(draft, file);
    } finally {
      rmSync(draft, { force: true });
    }
  });
}

/** Gives a file its name unless that is taken; where there are no hard links, in two steps. */
function claim(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    if (lstatSync(file, { throwIfNoEntry: false }) !== undefined) return false;
    renameSync(draft, file);
    return true;
  }
}

/** The folder of our own package, links followed: the nearest above the module with its package.json. */
export function packageRootOf(moduleUrl: string): string {
  const start = dirname(realpathSync(fileURLToPath(moduleUrl)));
  const root = foldersUpwards(start).find((folder) =>
    readIfPresent(join(folder, "package.json"))?.includes(
      '"name": "create-frameio-app"',
    ),
  );
  if (root === undefined) throw new Error(`no package.json above ${start}`);
  return root;
}

function hasCode(error: unknown, code: string): boolean {
  return isSystemError(error) && error.code === code;
}
