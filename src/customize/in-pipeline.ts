import type { Lockfile } from "../lockfile/lockfile.js";
import type { Manifest } from "../manifest/manifest.js";
import type { FilePlan } from "../plan/file-plan.js";
import type { Reconciled, ReconcileOptions } from "../reconcile/reconcile.js";
import type { Assets } from "../render/assets.js";
import type { Disk } from "../workspace/workspace.js";
import type { Customization } from "./customize.js";
import type { CustomSources } from "./sources.js";

export interface CustomInput {
  readonly manifest: Manifest;
  readonly sources: CustomSources | undefined;
  readonly disk: Disk;
  readonly lockfile: Lockfile | undefined;
  /** Of the tool that runs. */
  readonly toolVersion: string;
  readonly assets: Assets;
  readonly conflicts: ReconcileOptions["conflicts"];
  readonly eject: readonly string[];
}

/**
 * What the project adds to our templates; undefined when there is nothing: then nothing of this is even loaded.
 *
 * @throws FrameioGenError with everything that is wrong with layers and templates
 */
export async function customizationOf(
  input: CustomInput,
): Promise<Customization | undefined> {
  const { manifest, sources, eject } = input;
  if (sources === undefined) return undefined;
  const nothing =
    manifest.layers.length === 0 &&
    eject.length === 0 &&
    sources.filesIn(manifest.templates).length === 0;
  if (nothing) return undefined;
  const { customize } = await import("./customize.js");
  return customize({ ...input, sources });
}

/** The lockfile without the project's own templates, which are reconciled on their own, and without what the user's generators made. */
export function withoutOthers(
  lockfile: Lockfile | undefined,
  custom: Customization | undefined,
  { templates }: Manifest,
): Lockfile | undefined {
  if (lockfile === undefined) return lockfile;
  const { files: all } = lockfile;
  if (custom === undefined && !Object.values(all).some(({ by }) => by))
    return lockfile;
  const files = Object.fromEntries(
    Object.entries(all).filter(
      ([path, { by }]) =>
        by === undefined &&
        (custom === undefined || !path.startsWith(`${templates}/`)),
    ),
  );
  return { ...lockfile, files };
}

/** Whether what a plan would make is checked, or compared with a file of a layer, even where it is not written. */
export function looksAt(
  custom: Customization | undefined,
  { source }: FilePlan,
): boolean {
  if (custom === undefined) return false;
  return (
    custom.layers.some(({ files }) => files.length > 0) ||
    (source.kind === "template" && custom.overrides.has(source.template))
  );
}

/** All of it as one. What generators of the user's made stays as it is remembered. */
export function joined(
  made: Reconciled,
  custom: Customization | undefined,
  lockfile: Lockfile | undefined,
): Reconciled {
  const theirs = Object.fromEntries(
    Object.entries(lockfile?.files ?? {}).filter(
      ([path, { by }]) => by !== undefined && !Object.hasOwn(made.files, path),
    ),
  );
  const one = { ...made, files: { ...made.files, ...theirs } };
  if (custom === undefined) return one;
  const other = custom.ejected.reconciled;
  const byPath = (a: { path: string }, b: { path: string }) =>
    a.path < b.path ? -1 : 1;
  return {
    changes: [...one.changes, ...other.changes].sort(byPath),
    outcomes: [...one.outcomes, ...other.outcomes].sort(byPath),
    conflicts: [...other.conflicts, ...one.conflicts],
    warnings: [...custom.warnings, ...other.warnings, ...one.warnings],
    files: { ...one.files, ...other.files },
  };
}
