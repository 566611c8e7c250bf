import { join } from "node:path";

import { HISTORY_FOLDER } from "../../history/record.js";
import { withRecord } from "../../history/with-record.js";
import type { ChangeSet } from "../../reconcile/change-set.js";
import { sizesIn } from "../../workspace/surroundings.js";
import type { Workspace } from "../../workspace/workspace.js";

/**
 * Commits a change set together with the record that `undo` needs. Every command commits by it.
 *
 * @param command as it was typed, without the program: `add-webhook file.ready`
 */
export async function commitRecorded(
  workspace: Workspace,
  changeSet: Pick<ChangeSet, "changes" | "lockfile">,
  command: string,
): Promise<void> {
  const entries = sizesIn(join(workspace.root, HISTORY_FOLDER));
  await workspace.commit(
    withRecord(changeSet, { disk: workspace, entries, command }),
  );
}
