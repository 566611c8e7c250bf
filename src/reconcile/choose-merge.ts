import { basePath, type Lockfile } from "../lockfile/lockfile.js";
import type { Tree } from "../render/tree.js";
import type { Disk } from "../workspace/workspace.js";
import type { MergeFunction, MergeInput } from "./merge/types.js";

/** The merge engine, loaded only when a file may need it; and TypeScript's parser, which is most of what this tool weighs, likewise. */
export async function chooseMerge(
  tree: Tree,
  lockfile: Lockfile | undefined,
  disk: Disk,
): Promise<MergeFunction> {
  const inputs = changedOnBothSides(tree, lockfile, disk);
  if (inputs.length === 0) return nothingToMerge;
  const { loadTypeScriptMerge, merge, needsTypeScript } =
    await import("./merge/index.js");
  const engines = inputs.some(needsTypeScript)
    ? { typescript: await loadTypeScriptMerge() }
    : {};
  return (input) => merge(input, engines);
}

/** Everything that {@link classify} may have merged, and perhaps more. */
function changedOnBothSides(
  tree: Tree,
  lockfile: Lockfile | undefined,
  disk: Disk,
): readonly MergeInput[] {
  return [...tree.values()].flatMap(({ path, ownership, text }) => {
    const onDisk = ownership === "merged" ? disk.read(path) : undefined;
    const locked = lockfile?.files[path]?.digest;
    if (onDisk === undefined || onDisk.digest === locked) return [];
    const stored = disk.read(basePath(path));
    // Merged without a base where the text that is stored is not the one that was recorded.
    const base = stored?.digest === locked ? stored?.text : undefined;
    if (base === text) return [];
    return [{ path, base, ours: onDisk.text, theirs: text }];
  });
}

function nothingToMerge({ path }: MergeInput): never {
  throw new Error(`${path} was not expected to be merged`);
}
