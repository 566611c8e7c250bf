import { join } from "node:path";
import { type Diagnostic, FrameioGenError } from "../diagnostics/diagnostic.js";
import type { Change } from "../reconcile/change-set.js";
import { apply } from "./apply.js";
import { checkChanges, type Target } from "./check-changes.js";
import { syncFolder } from "./durable.js";
import { finish } from "./finish.js";
import {
  type Journal,
  LOCK_PATH,
  STAGING_PATH,
  stagingOf,
  TOOL_FOLDER,
} from "./journal.js";
import { locate } from "./locate.js";
import { acquireLock, type Lock } from "./lock.js";
import { settle } from "./recover.js";
import { stage } from "./stage.js";
import type { Step } from "./step.js";

export interface CommitRequest {
  readonly root: string;
  readonly changes: readonly Change[];
  /** Null when the lockfile stays as it is. */
  readonly lockfileText: string | null;
  /** Throws when the lockfile is no longer the one that the change set was made from. */
  readonly checkLockfile: () => void;
  readonly step: Step;
}

/** Commits to a project folder that exists. */
export async function commitInPlace(request: CommitRequest): Promise<void> {
  const { root, changes, checkLockfile, step } = request;
  checkLockfile();
  checkChanges(root, changes);
  const { absolute } = locate(root, LOCK_PATH);
  const lock = step("lock", LOCK_PATH, () =>
    acquireLock(absolute, join(root, TOOL_FOLDER)),
  );
  try {
    settle(root, step);
    checkLockfile();
    await commitLocked(request, lock);
  } finally {
    lock.release();
  }
}

async function commitLocked(request: CommitRequest, lock: Lock): Promise<void> {
  const { root, changes, lockfileText, step } = request;
  const targets = deletionsLast(checkChanges(root, changes));
  const staging = stagingOf(root);
  let journal: Journal;
  try {
    journal = await stage({ root, staging, targets, lockfileText, lock, step });
    apply({ root, staging, targets, journal, step });
  } catch (error) {
    undo(error, () => settle(root, step));
    throw error;
  }
  try {
    syncFolder(join(root, TOOL_FOLDER));
    finish(root, staging, journal, step);
  } catch {
    // The commit is made. What could not be cleaned up, the next command cleans up.
  }
}

function deletionsLast(targets: readonly Target[]): Target[] {
  const isDeletion = ({ change }: Target) => change.kind === "delete";
  return [
    ...targets.filter((target) => !isDeletion(target)),
    ...targets.filter(isDeletion),
  ];
}

function undo(error: unknown, action: () => void): void {
  try {
    action();
  } catch (second) {
    const diagnostics = [error, second].flatMap((each) =>
      each instanceof FrameioGenError ? each.diagnostics : [],
    );
    throw new FrameioGenError([...diagnostics, halfWritten], { cause: error });
  }
}

const halfWritten: Diagnostic = {
  code: "FG413",
  severity: "error",
  file: STAGING_PATH,
  message: "The commit failed, and could not be undone completely",
  hint: "Remove the cause, and run any command again: it undoes the rest.",
};
