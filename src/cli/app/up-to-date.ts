import { customDigestOnDisk } from "../../customize/digest.js";
import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { isFresh } from "../../lockfile/fresh.js";
import { inputsDigest } from "../../lockfile/inputs.js";
import { openCustomSources } from "../../workspace/custom-sources.js";
import type { Workspace } from "../../workspace/workspace.js";
import type { OpenApp } from "./open-app.js";

/** Whether generating would change nothing, decided by digests alone: nothing is planned or rendered for it. */
export function isUpToDate({
  manifestText,
  lockfile,
  tool,
  formatter,
  workspace,
}: OpenApp): boolean {
  if (lockfile === undefined) return false;
  const custom = customNow(manifestText, workspace);
  if (custom === "unreadable") return false;
  return isFresh({
    inputs: inputsDigest({ manifestText, lockfile, tool, formatter, custom }),
    lockfile,
    disk: workspace,
  });
}

/** What is wrong with layers and templates is told by the whole run, with its place in the manifest. */
function customNow(
  manifestText: string,
  workspace: Workspace,
): ReturnType<typeof customDigestOnDisk> | "unreadable" {
  const sources = openCustomSources(workspace.root);
  try {
    return customDigestOnDisk(manifestText, workspace, sources);
  } catch (error) {
    if (error instanceof FrameioGenError) return "unreadable";
    throw error;
  }
}
