import { FrameioGenError } from "../diagnostics/diagnostic.js";
import { digest } from "../lockfile/digest.js";
import { LOCKFILE_PATH } from "../lockfile/lockfile.js";
import { parseLockfile } from "../lockfile/parse.js";
import type {
  Change,
  ChangeSet,
  Conflict,
  FileOutcome,
} from "../reconcile/change-set.js";
import type { Disk } from "../workspace/workspace.js";
import type { HistoryRecord, RecordedFile } from "./record.js";
import { dropRecord } from "./with-record.js";

export interface UndoRequest {
  readonly record: HistoryRecord;
  readonly number: number;
  readonly disk: Disk;
  /** Overwrites and deletes also what was edited since. */
  readonly force: boolean;
}

/** What undo would do to a file that was edited since. */
export interface Loss {
  readonly path: string;
  /** As it is; undefined: the file was deleted. */
  readonly before: string | undefined;
  /** As undo would leave it; undefined: it would delete the file. */
  readonly after: string | undefined;
}

export interface Undo {
  readonly changeSet: ChangeSet;
  readonly losses: readonly Loss[];
}

/**
 * The change set that takes a commit back: the old texts, the old lockfile (none, where the commit made the app), and the record
 * itself gone. Reads only.
 * A file that is as it was before the commit is left alone; one that is neither as it was before nor as the commit left it was
 * edited since, and is a conflict.
 *
 * @throws {FrameioGenError} FG432 when the lockfile is not the one that the commit left.
 */
export function planUndo({ record, number, disk, force }: UndoRequest): Undo {
  if (disk.read(LOCKFILE_PATH)?.digest !== record.lockfile.after)
    throw movedOn(record);
  const changes: Change[] = [];
  const outcomes: FileOutcome[] = [];
  const losses: Loss[] = [];
  const conflicts: Conflict[] = [];
  for (const file of record.files) {
    const { path } = file;
    const now = disk.read(path);
    const before = file.before === null ? null : digest(file.before.text);
    if ((now?.digest ?? null) === before) continue;
    const change = changeBack(file, now?.digest);
    if ((now?.digest ?? null) !== file.after) {
      const loss = { path, before: now?.text, after: file.before?.text };
      losses.push(loss);
      if (!force) {
        conflicts.push(editedSince(loss, record));
        outcomes.push({ path, outcome: "conflict" });
        continue;
      }
    }
    changes.push(change);
    outcomes.push({ path, outcome: change.reason });
  }
  const { before } = record.lockfile;
  const isKept = before === null || record.lockfile.after === digest(before);
  return {
    losses,
    changeSet: {
      changes: [
        ...changes,
        ...dropRecord(number, disk),
        ...(before === null ? [dropLockfile(record)] : []),
      ],
      outcomes: outcomes.filter(
        ({ path }) => !path.startsWith(".frameio/base/"),
      ),
      conflicts,
      warnings: [],
      lockfile: isKept ? null : parseLockfile(before),
    },
  };
}

/** Taking back what made the app leaves none. */
function dropLockfile({ lockfile: { after } }: HistoryRecord): Change {
  const reason = "forget";
  return { kind: "delete", path: LOCKFILE_PATH, expects: after, reason };
}

function changeBack(
  { path, before }: RecordedFile,
  expects: Change["expects"] | undefined,
): Change {
  if (before === null) {
    if (expects === undefined || expects === null)
      throw new Error(`${path} is gone already`);
    return { kind: "delete", path, expects, reason: "delete" };
  }
  const { text, executable } = before;
  return expects === undefined || expects === null
    ? {
        kind: "create",
        path,
        text,
        executable,
        expects: null,
        reason: "recreate",
      }
    : { kind: "update", path, text, executable, expects, reason: "update" };
}

function editedSince(
  { path, before, after }: Loss,
  { command }: HistoryRecord,
): Conflict {
  const what = before === undefined ? "deleted" : "edited";
  const fate = after === undefined ? "delete it" : "bring its old text back";
  return {
    path,
    ours: before ?? "",
    theirs: after ?? "",
    diagnostic: {
      code: "FG430",
      severity: "error",
      file: path,
      message: `This file was ${what} after \`${command}\`; undo would ${fate}.`,
    },
  };
}

function movedOn({ command }: HistoryRecord): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG432",
      severity: "error",
      file: LOCKFILE_PATH,
      message: `The app has changed since \`${command}\`, and not by a command that can be undone here`,
    },
  ]);
}
