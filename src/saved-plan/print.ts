import { digest } from "../lockfile/digest.js";
import type { Digest } from "../lockfile/lockfile.js";
import { printLockfile } from "../lockfile/print.js";
import type { Tool } from "../pipeline.js";
import type { ChangeSet } from "../reconcile/change-set.js";
import type { DiskFile } from "../workspace/workspace.js";
import type { SavedPlan } from "./saved-plan.js";

export interface PlanToSave {
  readonly changeSet: ChangeSet;
  readonly tool: Pick<Tool, "version" | "fingerprint">;
  readonly command: string;
  readonly inputs: Digest;
  /** What was read of the app to make the change set. */
  readonly observed: ReadonlyMap<string, Pick<DiskFile, "digest"> | undefined>;
}

/** The text of a plan's file. The same plan gives the same bytes, whatever the folder of the app. */
export function printPlan(plan: PlanToSave): string {
  const { changeSet, tool, command, inputs, observed } = plan;
  const { changes, outcomes, conflicts, warnings, lockfile } = changeSet;
  const body: SavedPlan = {
    planVersion: 1,
    tool: { version: tool.version, fingerprint: tool.fingerprint },
    command,
    inputs,
    expects: [...observed]
      .map(([path, file]) => ({ path, digest: file?.digest ?? null }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    changes,
    outcomes,
    conflicts,
    warnings,
    lockfile: lockfile === null ? null : printLockfile(lockfile),
  };
  return `${JSON.stringify({ ...body, digest: planDigest(body) }, null, 2)}\n`;
}

/** Tells a plan that was cut off, merged or edited. It guards against accidents: whoever forges a plan can forge it, too. */
export function planDigest(body: object): string {
  return digest(JSON.stringify(body));
}
