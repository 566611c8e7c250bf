import { mkdirSync } from "node:fs";
import { digest } from "../lockfile/digest.js";
import { LOCKFILE_PATH } from "../lockfile/lockfile.js";
import type { Change } from "../reconcile/change-set.js";
import type { Target } from "./check-changes.js";
import { foldersOf } from "./collisions.js";
import {
  close,
  keep,
  move,
  syncFolder,
  synchronise,
  writeNew,
  type Written,
} from "./durable.js";
import {
  type Journal,
  type Operation,
  STAGING_PATH,
  type Staging,
} from "./journal.js";
import { type FolderCache, locate } from "./locate.js";
import type { Lock } from "./lock.js";
import type { Step } from "./step.js";

export interface StageRequest {
  readonly root: string;
  readonly staging: Staging;
  /** In the order of execution. */
  readonly targets: readonly Target[];
  readonly lockfileText: string | null;
  readonly lock: Lock;
  readonly step: Step;
}

/** So many files are open at once; every system allows more. */
const MOST_OPEN = 128;

/**
 * Writes everything that the commit needs, and gives the journal its name as the last, when all of it would survive a power cut.
 * Nothing of the tree is touched.
 */
export async function stage(request: StageRequest): Promise<Journal> {
  const { root, staging, lock, step } = request;
  step("stage", STAGING_PATH, () => {
    for (const folder of [staging.folder, staging.fresh, staging.backups])
      mkdirSync(folder);
  });
  const journal = journalOf(request);
  let open: Written[] = [];
  try {
    for (const written of writeAll(request, journal)) {
      open.push(written);
      if (open.length < MOST_OPEN) continue;
      const full = open;
      open = [];
      await synchronise(full, root);
    }
  } catch (error) {
    close(open);
    throw error;
  }
  await synchronise(open, root);
  step("journal", STAGING_PATH, () => {
    lock.assertHeld();
    move(staging.unfinishedJournal, staging.journal);
    syncFolder(staging.folder);
  });
  return journal;
}

/** Writes one file after the other, each once it is asked for. */
function* writeAll(
  { root, staging, targets, lockfileText, step }: StageRequest,
  journal: Journal,
): Generator<Written> {
  for (const [index, { change, stats, absolute }] of targets.entries()) {
    if (change.kind === "delete") continue;
    const { path, text } = change;
    const mode = modeOf(change, stats?.mode);
    const fresh = staging.freshFile(index);
    const descriptor = step("stage", path, () =>
      writeNew(fresh, text, mode, stats !== undefined),
    );
    yield { path, descriptor };
    if (stats !== undefined)
      step("back up", path, () => keep(absolute, stats, staging.backup(index)));
  }
  if (lockfileText !== null) {
    const mode = permissions(locate(root, LOCKFILE_PATH).stats?.mode);
    const descriptor = step("stage", LOCKFILE_PATH, () =>
      writeNew(staging.freshLockfile, lockfileText, mode),
    );
    yield { path: LOCKFILE_PATH, descriptor };
  }
  const descriptor = step("stage", STAGING_PATH, () =>
    writeNew(staging.unfinishedJournal, JSON.stringify(journal), 0o644),
  );
  yield { path: STAGING_PATH, descriptor };
}

function journalOf({ root, targets, lockfileText }: StageRequest): Journal {
  return {
    version: 1,
    folders: missingFolders(root, targets),
    operations: targets.map(operation),
    lockfile: lockfileText !== null,
  };
}

/** A file that is replaced keeps its mode, and becomes executable where it is to be. */
function modeOf(
  { executable }: Exclude<Change, { kind: "delete" }>,
  before: number | undefined,
): number {
  if (before === undefined) return executable ? 0o755 : 0o644;
  const mode = permissions(before);
  return executable ? mode | ((mode & 0o444) >> 2) : mode;
}

function permissions(mode = 0o644): number {
  return mode & 0o777;
}

function operation({ change, actual }: Target): Operation {
  return {
    kind: change.kind,
    path: actual,
    after: change.kind === "delete" ? null : digest(change.text),
  };
}

function missingFolders(root: string, targets: readonly Target[]): string[] {
  const seen: FolderCache = new Map();
  const folders = targets
    .filter(({ change }) => change.kind === "create")
    .flatMap(({ actual }) => foldersOf(actual));
  return [...new Set(folders)]
    .sort()
    .filter((folder) => locate(root, folder, seen).stats === undefined);
}
