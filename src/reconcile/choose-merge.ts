import { basePath, type Lockfile } from "../lockfile/lockfile.js";
import type { Tree } from "../render/tree.js";
import type { Disk } from "../workspace/workspace.js";
import {
  loadTypeScriptMerge,
  merge,
  type MergeEngines,
  needsTypeScript,
} from "./merge/index.js";
import type { MergeFunction } from "./merge/index.js";

/** The merge engine, with TypeScript's parser loaded only when a file needs it: it is most of what this tool weighs. */
export async function chooseMerge(
  tree: Tree,
  lockfile: Lockfile | undefined,
  disk: Disk,
): Promise<MergeFunction> {
  const engines: MergeEngines = someNeedTypeScript(tree, lockfile, disk)
    ? { typescript: await loadTypeScriptMerge() }
    : {};
  return (input) => merge(input, engines);
}

function someNeedTypeScript(
  tree: Tree,
  lockfile: Lockfile | undefined,
  disk: Disk,
): boolean {
  return [...tree.values()].some(({ path, ownership, text }) => {
    const onDisk = ownership === "merged" ? disk.read(path) : undefined;
    const untouched = onDisk?.digest === lockfile?.files[path]?.digest;
    if (onDisk === undefined || untouched) return false;
    const base = disk.read(basePath(path))?.text;
    return needsTypeScript({ path, base, ours: onDisk.text, theirs: text });
  });
}
