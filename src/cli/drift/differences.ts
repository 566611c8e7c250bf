import { MANIFEST_PATH } from "../../manifest/manifest.js";
import type { GenerateResult } from "../../pipeline.js";
import type { Disk } from "../../workspace/workspace.js";

/** A file as it is, and as generating would leave it, or would like to. */
export interface FileDifference {
  readonly path: string;
  /** Undefined: there is no such file. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** It stays as it is until the conflict is settled. */
  readonly conflict: boolean;
}

/** Sorted by path; without the tool's own bookkeeping. */
export function differences(
  { changeSet, tree }: Pick<GenerateResult, "changeSet" | "tree">,
  disk: Disk,
): readonly FileDifference[] {
  const conflicting = [
    ...new Set(changeSet.conflicts.map(({ path }) => path)),
  ].map((path): FileDifference => ({
    path,
    before: disk.read(path)?.text,
    after: tree.get(path)?.text,
    conflict: true,
  }));
  const known = new Set(conflicting.map(({ path }) => path));
  const changing = changeSet.changes
    .filter(({ path }) => !known.has(path) && isShown(path))
    .map((change): FileDifference => ({
      path: change.path,
      before: disk.read(change.path)?.text,
      after: change.kind === "delete" ? undefined : change.text,
      conflict: false,
    }));
  return [...conflicting, ...changing]
    .filter(({ before, after }) => before !== after)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function isShown(path: string): boolean {
  return path !== MANIFEST_PATH && !path.startsWith(".frameio/base/");
}
