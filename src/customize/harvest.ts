import { FrameioGenError, type Diagnostic } from "../diagnostics/diagnostic.js";
import { quote } from "../diagnostics/printable.js";
import {
  basePath,
  type LockedFile,
  type Lockfile,
} from "../lockfile/lockfile.js";
import { printLockfile } from "../lockfile/print.js";
import type {
  Change,
  ChangeSet,
  FileOutcome,
} from "../reconcile/change-set.js";
import { chooseMerge } from "../reconcile/choose-merge.js";
import { lostWords } from "../reconcile/merge/lost-words.js";
import { reconcile, type ReconcileOptions } from "../reconcile/reconcile.js";
import type { Tree, TreeFile } from "../render/tree.js";
import { pathProblem } from "../workspace/path-guard.js";
import type { Disk } from "../workspace/workspace.js";
import { layerMayNot } from "./read-layer.js";

export interface Harvest {
  /** What a generator wrote, by path from the project's root. */
  readonly files: ReadonlyMap<string, string>;
  /** The generator's name. */
  readonly by: string;
  /** Paths that it wants merged with the user's edits; all others are the user's once they exist. */
  readonly merged: ReadonlySet<string>;
  readonly disk: Disk;
  readonly lockfile: Lockfile;
  readonly conflicts: ReconcileOptions["conflicts"];
}

/**
 * What a generator of the user's wrote in memory, as a change set like any other. In files that the tool shares with the user
 * it edits on the user's behalf; files of the tool alone are out of its reach.
 *
 * @throws FrameioGenError FG709 with every path where it may not write, or would write over what the user wrote
 */
export async function harvest({
  files,
  by,
  merged,
  disk,
  lockfile,
  conflicts,
}: Harvest): Promise<ChangeSet> {
  const forbidden = [...files.keys()].flatMap((path) =>
    refusal(path, by, lockfile.files[path]),
  );
  if (forbidden.length > 0) throw new FrameioGenError(forbidden);
  const paths = [...files.keys()].sort();
  const shared = paths.filter((path) => isShared(lockfile.files[path], by));
  const lost = shared.flatMap((path) =>
    losses(path, files.get(path) ?? "", disk, lockfile.files[path], by),
  );
  if (lost.length > 0) throw new FrameioGenError(lost);
  const edits = shared.flatMap((path) =>
    editOf(path, files.get(path) ?? "", disk),
  );
  const tree: Tree = new Map(
    paths
      .filter((path) => !shared.includes(path))
      .map((path): [string, TreeFile] => [
        path,
        {
          path,
          ownership: merged.has(path) ? "merged" : "scaffolded",
          text: files.get(path) ?? "",
          executable: false,
        },
      ]),
  );
  const own: Lockfile = {
    ...lockfile,
    files: Object.fromEntries(
      Object.entries(lockfile.files).filter(([path]) => tree.has(path)),
    ),
  };
  const reconciled = reconcile(tree, own, disk, {
    merge: await chooseMerge(tree, own, disk),
    force: false,
    conflicts,
  });
  const made = Object.entries(reconciled.files).map(
    ([path, locked]): [string, LockedFile] => [path, { ...locked, by }],
  );
  const next: Lockfile = {
    ...lockfile,
    files: { ...lockfile.files, ...Object.fromEntries(made) },
  };
  const byPath = (a: { path: string }, b: { path: string }) =>
    a.path < b.path ? -1 : 1;
  return {
    changes: [...edits, ...reconciled.changes].sort(byPath),
    outcomes: [
      ...edits.map(({ path, reason }): FileOutcome => ({
        path,
        outcome: reason,
      })),
      ...reconciled.outcomes,
    ].sort(byPath),
    conflicts: reconciled.conflicts,
    warnings: reconciled.warnings,
    lockfile: printLockfile(next) === printLockfile(lockfile) ? null : next,
  };
}

/** A file that the tool, or another generator, keeps together with the user. */
function isShared(locked: LockedFile | undefined, by: string): boolean {
  return locked !== undefined && locked.by !== by;
}

function refusal(
  path: string,
  by: string,
  locked: LockedFile | undefined,
): Diagnostic[] {
  const problem =
    pathProblem(path) ??
    layerMayNot(path) ??
    (isShared(locked, by) && locked?.ownership === "managed"
      ? "belongs to frameio-gen alone"
      : undefined);
  if (problem === undefined) return [];
  return [
    {
      code: "FG709",
      severity: "error",
      message: `The generator ${quote(by)} writes ${quote(path)}, which ${problem}`,
      hint: "Let the generator write elsewhere; nothing was written.",
    },
  ];
}

/** What the user wrote into a file and the generator's text no longer has; where it is as it was generated, nothing is the user's. */
function losses(
  path: string,
  text: string,
  disk: Disk,
  locked: LockedFile | undefined,
  by: string,
): Diagnostic[] {
  const onDisk = disk.read(path);
  if (onDisk === undefined || onDisk.digest === locked?.digest) return [];
  const base = disk.read(basePath(path))?.text;
  const words = lostWords(text, { base, ours: onDisk.text, theirs: text });
  if (words.length === 0) return [];
  const some = words.slice(0, 5).map((word) => quote(word, 40));
  return [
    {
      code: "FG709",
      severity: "error",
      message: `The generator ${quote(by)} writes ${quote(path)}, which would lose what you wrote there: ${some.join(", ")}${words.length > 5 ? ", …" : ""}`,
      hint: "Let the generator read the file and add to it; nothing was written.",
    },
  ];
}

function editOf(path: string, text: string, disk: Disk): Change[] {
  const onDisk = disk.read(path);
  if (onDisk?.text === text) return [];
  const change = {
    path,
    text,
    executable: onDisk?.executable ?? false,
    reason: "edit",
  } as const;
  return [
    onDisk === undefined
      ? { ...change, kind: "create", expects: null }
      : { ...change, kind: "update", expects: onDisk.digest },
  ];
}
