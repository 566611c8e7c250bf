import { digest } from "../lockfile/digest.js";
import { LOCKFILE_PATH } from "../lockfile/lockfile.js";
import { printLockfile } from "../lockfile/print.js";
import type { ChangeSet } from "../reconcile/change-set.js";
import { assertSafePath } from "./path-guard.js";
import type { SourceDisk } from "./workspace.js";

/** Text of files by path. */
export type MemoryFiles = Readonly<Record<string, string>>;

/** A disk over a plain object, for what needs no real one. Refuses the same paths as the real one; the object is not copied. */
export function memoryDisk(files: MemoryFiles): SourceDisk {
  const read = (path: string) => {
    assertSafePath(path);
    const text = Object.hasOwn(files, path) ? files[path] : undefined;
    return text === undefined ? undefined : { text, digest: digest(text) };
  };
  return {
    list: (folder) =>
      Object.keys(files)
        .filter(
          (path) =>
            path.startsWith(`${folder}/`) &&
            !/(?:^|\/)(?:node_modules|dist|\.[^/]*)\//.test(path),
        )
        .sort(),
    read,
    has: (path) => read(path) !== undefined,
  };
}

/** The files as they are after the commit of a change set; the files given stay as they are. */
export function applyChangeSet(
  files: MemoryFiles,
  { changes, lockfile }: Pick<ChangeSet, "changes" | "lockfile">,
): MemoryFiles {
  const after = new Map(Object.entries(files));
  for (const change of changes) {
    if (change.kind === "delete") after.delete(change.path);
    else after.set(change.path, change.text);
  }
  if (lockfile !== null) after.set(LOCKFILE_PATH, printLockfile(lockfile));
  return Object.fromEntries(after);
}
