import { companionFiles } from "../generators/app/plan.js";
import {
  customizationOf,
  joined,
  looksAt,
  withoutOthers,
} from "./customize/in-pipeline.js";
import { FrameioGenError } from "./diagnostics/diagnostic.js";
import { formatTree } from "./format/formatter.js";
import { missingHandlers } from "./handlers/missing.js";
import { inputsDigest } from "./lockfile/inputs.js";
import type { Lockfile } from "./lockfile/lockfile.js";
import { printLockfile } from "./lockfile/print.js";
import { manifestChange } from "./pipeline/manifest-change.js";
import { modelOf, planAll } from "./pipeline/model-of.js";
import { lockedProviders, prepareProviders } from "./pipeline/providers.js";
import type { GenerateRequest, GenerateResult } from "./pipeline/request.js";
import type { ChangeSet } from "./reconcile/change-set.js";
import { chooseMerge } from "./reconcile/choose-merge.js";
import { applyEdits } from "./reconcile/file-edit.js";
import { reconcile } from "./reconcile/reconcile.js";
import { releasedImports } from "./reconcile/released-imports.js";
import { partSettled } from "./reconcile/settled.js";
import { render } from "./render/render.js";

export { modelOf, plannedPaths, readManifest } from "./pipeline/model-of.js";
export type { GenerateRequest, GenerateResult } from "./pipeline/request.js";
export type { ProviderStore, Tool } from "./pipeline/tool.js";

/**
 * The whole flow: manifest → model → plan → render → reconcile. Nothing is written; committing the change set is the caller's last step,
 * and `check`, `diff` and `--dry-run` just leave it out.
 *
 * @throws FrameioGenError with every mistake of the manifest
 */
export async function generate(
  request: GenerateRequest,
): Promise<GenerateResult> {
  const { tool } = request;
  const { manifest, model, warnings } = modelOf(request);
  await prepareProviders(model, tool.providers);
  const edited = applyEdits(
    request.disk,
    request.lockfile,
    request.edits ?? [],
  );
  const { disk } = edited;
  const conflicts = request.conflicts ?? "report";
  const custom = await customizationOf({
    manifest,
    sources: request.sources,
    disk,
    lockfile: edited.lockfile,
    toolVersion: tool.version,
    assets: tool.assets,
    conflicts,
    eject: request.eject ?? [],
  });
  const lockfile = withoutOthers(edited.lockfile, custom, manifest);
  const { open: plans, settled } = partSettled(
    planAll(model, tool.assets),
    lockfile,
    (plan) => request.everyText === true || looksAt(custom, plan),
  );
  const templates = await tool.templates();
  const rendered =
    custom === undefined
      ? render(plans, tool.assets, templates)
      : await custom.render(plans, templates);
  const tree = request.formatter
    ? await formatTree(rendered, request.formatter)
    : rendered;
  const made = reconcile(tree, lockfile, disk, {
    merge: await chooseMerge(tree, lockfile, disk),
    force: request.force ?? false,
    conflicts,
    remove: request.remove,
    companions: companionFiles,
    settled,
    tellEdited: request.tellEdited,
  });
  const reconciled = joined(made, custom, edited.lockfile);
  const missing = missingHandlers(model, reconciled.outcomes);
  if (missing.length > 0) throw new FrameioGenError(missing);
  const next: Lockfile = {
    lockfileVersion: 1,
    toolVersion: tool.version,
    toolSpec: model.toolSpec,
    inputs: inputsDigest({ ...request, custom: custom?.digest }),
    ...(custom?.digest !== undefined && { templates: custom.digest }),
    providers: lockedProviders(model, request),
    files: reconciled.files,
    migrations: lockfile?.migrations,
  };
  const changeSet: ChangeSet = {
    changes: [...manifestChange(request), ...edited.onto(reconciled.changes)],
    outcomes: edited.outcomes(reconciled.outcomes),
    conflicts: reconciled.conflicts,
    warnings: [
      ...warnings,
      ...reconciled.warnings,
      ...releasedImports(reconciled.outcomes, reconciled.changes, disk),
    ],
    lockfile:
      request.lockfile !== undefined &&
      request.lockfile.inputs === next.inputs &&
      printLockfile(request.lockfile) === printLockfile(next)
        ? null
        : next,
  };
  return {
    model,
    tree: new Map([...(custom?.ejected.tree ?? []), ...tree]),
    changeSet,
  };
}
