import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { digest } from "../lockfile/digest.js";
import {
  basePath,
  type Digest,
  type LockedFile,
  type Lockfile,
} from "../lockfile/lockfile.js";
import type { Tree, TreeFile } from "../render/tree.js";
import type { Disk, DiskFile } from "../workspace/workspace.js";
import type { Change, Conflict, FileOutcome, Outcome } from "./change-set.js";
import { classify, type Decision } from "./classify.js";
import {
  driftConflict,
  foreignConflict,
  keptWhole,
  keptYours,
  lostBaseConflict,
  mergeConflict,
  unresolvedConflict,
} from "./conflicts.js";
import type { MergeInput, MergeResult } from "./merge/index.js";
import { markerLines, takeOurs } from "./merge/index.js";
import { isKeyed, strategyFor } from "./merge/strategy.js";

export interface ReconcileOptions {
  readonly merge: (input: MergeInput) => MergeResult;
  /** Edited managed files are overwritten instead of being a conflict. */
  readonly force: boolean;
  /** `inline` writes merged files with their conflicts between markers, `ours` keeps the user's side of each. */
  readonly conflicts: "report" | "inline" | "ours";
  /** Files that are deleted rather than released when they are no longer generated. */
  readonly remove?: Removal | undefined;
}

export interface Removal {
  readonly paths: ReadonlySet<string>;
  /** Also those that the user edited. */
  readonly edited: boolean;
}

export interface Reconciled {
  readonly changes: readonly Change[];
  readonly outcomes: readonly FileOutcome[];
  readonly conflicts: readonly Conflict[];
  /** What was settled in the user's favour. */
  readonly warnings: readonly Diagnostic[];
  /** What the lockfile shall remember of each path that is still ours to care for. */
  readonly files: Readonly<Record<string, LockedFile>>;
}

/** What one file contributes. */
interface FileResult {
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

function reconcileFile(
  path: string,
  next: TreeFile | undefined,
  locked: LockedFile | undefined,
  onDisk: DiskFile | undefined,
  disk: Disk,
  options: ReconcileOptions,
): FileResult {
  const ownership = next?.ownership ?? locked?.ownership ?? "scaffolded";
  const nextDigest = next && digest(next.text);
  const decision = classify(ownership, {
    base: locked?.digest,
    disk: onDisk?.digest,
    next: nextDigest,
  });
  if (next === undefined || nextDigest === undefined)
    return withoutNext(
      isRemoved(path, locked, onDisk, options) ? "delete" : decision,
    );
  const remember: Pick<FileResult, "locked" | "base"> = {
    locked: { ownership, digest: nextDigest },
    ...(ownership === "merged" && { base: next.text }),
  };
  const marker =
    ownership === "merged" && onDisk?.digest !== nextDigest
      ? markerLines(onDisk?.text ?? "")[0]
      : undefined;
  if (marker !== undefined) {
    const conflict = unresolvedConflict(
      path,
      marker,
      onDisk?.text ?? "",
      next.text,
    );
    return {
      outcome: "conflict",
      conflicts: [conflict],
      ...(locked && { locked }),
    };
  }
  // Scaffolded files keep the digest of their first text: it tells whether the user has touched them.
  const asBefore: LockedFile = {
    ownership,
    digest: locked?.digest ?? nextDigest,
  };
  switch (decision) {
    case "create":
    case "recreate":
    case "update":
      return { outcome: decision, write: next.text, ...remember };
    case "adopt":
    case "unchanged":
      return {
        outcome:
          decision === "adopt" && locked?.digest === nextDigest
            ? "unchanged"
            : decision,
        ...remember,
      };
    case "keep":
    case "stay-deleted":
      return {
        outcome: decision,
        locked: ownership === "merged" ? remember.locked! : asBefore,
        ...(remember.base !== undefined && { base: remember.base }),
      };
    case "merge":
      return mergeFile(path, next, locked, onDisk, disk, options, remember);
    case "conflict-drift":
    case "conflict-foreign": {
      if (options.force && decision === "conflict-drift")
        return { outcome: "update", write: next.text, ...remember };
      const conflict = (
        decision === "conflict-drift" ? driftConflict : foreignConflict
      )(path, onDisk?.text ?? "", next.text);
      return {
        outcome: "conflict",
        conflicts: [conflict],
        ...(locked && { locked }),
      };
    }
    default:
      throw new Error(`unexpected decision ${decision} for ${path}`);
  }
}

/** A command that takes away what another one made asks for it: rows `b,=b,–` of {@link classify} delete then. */
function isRemoved(
  path: string,
  locked: LockedFile | undefined,
  onDisk: DiskFile | undefined,
  { remove }: ReconcileOptions,
): boolean {
  if (onDisk === undefined || remove?.paths.has(path) !== true) return false;
  return remove.edited || onDisk.digest === locked?.digest;
}

function withoutNext(decision: Decision): FileResult {
  if (decision === "delete") return { outcome: "delete", remove: true };
  return { outcome: decision === "forget" ? "forget" : "release" };
}

function mergeFile(
  path: string,
  next: TreeFile,
  locked: LockedFile | undefined,
  onDisk: DiskFile | undefined,
  disk: Disk,
  options: ReconcileOptions,
  remember: Pick<FileResult, "locked" | "base">,
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
    const text = takeOurs(merged.text);
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

function fileChanges(
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

function baseChanges(path: string, result: FileResult, disk: Disk): Change[] {
  const stored = disk.read(basePath(path));
  if (result.base === undefined) {
    if (stored === undefined || result.locked !== undefined) return [];
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
