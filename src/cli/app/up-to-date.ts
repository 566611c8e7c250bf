import { customDigestOnDisk } from "../../customize/digest.js";
import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { isFresh } from "../../lockfile/fresh.js";
import { inputsDigest } from "../../lockfile/inputs.js";
import type { Digest, Lockfile } from "../../lockfile/lockfile.js";
import { markerLines } from "../../reconcile/merge/markers.js";
import { openCustomSources } from "../../workspace/custom-sources.js";
import type { Disk, Workspace } from "../../workspace/workspace.js";
import type { OpenApp } from "./open-app.js";

/** Whether generating would change nothing, decided by digests alone: nothing is planned or rendered for it. */
export function isUpToDate(app: OpenApp): boolean {
  const { lockfile, workspace } = app;
  if (lockfile === undefined) return false;
  const inputs = inputsNow(app);
  return (
    inputs !== undefined &&
    isFresh({ inputs, lockfile, disk: workspace }) &&
    !hasMarkers(lockfile, workspace)
  );
}

/** Whether a file that is shared with the user still has a conflict between markers, ours or git's. */
function hasMarkers({ files }: Lockfile, disk: Disk): boolean {
  return Object.entries(files).some(([path, { ownership, digest }]) => {
    const file = ownership === "merged" ? disk.read(path) : undefined;
    return (
      file !== undefined &&
      file.digest !== digest &&
      markerLines(file.text).length > 0
    );
  });
}

/** Digest of everything that generating would start from; undefined where some of it cannot be read. */
export function inputsNow({
  manifestText,
  lockfile,
  tool,
  formatter,
  workspace,
}: OpenApp): Digest | undefined {
  const custom = customNow(manifestText, workspace);
  if (custom === "unreadable") return undefined;
  return inputsDigest({ manifestText, lockfile, tool, formatter, custom });
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
