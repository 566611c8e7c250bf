import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FrameioGenError } from "../diagnostics/diagnostic.js";
import { isDigest } from "../lockfile/digest.js";
import type { Digest } from "../lockfile/lockfile.js";
import { pathProblem } from "./path-guard.js";

/** What a commit is about to do, written before it does the first of it. */
export interface Journal {
  readonly version: 1;
  /** Folders that are missing and will be made, outer ones first. */
  readonly folders: readonly string[];
  /** In the order of execution. The position names the staged file and the backup. */
  readonly operations: readonly Operation[];
  /** Whether the lockfile is written; its rename is the commit point then, else the renaming of the journal is. */
  readonly lockfile: boolean;
}

export interface Operation {
  readonly kind: "create" | "update" | "delete";
  readonly path: string;
  /** What the commit writes; null for a deletion. */
  readonly after: Digest | null;
}

export const TOOL_FOLDER = ".frameio";
export const LOCK_PATH = ".frameio/staging.lock";
export const STAGING_PATH = ".frameio/staging";

/** The staging folder of a project, by purpose. */
export function stagingOf(root: string) {
  const folder = join(root, STAGING_PATH);
  return {
    folder,
    fresh: join(folder, "new"),
    backups: join(folder, "old"),
    freshFile: (index: number) => join(folder, "new", String(index)),
    freshLockfile: join(folder, "new", "lock.json"),
    backup: (index: number) => join(folder, "old", String(index)),
    /** While it is there the commit may have to be rolled back. */
    journal: join(folder, "journal.json"),
    unfinishedJournal: join(folder, "journal.json.tmp"),
    /** The journal of a commit that is complete but for cleaning up. */
    done: join(folder, "done.json"),
  };
}

export type Staging = ReturnType<typeof stagingOf>;

/**
 * The journal that an interrupted commit left. It may come from a clone, so it is untrusted.
 *
 * @throws {FrameioGenError} FG413 when it does not have the form of a journal or names a path that may not be used.
 */
export function readJournal(file: string): Journal | undefined {
  if (!existsSync(file)) return undefined;
  const journal = parse(readFileSync(file, "utf8"));
  if (journal === undefined)
    throw cannotUndo("Its journal is damaged", STAGING_PATH);
  return journal;
}

export function cannotUndo(reason: string, file: string): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG413",
      severity: "error",
      file,
      message: `An earlier command was interrupted and cannot be undone: ${reason}`,
    },
  ]);
}

function parse(text: string): Journal | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJournal(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isJournal(value: unknown): value is Journal {
  if (typeof value !== "object" || value === null) return false;
  const { version, folders, operations, lockfile }: Partial<Journal> = value;
  return (
    version === 1 &&
    typeof lockfile === "boolean" &&
    Array.isArray(folders) &&
    folders.every(isPath) &&
    Array.isArray(operations) &&
    operations.every(isOperation)
  );
}

function isOperation(value: unknown): value is Operation {
  if (typeof value !== "object" || value === null) return false;
  const { kind, path, after }: Partial<Operation> = value;
  if (!isPath(path)) return false;
  return kind === "delete"
    ? after === null
    : (kind === "create" || kind === "update") && isDigest(after);
}

function isPath(value: unknown): value is string {
  return typeof value === "string" && pathProblem(value) === undefined;
}
