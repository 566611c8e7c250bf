import {
  existsSync,
  readFileSync,
  rmdirSync,
  rmSync,
  type Stats,
  unlinkSync,
} from "node:fs";
import { quote } from "../diagnostics/printable.js";
import { digest } from "../lockfile/digest.js";
import { move } from "./durable.js";
import {
  cannotUndo,
  type Journal,
  type Operation,
  STAGING_PATH,
  type Staging,
} from "./journal.js";
import { locate } from "./locate.js";
import type { Step } from "./step.js";

/**
 * Undoes what the journal says, as far as it was done; can be interrupted and run again.
 * A file that somebody edited after the interruption is left alone: it is the user's, not ours.
 */
export function rollBack(
  root: string,
  staging: Staging,
  journal: Journal,
  step: Step,
): void {
  journal.operations.toReversed().forEach((operation, fromEnd) => {
    const index = journal.operations.length - 1 - fromEnd;
    const { path } = operation;
    step("undo", path, () => undo(root, operation, staging.backup(index)));
  });
  for (const folder of journal.folders.toReversed())
    step("remove", folder, () => removeIfEmpty(locate(root, folder).absolute));
  step("forget", STAGING_PATH, () => rmSync(staging.journal, { force: true }));
}

function undo(root: string, operation: Operation, backup: string): void {
  const { kind, path, after } = operation;
  const { absolute, stats } = locate(root, path);
  if (kind === "delete") {
    if (stats === undefined && existsSync(backup)) move(backup, absolute);
    return;
  }
  if (!holds(absolute, stats, after)) return;
  if (kind === "create") unlinkSync(absolute);
  else if (existsSync(backup)) move(backup, absolute);
  else throw cannotUndo(`the old text of ${quote(path)} is missing`, path);
}

function holds(
  absolute: string,
  stats: Stats | undefined,
  after: string | null,
): boolean {
  return stats?.isFile() === true && digest(readFileSync(absolute)) === after;
}

/** Leaves a folder that the user put something into meanwhile, or removed. */
export function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!["ENOTEMPTY", "EEXIST", "ENOENT", "ENOTDIR"].includes(code))
      throw error;
  }
}
