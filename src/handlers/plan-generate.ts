import {
  generate,
  type GenerateRequest,
  type GenerateResult,
  modelOf,
} from "../pipeline.js";
import type { SourceDisk } from "../workspace/workspace.js";
import {
  findMovedHandlers,
  followInManifest,
  toldOfMove,
} from "./follow-moved.js";
import { moveFiles } from "./move-files.js";
import { movedWebhookFiles } from "./webhook-files.js";

/** {@link generate}, once the manifest follows the handlers that the user moved. */
export async function generateFollowing(
  request: GenerateRequest & { readonly disk: SourceDisk },
): Promise<GenerateResult> {
  const { disk, lockfile, manifestText, tool } = request;
  if (lockfile === undefined) return generate(request);
  const { model } = modelOf(request);
  const moved = await findMovedHandlers(model, disk, lockfile);
  if (moved.length === 0) return generate(request);
  const followed = followInManifest(manifestText, moved);
  const { model: after } = modelOf({ manifestText: followed, lockfile, tool });
  const moves = movedWebhookFiles(
    model,
    after,
    (path) => moved.find(({ from }) => from === path)?.to ?? path,
  );
  const edits = await moveFiles(moves, disk, lockfile);
  const result = await generate({
    ...request,
    manifestText: followed,
    edits: [...edits, ...(request.edits ?? [])],
  });
  const { changeSet } = result;
  const warnings = [...moved.map(toldOfMove), ...changeSet.warnings];
  return { ...result, changeSet: { ...changeSet, warnings } };
}
