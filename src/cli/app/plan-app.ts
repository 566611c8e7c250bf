import type { GenerateResult } from "../../pipeline.js";
import type { OpenApp } from "./open-app.js";

export interface PlanOptions {
  /** Default: the manifest on disk. */
  readonly manifestText?: string;
  readonly force?: boolean;
  readonly conflicts?: "report" | "inline";
}

/** What generating would do to the app. Loads the pipeline only now: commands that need none start faster. */
export async function planApp(
  app: Omit<OpenApp, "root">,
  { manifestText = app.manifestText, force, conflicts }: PlanOptions = {},
): Promise<GenerateResult> {
  const { generate } = await import("../../pipeline.js");
  return generate({
    manifestText,
    disk: app.workspace,
    lockfile: app.lockfile,
    tool: app.tool,
    formatter: app.formatter,
    ...(force === undefined ? {} : { force }),
    ...(conflicts === undefined ? {} : { conflicts }),
  });
}
