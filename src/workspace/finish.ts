import { existsSync, rmdirSync, rmSync } from "node:fs";
import { move } from "./durable.js";
import { foldersOf } from "./collisions.js";
import { type Journal, STAGING_PATH, type Staging } from "./journal.js";
import { locate } from "./locate.js";
import { removeIfEmpty } from "./roll-back.js";
import type { Step } from "./step.js";

/** What is left to do after the commit point: the folders that our deletions emptied, and our own traces. Can be run again. */
export function finish(
  root: string,
  staging: Staging,
  journal: Journal,
  step: Step,
): void {
  if (existsSync(staging.journal))
    step("complete", STAGING_PATH, () => move(staging.journal, staging.done));
  for (const folder of emptied(journal))
    step("prune", folder, () => removeIfEmpty(locate(root, folder).absolute));
  removeStaging(staging, step);
}

/** Removes the staging folder; what tells the outcome of the commit goes last. */
export function removeStaging(staging: Staging, step: Step): void {
  if (!existsSync(staging.folder)) return;
  step("clean", STAGING_PATH, () => {
    for (const part of [staging.fresh, staging.backups, staging.done])
      rmSync(part, { recursive: true, force: true });
    rmSync(staging.unfinishedJournal, { force: true });
    rmdirSync(staging.folder);
  });
}

/** Folders of deleted files, inner ones first. */
function emptied({ operations }: Journal): string[] {
  const folders = operations
    .filter(({ kind }) => kind === "delete")
    .flatMap(({ path }) => foldersOf(path));
  return [...new Set(folders)].sort().reverse();
}
