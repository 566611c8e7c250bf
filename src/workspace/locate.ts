import { lstatSync, realpathSync, type Stats, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { FrameioGenError } from "../diagnostics/diagnostic.js";
import { quote } from "../diagnostics/printable.js";
import { assertSafePath, isReserved, pathProblem } from "./path-guard.js";
import { guarded } from "./system-error.js";

/** Where a path of the project really is, once the links among its folders are followed. */
export interface Located {
  readonly absolute: string;
  /** Relative to the root, POSIX; differs from the path asked for where a folder is a link. */
  readonly actual: string;
  /** Of the thing itself: a link is not followed. Undefined when nothing is there. */
  readonly stats: Stats | undefined;
}

export interface Folder {
  readonly absolute: string;
  /** Relative to the root, POSIX; empty for the root. */
  readonly actual: string;
  readonly exists: boolean;
}

/** Folders that were looked at already. */
export type FolderCache = Map<string, Folder>;

/**
 * Finds a path below the real root.
 *
 * @throws {FrameioGenError} FG402 for a path that may not be used, FG403 when a folder on the way is a link that leads out of
 *   the project, FG410 when a folder on the way is none.
 */
export function locate(
  root: string,
  path: string,
  folders: FolderCache = new Map(),
): Located {
  assertSafePath(path);
  return guarded(path, root, () => {
    const slash = path.lastIndexOf("/");
    const folder = folderAt(root, path.slice(0, Math.max(slash, 0)), folders);
    const name = path.slice(slash + 1);
    // The name is one of its own, checked above: there is nothing to resolve.
    const absolute = folder.absolute + sep + name;
    const actual = below(folder, name);
    if (actual !== path && isForbidden(actual)) throw outside(path);
    const stats = folder.exists
      ? lstatSync(absolute, { throwIfNoEntry: false })
      : undefined;
    return { absolute, actual, stats };
  });
}

/** The folder at a path that was checked; `""` is the root itself. Errors as in {@link locate}. */
export function folderAt(
  root: string,
  path: string,
  folders: FolderCache,
): Folder {
  if (path === "") return { absolute: root, actual: "", exists: true };
  const known = folders.get(path);
  if (known !== undefined) return known;
  const parent = folderAt(root, parentOf(path), folders);
  const name = path.slice(path.lastIndexOf("/") + 1);
  const absolute = join(parent.absolute, name);
  const stats = parent.exists
    ? lstatSync(absolute, { throwIfNoEntry: false })
    : undefined;
  const exists = stats !== undefined;
  let folder: Folder = { absolute, actual: below(parent, name), exists };
  if (stats?.isSymbolicLink() === true) folder = follow(root, path, absolute);
  else if (stats?.isDirectory() === false) throw noFolder(path);
  folders.set(path, folder);
  return folder;
}

function follow(root: string, path: string, link: string): Folder {
  const target = realPath(link);
  if (target === undefined) throw outside(path);
  const actual = relative(root, target).split(sep).join("/");
  if (actual !== "" && isForbidden(actual)) throw outside(path);
  if (!statSync(target).isDirectory()) throw noFolder(path);
  return { absolute: target, actual, exists: true };
}

function below({ actual }: Folder, name: string): string {
  return actual === "" ? name : `${actual}/${name}`;
}

/** The real path of something inside the root that is a link; undefined when the link leads nowhere. */
export function realPath(link: string): string | undefined {
  try {
    return realpathSync(link);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Whether a path that links led to is one that could not have been asked for. On Windows another drive shows as `D:/…`. */
export function isForbidden(actual: string): boolean {
  return pathProblem(actual) !== undefined || isReserved(actual);
}

export function outside(path: string): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG403",
      severity: "error",
      file: path,
      message: `${quote(path)} is a symbolic link that leads out of the project, or nowhere`,
    },
  ]);
}

function noFolder(path: string): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG410",
      severity: "error",
      file: path,
      message: `${quote(path)} is needed as a folder, and is none`,
    },
  ]);
}

function parentOf(path: string): string {
  const parent = dirname(path);
  return parent === "." ? "" : parent;
}
