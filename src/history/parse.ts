import { FrameioGenError } from "../diagnostics/diagnostic.js";
import { printable, quote } from "../diagnostics/printable.js";
import { isDigest } from "../lockfile/digest.js";
import { isReserved, pathProblem } from "../workspace/path-guard.js";
import {
  HISTORY_FOLDER,
  type HistoryRecord,
  type RecordedFile,
  type RecordedText,
} from "./record.js";

/**
 * Reads a record. It is untrusted: a clone may bring one.
 *
 * @throws {FrameioGenError} FG433 when it does not have the form of a record, or names a path that may not be used.
 */
export function parseRecord(path: string, text: string): HistoryRecord {
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch {}
  throw new FrameioGenError([
    {
      code: "FG433",
      severity: "error",
      file: path,
      message: `The record ${quote(path)} of an earlier change is damaged`,
    },
  ]);
}

function isRecord(value: unknown): value is HistoryRecord {
  if (typeof value !== "object" || value === null) return false;
  const { historyVersion, command, lockfile, files }: Partial<HistoryRecord> =
    value;
  return (
    historyVersion === 1 &&
    typeof command === "string" &&
    printable(command) === command &&
    typeof lockfile === "object" &&
    lockfile !== null &&
    (lockfile.before === null || typeof lockfile.before === "string") &&
    isDigest(lockfile.after) &&
    Array.isArray(files) &&
    files.every(isFile) &&
    new Set(files.map(({ path }) => path)).size === files.length
  );
}

function isFile(value: unknown): value is RecordedFile {
  if (typeof value !== "object" || value === null) return false;
  const { path, before, after }: Partial<RecordedFile> = value;
  return (
    typeof path === "string" &&
    pathProblem(path) === undefined &&
    !isReserved(path) &&
    !path.startsWith(`${HISTORY_FOLDER}/`) &&
    (before === null || isText(before)) &&
    (after === null || isDigest(after)) &&
    (before !== null || after !== null)
  );
}

function isText(value: unknown): value is RecordedText {
  if (typeof value !== "object" || value === null) return false;
  const { text, executable }: Partial<RecordedText> = value;
  return typeof text === "string" && typeof executable === "boolean";
}
