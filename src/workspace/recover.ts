import { existsSync, lstatSync, readdirSync, type Stats } from "node:fs";
import { join } from "node:path";
import { finish, removeStaging } from "./finish.js";
import {
  cannotUndo,
  LOCK_PATH,
  readJournal,
  type Staging,
  STAGING_PATH,
  stagingOf,
  TOOL_FOLDER,
} from "./journal.js";
import { locate } from "./locate.js";
import { acquireLock } from "./lock.js";
import { removeIfEmpty, rollBack } from "./roll-back.js";
import type { Step } from "./step.js";
import type { Recovery } from "./workspace.js";

/** Settles what an interrupted commit left in a project folder that exists. Touches nothing when there is nothing to settle. */
export function recoverInPlace(root: string, step: Step): Recovery {
  const folder = locate(root, TOOL_FOLDER);
  if (folder.stats === undefined) return "nothing";
  const { absolute: lockFile } = locate(root, LOCK_PATH);
  if (!existsSync(lockFile) && !existsSync(join(root, STAGING_PATH))) {
    if (readdirSync(folder.absolute).length === 0)
      removeIfEmpty(folder.absolute);
    return "nothing";
  }
  const lock = step("lock", LOCK_PATH, () =>
    acquireLock(lockFile, folder.absolute),
  );
  try {
    return settle(root, step);
  } finally {
    lock.release();
  }
}

/** The same, for who holds the lock. */
export function settle(root: string, step: Step): Recovery {
  const { stats } = locate(root, STAGING_PATH);
  const staging = stagingOf(root);
  if (stats === undefined) return "nothing";
  refuseLinks(stats, staging);
  const done = readJournal(staging.done);
  const journal = done ?? readJournal(staging.journal);
  if (journal === undefined) {
    const isEmpty = readdirSync(staging.folder).length === 0;
    removeStaging(staging, step);
    return isEmpty ? "nothing" : "rolled-back";
  }
  // The staged lockfile is gone once it was renamed, which is the commit point.
  if (
    done !== undefined ||
    (journal.lockfile && !existsSync(staging.freshLockfile))
  ) {
    finish(root, staging, journal, step);
    return "completed";
  }
  rollBack(root, staging, journal, step);
  removeStaging(staging, step);
  return "rolled-back";
}

/** A clone may bring a staging folder that leads elsewhere. */
function refuseLinks(stats: Stats, { fresh, backups }: Staging): void {
  const parts = [fresh, backups].map((part) =>
    lstatSync(part, { throwIfNoEntry: false }),
  );
  if ([stats, ...parts].some((part) => part?.isDirectory() === false))
    throw cannotUndo("its staging folder is none", STAGING_PATH);
}
