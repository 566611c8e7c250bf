import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { basePath, type Lockfile } from "../lockfile/lockfile.js";
import { type Removed, removeWebhook } from "../manifest/edit.js";
import type { AppModel } from "../model/app-model.js";
import { importPath } from "../model/names.js";
import { modelOf, plannedPaths, type Tool } from "../pipeline.js";
import type { FileEdit } from "../reconcile/file-edit.js";
import type { Removal } from "../reconcile/reconcile.js";
import type { SourceDisk } from "../workspace/workspace.js";
import { findMovedHandlers, type MovedHandler } from "./follow-moved.js";
import { moveFiles } from "./move-files.js";
import { readCode } from "./search.js";
import { movedWebhookFiles, webhookFiles } from "./webhook-files.js";

export interface RemovalRequest {
  readonly manifestText: string;
  readonly disk: SourceDisk;
  readonly lockfile: Lockfile | undefined;
  readonly tool: Tool;
  readonly events: readonly string[];
  readonly provider?: string | undefined;
  /** Deletes what was edited, too. */
  readonly force: boolean;
  /** What would be generated at a path, once the manifest follows the handlers that the user moved. */
  readonly made?: (path: string) => Promise<string | undefined>;
}

export interface RemovalPlan extends Removed {
  readonly remove: Removal;
  readonly edits: readonly FileEdit[];
  /** Files that stay although nothing needs them, because they were edited or code that stays imports them. */
  readonly kept: readonly KeptFile[];
}

export interface KeptFile {
  readonly path: string;
  readonly reason: "edited" | "imported";
}

/**
 * What takes back `add-webhook`: the manifest without the events, and the files that were made for them deleted where they are as they
 * were generated. What was edited stays, with what it imports: what is left always compiles. A handler that the user moved is found.
 *
 * @throws FrameioGenError when the manifest cannot be edited
 */
export async function planRemoval(
  request: RemovalRequest,
): Promise<RemovalPlan> {
  const { manifestText, disk, lockfile, tool, force } = request;
  const { events, provider } = request;
  const removed = removeWebhook(manifestText, { events, provider });
  const { model: before } = modelOf({ manifestText, lockfile, tool });
  const { model: after } = modelOf({
    manifestText: removed.text,
    lockfile,
    tool,
  });
  const needed = new Set(plannedPaths(after, tool));
  const orphans = plannedPaths(before, tool).filter(
    (path) => !needed.has(path) && disk.has(path),
  );
  const handlers = new Set(after.webhooks.map((one) => one.handlerPath));
  const moved = (await findMovedHandlers(before, disk, lockfile)).filter(
    ({ from }) => !handlers.has(from),
  );
  orphans.push(...moved.map(({ to }) => to));
  const untouched = await untouchedOf(request, orphans, moved);
  const kept = force ? [] : keptOf(orphans, disk, lockfile, untouched);
  const paths = new Set(orphans);
  for (const { path } of kept) paths.delete(path);
  const moves = movedWebhookFiles(before, after, (path) => path);
  const vacated = vacatedBy(before, after).filter(
    (path) => force || isUntouched(disk, lockfile, path),
  );
  return {
    ...removed,
    kept,
    remove: { paths, edited: force },
    edits: [
      ...(await moveFiles(moves, disk, lockfile, new Set(vacated))),
      // The lockfile knows them where they were made.
      ...moved
        .filter(({ to }) => paths.has(to))
        .map(({ to }): FileEdit => ({ kind: "delete", path: to })),
    ],
  };
}

export function toldOfKept({ path, reason }: KeptFile): Diagnostic {
  return {
    code: "FG334",
    severity: "warning",
    message:
      reason === "edited"
        ? "This file stays: you edited it. Nothing generated imports it any more"
        : "This file stays: code of yours that stays imports it",
    file: path,
    hint: "Delete it when you need it no longer; `--force` would have deleted it.",
  };
}

/** Paths that removed webhooks leave to others. */
function vacatedBy(before: AppModel, after: AppModel): readonly string[] {
  const left = new Set(after.webhooks.map(({ handlerPath }) => handlerPath));
  return before.webhooks
    .filter(({ handlerPath }) => !left.has(handlerPath))
    .flatMap(webhookFiles);
}

function keptOf(
  orphans: readonly string[],
  disk: SourceDisk,
  lockfile: Lockfile | undefined,
  untouched: ReadonlySet<string>,
): readonly KeptFile[] {
  const kept = new Map<string, KeptFile>(
    orphans
      .filter((path) => !untouched.has(path))
      .map((path) => [path, { path, reason: "edited" }]),
  );
  const others = [...disk.list("src"), ...disk.list("test")].filter(
    (path) => /\.[cm]?tsx?$/.test(path) && !orphans.includes(path),
  );
  const code = new Map(
    others
      .filter((path) => lockfile?.files[path]?.ownership !== "managed")
      .map((path) => [path, path]),
  );
  // What stays keeps what it imports, and so on.
  const queue = [...kept.keys(), ...code.keys()];
  for (const importer of queue) {
    for (const path of orphans) {
      if (kept.has(path) || !importsByHand(disk, importer, path)) continue;
      kept.set(path, { path, reason: "imported" });
      queue.push(path);
    }
  }
  return [...kept.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Those of the files that are as they were generated; one that was moved may have its imports as its new place wants them. */
async function untouchedOf(
  { disk, lockfile, made }: RemovalRequest,
  paths: readonly string[],
  moved: readonly MovedHandler[],
): Promise<ReadonlySet<string>> {
  const untouched = new Set<string>();
  for (const path of paths) {
    const from = moved.find(({ to }) => to === path)?.from;
    const file = disk.read(path);
    const isAsMade =
      file?.digest === lockfile?.files[from ?? path]?.digest ||
      (from !== undefined && file?.text === (await made?.(path)));
    if (file !== undefined && isAsMade) untouched.add(path);
  }
  return untouched;
}

/** Whether a file imports another, and not only as it was generated to. */
function importsByHand(
  disk: SourceDisk,
  importer: string,
  path: string,
): boolean {
  const module = importPath(importer, path).replace(/\.js$/, "");
  const names = (text: string | undefined) =>
    ["", ".js", ".ts"].some((ending) =>
      [`"`, `'`, "`"].some((mark) =>
        text?.includes(`${mark}${module}${ending}${mark}`),
      ),
    );
  return (
    names(readCode(disk, importer)) &&
    !names(readCode(disk, basePath(importer)))
  );
}

function isUntouched(
  disk: SourceDisk,
  lockfile: Lockfile | undefined,
  path: string,
): boolean {
  const locked = lockfile?.files[path];
  return locked !== undefined && disk.read(path)?.digest === locked.digest;
}
