import { lstatSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { FrameioGenError } from "../diagnostics/diagnostic.js";
import { LOCKFILE_PATH } from "../lockfile/lockfile.js";
import { isSame, moved, type Target } from "./check-changes.js";
import { move } from "./durable.js";
import { type Journal, STAGING_PATH, type Staging } from "./journal.js";
import type { Step } from "./step.js";

export interface ApplyRequest {
  readonly root: string;
  readonly staging: Staging;
  readonly targets: readonly Target[];
  readonly journal: Journal;
  readonly step: Step;
}

/** Moves what was staged into place. When it returns the commit is made; when it throws it has to be rolled back. */
export function apply(request: ApplyRequest): void {
  const { root, staging, targets, journal, step } = request;
  for (const folder of journal.folders)
    step("make", folder, () => mkdirSync(join(root, folder)));
  targets.forEach((target, index) => {
    const { kind, path } = target.change;
    step(kind, path, () => {
      refuseIfMoved(target);
      if (kind === "delete") move(target.absolute, staging.backup(index));
      else move(staging.freshFile(index), target.absolute);
    });
  });
  // The commit point.
  if (journal.lockfile)
    step("record", LOCKFILE_PATH, () =>
      move(staging.freshLockfile, join(root, LOCKFILE_PATH)),
    );
  else
    step("complete", STAGING_PATH, () => move(staging.journal, staging.done));
}

/** Closes the gap between the check of all files and the replacement of this one. */
function refuseIfMoved({ change: { path }, absolute, stats }: Target): void {
  const now = lstatSync(absolute, { throwIfNoEntry: false });
  if (!isSame(stats, now))
    throw new FrameioGenError([moved(path, "was changed")]);
}
