import { handlerPath } from "../../generators/webhook/answers.js";
import { type Diagnostic, FrameioGenError } from "../diagnostics/diagnostic.js";
import { didYouMean } from "../diagnostics/nearest.js";
import { quote } from "../diagnostics/printable.js";
import type { Lockfile } from "../lockfile/lockfile.js";
import { setHandler } from "../manifest/edit.js";
import { handlerProblem } from "../manifest/names.js";
import type { AppModel, WebhookModel } from "../model/app-model.js";
import { modelOf, type Tool } from "../pipeline.js";
import type { FileEdit } from "../reconcile/file-edit.js";
import type { SourceDisk } from "../workspace/workspace.js";
import { findMovedHandlers, type MovedHandler } from "./follow-moved.js";
import { moveFiles } from "./move-files.js";
import type { Moves } from "./moves.js";
import { movedWebhookFiles } from "./webhook-files.js";

export interface RenameRequest {
  readonly manifestText: string;
  readonly disk: SourceDisk;
  readonly lockfile: Lockfile | undefined;
  readonly tool: Tool;
  /** Name, path or event of a handler that the manifest has. */
  readonly from: string;
  /** Name or path. */
  readonly to: string;
}

export interface RenamePlan {
  readonly manifestText: string;
  readonly edits: readonly FileEdit[];
  /** Paths of the handler. */
  readonly from: string;
  readonly to: string;
}

/**
 * Handler, fixture and test under another name, with the user's edits, and all that imports them. A handler that the user moved by hand
 * is taken from where it is.
 *
 * @throws FrameioGenError FG540 when the manifest has no such handler, FG541 when the new name is taken or cannot be used
 */
export async function planRename(request: RenameRequest): Promise<RenamePlan> {
  const { manifestText, disk, lockfile, tool } = request;
  const { model } = modelOf({ manifestText, lockfile, tool });
  const moved = await findMovedHandlers(model, disk, lockfile);
  const webhook = webhookOf(model, moved, request.from);
  const from = webhook.handlerPath;
  const found = moved.find((one) => one.from === from)?.to;
  const to = handlerPath(request.to);
  if (from === to) return { manifestText, edits: [], from, to };
  assertUsable(to, model);
  const edited = setHandler(
    manifestText,
    { event: webhook.names[0] ?? "", provider: webhook.provider.id },
    to,
  );
  const after = modelOf({ manifestText: edited, lockfile, tool }).model;
  const moves = movedWebhookFiles(model, after, (path) =>
    path === from ? to : path,
  );
  if (found !== undefined && found !== to) moves.set(found, to);
  assertFree(moves, disk, found);
  return {
    manifestText: edited,
    edits: await moveFiles(moves, disk, lockfile),
    from: found ?? from,
    to,
  };
}

function webhookOf(
  { webhooks }: AppModel,
  moved: readonly MovedHandler[],
  asked: string,
): WebhookModel {
  const named = handlerPath(asked);
  const path = moved.find(({ to }) => to === named)?.from ?? named;
  const found = webhooks.find(
    ({ handlerPath, names }) => handlerPath === path || names.includes(asked),
  );
  if (found !== undefined) return found;
  const names = webhooks.map(({ handlerPath, slug }) =>
    /[\\/]/.test(asked) ? handlerPath : slug,
  );
  const hint = didYouMean(asked, names);
  const all = webhooks.map(({ handlerPath }) => handlerPath).join(", ");
  throw fail("FG540", `No webhook has the handler ${quote(asked)}`, {
    hint: `${hint === undefined ? "" : `${hint} `}${all === "" ? "frameio.jsonc has no webhooks." : `There are ${all}.`}`,
  });
}

function assertUsable(to: string, { webhooks }: AppModel): void {
  const problem = handlerProblem(to);
  if (problem !== undefined) {
    const { message, hint } = problem;
    throw fail("FG541", message, hint === undefined ? {} : { hint });
  }
  const owner = webhooks.find(
    ({ handlerPath }) => handlerPath.toLowerCase() === to.toLowerCase(),
  );
  if (owner === undefined) return;
  const events = owner.names.join(", ");
  throw fail("FG541", `${quote(to)} is the handler of ${events} already`, {});
}

function assertFree(
  moves: Moves,
  disk: SourceDisk,
  handler: string | undefined,
): void {
  const goals = [...new Set(moves.values())];
  const taken = goals
    .filter((to) => !moves.has(to) && to !== handler)
    .filter((to) => disk.read(to) !== undefined)
    .map((to): Diagnostic => ({
      code: "FG541",
      severity: "error",
      message: `There is a file ${quote(to)} already`,
      file: to,
      hint: "Choose another name, or move that file.",
    }));
  if (taken.length > 0) throw new FrameioGenError(taken);
}

function fail(
  code: "FG540" | "FG541",
  message: string,
  more: { readonly hint?: string },
): FrameioGenError {
  return new FrameioGenError([{ code, severity: "error", message, ...more }]);
}
