import { basename, join } from "node:path";

import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { type Lockfile, LOCKFILE_PATH } from "../../lockfile/lockfile.js";
import { parseLockfile } from "../../lockfile/parse.js";
import { MANIFEST_PATH } from "../../manifest/manifest.js";
import type { Formatter } from "../../format/formatter.js";
import { versionProblem } from "../../migrations/pending.js";
import type { Tool } from "../../pipeline.js";
import {
  LOCK_PATH,
  STAGING_PATH,
  TOOL_FOLDER,
} from "../../workspace/journal.js";
import { openWorkspace } from "../../workspace/open-workspace.js";
import { projectPrettier } from "../../workspace/project-prettier.js";
import { foldersUpwards, namesIn } from "../../workspace/surroundings.js";
import type { Workspace } from "../../workspace/workspace.js";
import type { CliContext } from "../context.js";
import { remark } from "../output.js";
import { openTool } from "../tool.js";

/** An app on disk, as a command finds it. */
export interface OpenApp {
  /** Absolute path. */
  readonly root: string;
  readonly workspace: Workspace;
  readonly manifestText: string;
  /** Undefined before the first generate. */
  readonly lockfile: Lockfile | undefined;
  readonly tool: Tool;
  /** The project's own code style, where it has one. */
  readonly formatter: Formatter | undefined;
}

/**
 * Opens the app that the working directory lies in. A commit that was interrupted is settled first, by commands that only read too:
 * nobody is to look at half a tree.
 *
 * @param intent a command that writes refuses an app of another version of the tool,
 *   unless it is the one that updates it
 * @throws FrameioGenError FG107 when there is no manifest here or above
 */
export function openApp(
  context: CliContext,
  intent: "read" | "write" | "write-any-version",
): OpenApp {
  const root = findRoot(context.cwd);
  if (root === undefined) throw noApp();
  const workspace = openWorkspace(root);
  recover(context, workspace);
  const manifest = workspace.read(MANIFEST_PATH);
  if (manifest === undefined) {
    // What was there was settled, and was no app: the search goes on above it.
    const other = findRoot(context.cwd);
    if (other === undefined || other === root) throw noApp();
    return openApp(context, intent);
  }
  const lockfile = readLockfile(workspace);
  const tool = openTool(workspace);
  const problem =
    intent === "write" ? versionProblem(lockfile, tool) : undefined;
  if (problem !== undefined) throw new FrameioGenError([problem]);
  return {
    root,
    workspace,
    manifestText: manifest.text,
    lockfile,
    tool,
    formatter: projectPrettier(root),
  };
}

/** The nearest folder with a manifest. The search ends with the repository: what lies above it is another project's. */
function findRoot(cwd: string): string | undefined {
  for (const folder of foldersUpwards(cwd)) {
    const names = namesIn(folder);
    if (names.includes(MANIFEST_PATH)) return folder;
    if (names.includes(TOOL_FOLDER) && isInterrupted(folder)) return folder;
    if (names.includes(".git")) return undefined;
  }
  return undefined;
}

/** What took an app's creation back, and was interrupted, may have taken the manifest first. */
function isInterrupted(folder: string): boolean {
  const own = namesIn(join(folder, TOOL_FOLDER));
  if (own.length === 0) return true;
  return [STAGING_PATH, LOCK_PATH].some((path) => own.includes(basename(path)));
}

function noApp(): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG107",
      severity: "error",
      message: `There is no ${MANIFEST_PATH} in this folder or above it`,
    },
  ]);
}

/** The lockfile of a workspace; undefined when there is none. */
export function readLockfile(workspace: Workspace): Lockfile | undefined {
  const file = workspace.read(LOCKFILE_PATH);
  return file === undefined ? undefined : parseLockfile(file.text);
}

/** Settles a commit that was interrupted, and says so. */
export function recover(context: CliContext, workspace: Workspace): void {
  const outcome = workspace.recover();
  if (outcome === "nothing") return;
  remark(
    context,
    outcome === "completed"
      ? "An earlier run was interrupted; it was completed first."
      : "An earlier run was interrupted; it was undone first.",
  );
}
