import { readdirSync } from "node:fs";
import { type FolderCache, folderAt } from "./locate.js";
import { assertSafePath } from "./path-guard.js";
import { guarded } from "./system-error.js";

/**
 * Tells whether a path is a regular file by listing each folder once: where many files lie in few folders, that is
 * much cheaper than to ask for each.
 *
 * @param root the real path of the project's folder
 * @returns false for what is not there by that very spelling, and for links
 */
export function createListing(
  root: string,
  folders: FolderCache,
): (path: string) => boolean {
  const listings = new Map<string, ReadonlySet<string>>();
  return (path) => {
    assertSafePath(path);
    const slash = path.lastIndexOf("/");
    const folder = path.slice(0, Math.max(slash, 0));
    let names = listings.get(folder);
    if (names === undefined) {
      names = guarded(path, root, () => filesIn(root, folder, folders));
      listings.set(folder, names);
    }
    return names.has(path.slice(slash + 1));
  };
}

function filesIn(
  root: string,
  path: string,
  folders: FolderCache,
): ReadonlySet<string> {
  const { absolute, exists } = folderAt(root, path, folders);
  if (!exists) return new Set();
  return new Set(
    readdirSync(absolute, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name),
  );
}
