import { collisions } from "../workspace/collisions.js";
import type { Tree, TreeFile } from "../render/tree.js";
import { endedOnce } from "../render/last-line.js";
import { applyFragments } from "./apply-fragments.js";
import type { Layer } from "./layer.js";
import { throwAll } from "./layer-report.js";
import { Writers } from "./writers.js";

/**
 * The tree with the files and fragments of the layers.
 *
 * @returns the tree, and where the text of each file that a layer touched comes from
 * @throws FrameioGenError FG708 for files and keys that two writers want differently, FG404 for names that collide
 */
export function applyLayers(
  tree: Tree,
  layers: readonly Layer[],
): { readonly tree: Tree; readonly origins: ReadonlyMap<string, string> } {
  const writers = new Writers();
  const files = new Map<string, TreeFile>(tree);
  const origins = new Map<string, string>();
  for (const { name, files: added } of layers) {
    for (const { path, ownership, text, file } of added) {
      const before = files.get(path);
      if (before === undefined) {
        writers.claim(path, "", text, { who: name, file });
        files.set(path, {
          path,
          ownership,
          text: endedOnce(text),
          executable: false,
        });
        origins.set(path, file);
      } else if (
        before.text.trimEnd() !== text.trimEnd() ||
        before.ownership !== ownership
      ) {
        writers.dispute(path, "", writers.writerOf(path, ""), name, file);
      }
    }
  }
  const targets = layers.flatMap(({ fragments }) => fragments);
  for (const { target, file } of targets) {
    const before = files.get(target);
    if (before === undefined || origins.get(target) !== undefined) continue;
    const text = applyFragments(target, before.text, layers, writers);
    files.set(target, { ...before, text });
    origins.set(target, file);
  }
  throwAll(writers.found);
  const paths = [...files.keys()].sort();
  throwAll(collisions(paths));
  return {
    tree: new Map(
      paths.flatMap((path) => {
        const file = files.get(path);
        return file === undefined ? [] : [[path, file] as const];
      }),
    ),
    origins,
  };
}
