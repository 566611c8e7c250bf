import { digest } from "../../src/lockfile/digest.js";
import { basePath, type Lockfile } from "../../src/lockfile/lockfile.js";
import { chooseMerge } from "../../src/reconcile/choose-merge.js";
import type { MergeInput } from "../../src/reconcile/merge/types.js";
import { reconcile } from "../../src/reconcile/reconcile.js";
import { memoryDisk } from "../../src/workspace/memory-disk.js";

/** Reconciles files that were edited and generated anew. Returns how many of them were merged without a conflict. */
export async function mergeAll(
  inputs: readonly (MergeInput & { readonly base: string })[],
): Promise<number> {
  const tree = new Map(
    inputs.map(({ path, theirs }) => [
      path,
      { path, text: theirs, ownership: "merged", executable: false } as const,
    ]),
  );
  const lockfile: Lockfile = {
    lockfileVersion: 1,
    toolVersion: "0.0.0",
    toolSpec: "",
    inputs: "",
    providers: {},
    files: Object.fromEntries(
      inputs.map(({ path, base }) => [
        path,
        { ownership: "merged", digest: digest(base) } as const,
      ]),
    ),
  };
  const disk = memoryDisk(
    Object.fromEntries(
      inputs.flatMap(({ path, base, ours }) => [
        [path, ours],
        [basePath(path), base],
      ]),
    ),
  );
  const { outcomes, conflicts } = reconcile(tree, lockfile, disk, {
    merge: await chooseMerge(tree, lockfile, disk),
    force: false,
    conflicts: "report",
  });
  if (conflicts.length > 0) return 0;
  return outcomes.filter(({ outcome }) => outcome === "merge").length;
}
