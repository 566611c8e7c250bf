import { FrameioGenError } from "../diagnostics/diagnostic.js";
import { findMovedHandlers } from "../handlers/follow-moved.js";
import { MANIFEST_PATH } from "../manifest/manifest.js";
import type { AppModel } from "../model/app-model.js";
import type { ImpactRequest } from "./impact.js";
import type { NewNames } from "./new-names.js";

/**
 * A handler that was moved is found by the events that it names. Were those renamed in the same step, it would be lost: the manifest has
 * to follow it first.
 *
 * @throws FrameioGenError FG330 that names the handlers, and where they are
 */
export async function assertFollowed(
  { disk, lockfile }: ImpactRequest,
  model: AppModel,
  changed: NewNames,
): Promise<void> {
  const moved = await findMovedHandlers(model, disk, lockfile);
  const lost = moved.filter(({ events }) =>
    events.some((event) => changed.has(event)),
  );
  if (lost.length === 0) return;
  throw new FrameioGenError(
    lost.map(({ from, to }) => ({
      code: "FG330",
      severity: "error",
      message: `The handler ${from} is now ${to}, and ${MANIFEST_PATH} does not say so yet`,
      file: MANIFEST_PATH,
      hint: "Run `npx frameio-gen generate` first, which follows it; then run this command again.",
    })),
  );
}
