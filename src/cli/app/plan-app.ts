import type { Pin } from "../../lockfile/lockfile.js";
import type { GenerateRequest, GenerateResult } from "../../pipeline.js";
import type { FileEdit } from "../../reconcile/file-edit.js";
import type { Removal } from "../../reconcile/reconcile.js";
import { openCustomSources } from "../../workspace/custom-sources.js";
import type { Workspace } from "../../workspace/workspace.js";
import type { OpenApp } from "./open-app.js";

export interface PlanOptions extends Pick<
  GenerateRequest,
  "tellEdited" | "everyText"
> {
  /** Default: the manifest on disk. */
  readonly manifestText?: string;
  readonly force?: boolean;
  readonly conflicts?: "report" | "inline" | "ours";
  readonly edits?: readonly FileEdit[];
  readonly remove?: Removal | undefined;
  /** Templates to copy into the project, by name. */
  readonly eject?: readonly string[];
  /** Where documents that the command pins are from. */
  readonly pins?: Readonly<Record<string, Pin>>;
}

export interface PlannedApp extends GenerateResult {
  /** The files that it was made from, and those only. */
  readonly observed: ReturnType<Workspace["observed"]>;
}

/** What generating would do to the app. Loads the pipeline only now: commands that need none start faster. */
export async function planApp(
  app: Omit<OpenApp, "root">,
  {
    manifestText = app.manifestText,
    force,
    conflicts,
    eject,
    edits,
    remove,
    tellEdited,
    everyText,
    pins,
  }: PlanOptions = {},
): Promise<PlannedApp> {
  const { generateFollowing } = await import("../../handlers/plan-generate.js");
  const result = await generateFollowing({
    manifestText,
    disk: app.workspace,
    lockfile: app.lockfile,
    tool: app.tool,
    formatter: app.formatter,
    sources: openCustomSources(app.workspace.root),
    eject: eject ?? [],
    ...(force === undefined ? {} : { force }),
    ...(conflicts === undefined ? {} : { conflicts }),
    ...(edits === undefined ? {} : { edits }),
    ...(pins === undefined ? {} : { pins }),
    remove,
    tellEdited,
    everyText,
  });
  return { ...result, observed: app.workspace.observed() };
}
