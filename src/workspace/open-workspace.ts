import { resolve } from "node:path";
import { FrameioGenError } from "../diagnostics/diagnostic.js";
import { digest } from "../lockfile/digest.js";
import { LOCKFILE_PATH } from "../lockfile/lockfile.js";
import { printLockfile } from "../lockfile/print.js";
import { moved } from "./check-changes.js";
import { commitInPlace } from "./commit-in-place.js";
import type { FolderCache } from "./locate.js";
import { createListing } from "./listing.js";
import { listFiles } from "./list-files.js";
import { commitNewRoot, recoverNewRoot } from "./new-root.js";
import { assertSafePath } from "./path-guard.js";
import { readDiskFile } from "./read.js";
import { recoverInPlace } from "./recover.js";
import { placeOfRoot, type RootPlace } from "./root.js";
import { stepper } from "./step.js";
import { guarded, inWords } from "./system-error.js";
import type {
  DiskFile,
  Recovery,
  Workspace,
  WorkspaceOptions,
} from "./workspace.js";

/**
 * Opens the project folder at `root`, relative to the working directory or absolute. Nothing is read yet.
 * What was read once is not read again, until a commit or a recovery.
 */
export function openWorkspace(
  root: string,
  options: WorkspaceOptions = {},
): Workspace {
  const absolute = resolve(root);
  const step = stepper(absolute, options.onStep);
  let seen = nothingSeen();

  function read(path: string): DiskFile | undefined {
    if (seen.files.has(path)) return seen.files.get(path);
    const place = (seen.place ??= placeOfRoot(absolute));
    if (place.missing.length > 0) assertSafePath(path);
    const file =
      place.missing.length > 0
        ? undefined
        : readDiskFile(place.path, path, seen.folders);
    seen.files.set(path, file);
    return file;
  }

  function has(path: string): boolean {
    if (seen.files.has(path)) return seen.files.get(path) !== undefined;
    const place = (seen.place ??= placeOfRoot(absolute));
    const listed =
      place.missing.length === 0 &&
      (seen.listing ??= createListing(place.path, seen.folders))(path);
    // What is not listed as it is spelt may be there all the same, by another spelling or behind a link.
    return listed || read(path) !== undefined;
  }

  return {
    root: absolute,
    read,
    has,
    list: (folder) => listFiles(absolute, folder),
    observed: () => new Map(seen.files),
    recover() {
      seen = nothingSeen();
      return guarded(".", absolute, recover);
    },
    async commit(changeSet) {
      try {
        await commit(changeSet);
      } catch (error) {
        throw inWords(error, ".", absolute);
      } finally {
        seen = nothingSeen();
      }
    },
  };

  function recover(): Recovery {
    const { path, missing } = placeOfRoot(absolute);
    const outcome = recoverNewRoot(path, step);
    if (missing.length > 0) return outcome;
    const inside = recoverInPlace(path, step);
    return inside === "nothing" ? outcome : inside;
  }

  async function commit({
    changes,
    lockfile,
  }: Parameters<Workspace["commit"]>[0]): Promise<void> {
    const before = seen.files.get(LOCKFILE_PATH);
    const wasRead = seen.files.has(LOCKFILE_PATH);
    const place = placeOfRoot(absolute);
    const current = () =>
      place.missing.length > 0
        ? undefined
        : readDiskFile(place.path, LOCKFILE_PATH, new Map());
    const text = lockfile === null ? null : printLockfile(lockfile);
    const lockfileText =
      text !== null && current()?.digest === digest(text) ? null : text;
    if (changes.length === 0 && lockfileText === null) return;
    const request = {
      changes,
      lockfileText,
      step,
      checkLockfile() {
        if (wasRead && current()?.digest !== before?.digest)
          throw new FrameioGenError([moved(LOCKFILE_PATH, "was changed")]);
      },
    };
    if (place.missing.length > 0) commitNewRoot(place, request);
    else await commitInPlace({ root: place.path, ...request });
  }
}

function nothingSeen(): {
  place: RootPlace | undefined;
  listing: ((path: string) => boolean) | undefined;
  readonly files: Map<string, DiskFile | undefined>;
  readonly folders: FolderCache;
} {
  return {
    place: undefined,
    listing: undefined,
    files: new Map(),
    folders: new Map(),
  };
}
