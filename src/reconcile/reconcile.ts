import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { LockedFile, Lockfile } from "../lockfile/lockfile.js";
import type { Tree } from "../render/tree.js";
import type { Disk } from "../workspace/workspace.js";
import type { Change, Conflict, FileOutcome } from "./change-set.js";
import { baseChanges, fileChanges } from "./file-result.js";
import type { ReconcileOptions } from "./options.js";
import { reconcileFile } from "./reconcile-file.js";
import { settledOutcome } from "./settled.js";

export type { ReconcileOptions, Removal } from "./options.js";

export interface Reconciled {
  readonly changes: readonly Change[];
  readonly outcomes: readonly FileOutcome[];
  readonly conflicts: readonly Conflict[];
  /** What was settled in the user's favour. */
  readonly warnings: readonly Diagnostic[];
  /** What the lockfile shall remember of each path that is still ours to care for. */
  readonly files: Readonly<Record<string, LockedFile>>;
}

/** Compares what was generated last, what is on disk and what is generated now, file by file. Reads only; see {@link classify} for the rules. */
export function reconcile(
  tree: Tree,
  lockfile: Lockfile | undefined,
  disk: Disk,
  options: ReconcileOptions,
): Reconciled {
  const locked = lockfile?.files ?? {};
  const paths = [...new Set([...tree.keys(), ...Object.keys(locked)])].sort();
  const changes: Change[] = [];
  const outcomes: FileOutcome[] = [];
  const conflicts: Conflict[] = [];
  const warnings: Diagnostic[] = [];
  const files: Record<string, LockedFile> = {};
  for (const path of paths) {
    const settled = options.settled?.get(path);
    if (settled !== undefined) {
      const told = options.tellEdited ?? true;
      const outcome = settledOutcome(path, settled, disk, told);
      outcomes.push({ path, outcome });
      files[path] = settled;
      continue;
    }
    const onDisk = disk.read(path);
    const result = reconcileFile(
      path,
      tree.get(path),
      locked[path],
      onDisk,
      disk,
      options,
    );
    outcomes.push({ path, outcome: result.outcome });
    conflicts.push(...(result.conflicts ?? []));
    warnings.push(...(result.warnings ?? []));
    if (result.locked !== undefined) files[path] = result.locked;
    changes.push(
      ...fileChanges(path, result, onDisk, tree.get(path)?.executable ?? false),
    );
    changes.push(...baseChanges(path, result, disk));
  }
  return {
    changes: changes.sort((a, b) => (a.path < b.path ? -1 : 1)),
    outcomes,
    conflicts,
    warnings,
    files,
  };
}
