import { digest } from "../lockfile/digest.js";
import { LOCKFILE_PATH } from "../lockfile/lockfile.js";
import { printLockfile } from "../lockfile/print.js";
import type { Change, ChangeSet } from "../reconcile/change-set.js";
import type { Disk, DiskFile } from "../workspace/workspace.js";
import {
  type HistoryEntry,
  type HistoryRecord,
  type RecordedFile,
  recordNumbers,
  recordPath,
  recordsToDrop,
} from "./record.js";

type Committed = Pick<ChangeSet, "changes" | "lockfile">;

export interface RecordRequest {
  readonly disk: Disk;
  /** What the history's folder holds. */
  readonly entries: readonly HistoryEntry[];
  /** As it was typed. */
  readonly command: string;
}

/**
 * A change set that also writes what takes it back, and drops the oldest records beyond the limits: one commit for both, so that
 * neither can be there without the other.
 */
export function withRecord(
  { changes, lockfile }: Committed,
  { disk, entries, command }: RecordRequest,
): Committed {
  const before = disk.read(LOCKFILE_PATH);
  const after =
    lockfile === null ? before?.digest : digest(printLockfile(lockfile));
  // Without a lockfile there is no app, and nothing that could be taken back.
  if (after === undefined) return { changes, lockfile };
  const record: HistoryRecord = {
    historyVersion: 1,
    command,
    lockfile: { before: before?.text ?? null, after },
    files: changes.map((change) => recorded(change, disk)),
  };
  const text = `${JSON.stringify(record)}\n`;
  const [newest = 0] = recordNumbers(entries.map(({ name }) => name));
  return {
    changes: [
      ...changes,
      {
        kind: "create",
        path: recordPath(newest + 1),
        text,
        executable: false,
        expects: null,
        reason: "create",
      },
      ...recordsToDrop(entries, Buffer.byteLength(text)).flatMap((number) =>
        dropRecord(number, disk),
      ),
    ],
    lockfile,
  };
}

/** The deletion of a record; none when it is gone. */
export function dropRecord(number: number, disk: Disk): Change[] {
  const path = recordPath(number);
  const file = disk.read(path);
  return file === undefined
    ? []
    : [{ kind: "delete", path, expects: file.digest, reason: "forget" }];
}

function recorded(change: Change, disk: Disk): RecordedFile {
  const { kind, path } = change;
  return {
    path,
    before: kind === "create" ? null : textOf(disk.read(path)),
    after: kind === "delete" ? null : digest(change.text),
  };
}

/** The commit compares with what was read: a file that vanished meanwhile makes it fail. */
function textOf(file: DiskFile | undefined): RecordedFile["before"] {
  return file === undefined
    ? null
    : { text: file.text, executable: file.executable === true };
}
