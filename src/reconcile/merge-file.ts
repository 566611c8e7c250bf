import { basePath, type LockedFile } from "../lockfile/lockfile.js";
import type { TreeFile } from "../render/tree.js";
import type { Disk, DiskFile } from "../workspace/workspace.js";
import {
  keptWhole,
  keptYours,
  lostBaseConflict,
  mergeConflict,
} from "./conflicts.js";
import type { FileResult, Remembered } from "./file-result.js";
import { takeOurs } from "./merge/take-ours.js";
import { isKeyed, strategyFor } from "./merge/strategy.js";
import type { ReconcileOptions } from "./options.js";

/** A file that is shared with the user, and that both sides changed. */
export function mergeFile(
  path: string,
  next: TreeFile,
  locked: LockedFile | undefined,
  onDisk: DiskFile | undefined,
  disk: Disk,
  options: ReconcileOptions,
  remember: Remembered,
): FileResult {
  const ours = onDisk?.text ?? "";
  const stored = disk.read(basePath(path));
  // A base that is not the one we recorded is no base: better to merge without than with a wrong one.
  const base =
    stored !== undefined && stored.digest === locked?.digest
      ? stored.text
      : undefined;
  if (
    base === undefined &&
    locked !== undefined &&
    options.conflicts === "report"
  ) {
    return {
      outcome: "conflict",
      conflicts: [lostBaseConflict(path, ours, next.text)],
      locked,
    };
  }
  // A text of the user's own that has no keys to merge by stays as it is; later versions are merged into it.
  if (locked === undefined && !isKeyed(path))
    return { outcome: "keep", ...remember };
  // Two programs are not one: what the user has is a program of its own.
  if (
    locked === undefined &&
    options.conflicts === "ours" &&
    strategyFor(path) === "typescript"
  )
    return { outcome: "keep", warnings: [keptWhole(path)], ...remember };
  const merged = options.merge({ path, base, ours, theirs: next.text });
  if (merged.conflicts.length > 0 && options.conflicts === "ours") {
    const text = takeOurs(merged);
    return {
      outcome: text === ours ? "keep" : "merge",
      write: text,
      warnings: merged.conflicts.map((conflict) => keptYours(path, conflict)),
      ...remember,
    };
  }
  if (merged.conflicts.length > 0) {
    const conflicts = merged.conflicts.map((conflict) =>
      mergeConflict(path, conflict),
    );
    if (options.conflicts === "inline")
      return {
        outcome: "conflict",
        write: merged.text,
        conflicts,
        ...remember,
      };
    return {
      outcome: "conflict",
      conflicts,
      ...(locked && { locked }),
      ...(base !== undefined && { base }),
    };
  }
  if (merged.text === ours) return { outcome: "keep", ...remember };
  return { outcome: "merge", write: merged.text, ...remember };
}
