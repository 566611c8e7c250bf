import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Digest, LockedFile } from "../lockfile/lockfile.js";
import { basePath } from "../lockfile/lockfile.js";
import type { Disk, DiskFile } from "../workspace/workspace.js";
import type { Change, Conflict, Outcome } from "./change-set.js";

/** What one file contributes. */
export interface FileResult {
  readonly outcome: Outcome;
  /** New text on disk; undefined leaves the file as it is. */
  readonly write?: string;
  readonly remove?: boolean;
  /** Undefined: the lockfile forgets the path. */
  readonly locked?: LockedFile;
  /** Text to remember as merge base; only for merged files. */
  readonly base?: string;
  readonly conflicts?: readonly Conflict[];
  readonly warnings?: readonly Diagnostic[];
}

/** What is remembered of a file whose new text is settled. */
export type Remembered = Pick<FileResult, "locked" | "base">;

/** What the result does to the file itself. */
export function fileChanges(
  path: string,
  result: FileResult,
  onDisk: DiskFile | undefined,
  executable: boolean,
): Change[] {
  if (result.remove && onDisk)
    return [
      { kind: "delete", path, expects: onDisk.digest, reason: result.outcome },
    ];
  if (result.write === undefined || result.write === onDisk?.text) return [];
  return [
    writeChange(path, result.write, onDisk?.digest, executable, result.outcome),
  ];
}

/** What it does to the text that is kept as merge base. */
export function baseChanges(
  path: string,
  result: FileResult,
  disk: Disk,
): Change[] {
  // Most files have none, and looking costs.
  if (result.base === undefined && result.locked !== undefined) return [];
  const stored = disk.read(basePath(path));
  if (result.base === undefined) {
    if (stored === undefined) return [];
    return [
      {
        kind: "delete",
        path: basePath(path),
        expects: stored.digest,
        reason: "forget",
      },
    ];
  }
  if (stored?.text === result.base) return [];
  return [
    writeChange(
      basePath(path),
      result.base,
      stored?.digest,
      false,
      stored ? "update" : "create",
    ),
  ];
}

function writeChange(
  path: string,
  text: string,
  expects: Digest | undefined,
  executable: boolean,
  reason: Outcome,
): Change {
  return expects === undefined
    ? { kind: "create", path, text, executable, expects: null, reason }
    : { kind: "update", path, text, executable, expects, reason };
}
