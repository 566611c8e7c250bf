import type { GenerateResult } from "../../pipeline.js";
import type { Workspace } from "../../workspace/workspace.js";
import type { OpenApp } from "./open-app.js";

export interface PlanOptions {
  /** Default: the manifest on disk. */
  readonly manifestText?: string;
  readonly force?: boolean;
  readonly conflicts?: "report" | "inline";
}

export interface PlannedApp extends GenerateResult {
  /** The files that it was made from, and those only. */
  readonly observed: ReturnType<Workspace["observed"]>;
}

/** What generating would do to the app. Loads the pipeline only now: commands that need none start faster. */
export async function planApp(
  app: Omit<OpenApp, "root">,
  { manifestText = app.manifestText, force, conflicts }: PlanOptions = {},
): Promise<PlannedApp> {
  const { generate } = await import("../../pipeline.js");
  const result = await generate({
    manifestText,
    disk: app.workspace,
    lockfile: app.lockfile,
    tool: app.tool,
    formatter: app.formatter,
    ...(force === undefined ? {} : { force }),
    ...(conflicts === undefined ? {} : { conflicts }),
  });
  return { ...result, observed: app.workspace.observed() };
}
