import type { Lockfile } from "../lockfile/lockfile.js";
import { chooseMerge } from "../reconcile/choose-merge.js";
import {
  type Reconciled,
  reconcile,
  type ReconcileOptions,
} from "../reconcile/reconcile.js";
import type { Assets } from "../render/assets.js";
import type { Tree, TreeFile } from "../render/tree.js";
import type { Disk } from "../workspace/workspace.js";
import { templateNamed } from "./catalog.js";
import { plain } from "./ejected-text.js";
import type { TemplateOverride } from "./override.js";

export interface EjectedRequest {
  /** Folder of the project's own templates. */
  readonly folder: string;
  /** Names of templates that lie in the folder, or shall. */
  readonly names: Iterable<string>;
  readonly disk: Disk;
  readonly lockfile: Lockfile | undefined;
  readonly conflicts: ReconcileOptions["conflicts"];
  /** The text of a template without the project's own: ours, or a layer's. */
  readonly upstream: (name: string) => string;
}

export interface Ejected {
  /** The project's own templates, as they are once the change set is committed; with a conflict, as they are now. */
  readonly overrides: readonly TemplateOverride[];
  readonly tree: Tree;
  readonly reconciled: Reconciled;
}

/** Merges what is new in the tool's templates into the project's copies, like any merged file: before they are rendered, so that one run is enough. */
export async function reconcileEjected({
  folder,
  names,
  disk,
  lockfile,
  conflicts,
  upstream,
}: EjectedRequest): Promise<Ejected> {
  const tree = new Map(
    [...names]
      .filter((name) => templateNamed(name) !== undefined)
      .sort()
      .map((name): [string, TreeFile] => {
        const path = `${folder}/${name}`;
        const text = upstream(name);
        return [path, { path, ownership: "merged", text, executable: false }];
      }),
  );
  const own = lockfile && { ...lockfile, files: below(folder, lockfile) };
  const reconciled = reconcile(tree, own, disk, {
    merge: await chooseMerge(tree, own, disk),
    force: false,
    conflicts,
  });
  const disputed = new Set(reconciled.conflicts.map(({ path }) => path));
  const overrides = [...tree.keys()].flatMap((path): TemplateOverride[] => {
    const change = reconciled.changes.find((each) => each.path === path);
    const text =
      change !== undefined && change.kind !== "delete" && !disputed.has(path)
        ? change.text
        : disk.read(path)?.text;
    return text === undefined
      ? []
      : [
          {
            name: path.slice(folder.length + 1),
            text: plain(text),
            file: path,
            layer: undefined,
          },
        ];
  });
  return { overrides, tree, reconciled };
}

/** What the lockfile remembers of the files in a folder. */
export function below(
  folder: string,
  { files }: Pick<Lockfile, "files">,
): Lockfile["files"] {
  return Object.fromEntries(
    Object.entries(files).filter(([path]) => path.startsWith(`${folder}/`)),
  );
}

/** Text of a template, or of a file that is copied, before the project's own. */
export function upstreamOf(
  assets: Assets,
  overrides: ReadonlyMap<string, TemplateOverride>,
): (name: string) => string {
  return (name) => overrides.get(name)?.text ?? assets.template(name);
}
