import { mkdirSync } from "node:fs";
import { digest } from "../lockfile/digest.js";
import { LOCKFILE_PATH } from "../lockfile/lockfile.js";
import type { Change } from "../reconcile/change-set.js";
import type { Target } from "./check-changes.js";
import { foldersOf } from "./collisions.js";
import { keep, move, syncFolder, writeDurably } from "./durable.js";
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

/** Writes everything that the commit needs, and the journal as the last. Nothing of the tree is touched. */
export function stage(request: StageRequest): Journal {
  const { root, staging, targets, lockfileText, lock, step } = request;
  step("stage", STAGING_PATH, () => {
    for (const folder of [staging.folder, staging.fresh, staging.backups])
      mkdirSync(folder);
  });
  targets.forEach(({ change, stats, absolute }, index) => {
    if (change.kind === "delete") return;
    const { path, text } = change;
    const mode = modeOf(change, stats?.mode);
    step("stage", path, () =>
      writeDurably(staging.freshFile(index), text, mode, stats !== undefined),
    );
    if (stats !== undefined)
      step("back up", path, () => keep(absolute, stats, staging.backup(index)));
  });
  if (lockfileText !== null) {
    const mode = locate(root, LOCKFILE_PATH).stats?.mode;
    step("stage", LOCKFILE_PATH, () =>
      writeDurably(staging.freshLockfile, lockfileText, permissions(mode)),
    );
  }
  const journal: Journal = {
    version: 1,
    folders: missingFolders(root, targets),
    operations: targets.map(operation),
    lockfile: lockfileText !== null,
  };
  step("journal", STAGING_PATH, () => {
    writeDurably(staging.unfinishedJournal, JSON.stringify(journal), 0o644);
    lock.assertHeld();
    move(staging.unfinishedJournal, staging.journal);
    syncFolder(staging.folder);
  });
  return journal;
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
