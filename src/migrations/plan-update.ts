import { type Diagnostic, FrameioGenError } from "../diagnostics/diagnostic.js";
import { generateFollowing } from "../handlers/plan-generate.js";
import {
  LOCKFILE_PATH,
  type Lockfile,
  type MigrationStates,
} from "../lockfile/lockfile.js";
import { printLockfile } from "../lockfile/print.js";
import { MANIFEST_PATH } from "../manifest/manifest.js";
import type { GenerateRequest, Tool } from "../pipeline.js";
import type { Change, ChangeSet } from "../reconcile/change-set.js";
import { applyEdits, type FileEdit } from "../reconcile/file-edit.js";
import type { SourceDisk } from "../workspace/workspace.js";
import { pendingMigrations, versionProblem } from "./pending.js";
import { type MigrationRun, runMigrations } from "./run-migrations.js";
import { raiseToolSpec } from "./tool-spec.js";

export type UpdateRequest = Omit<GenerateRequest, "edits" | "remove"> & {
  readonly disk: SourceDisk;
};

export interface UpdatePlan {
  readonly changeSet: ChangeSet;
  /** Versions of the tool. */
  readonly from: string;
  readonly to: string;
  /** Ids of the migrations that went well now. */
  readonly migrated: readonly string[];
  /** Why the update stopped: the change set holds what went well before, and nothing is generated. */
  readonly failure?: Diagnostic;
}

/**
 * Brings an app that an older version of the tool made to this one: migrations, the tool's version in package.json, and all that is generated,
 * in one change set. When a migration cannot go on, the ones before it are kept, so that the next run goes on with it.
 *
 * @throws FrameioGenError FG607 for what was never generated, FG423 for an app of a newer version
 */
export async function planUpdate(request: UpdateRequest): Promise<UpdatePlan> {
  const { disk, lockfile, tool } = request;
  if (lockfile === undefined) throw neverGenerated();
  assertNotNewer(lockfile, tool);
  const pending = pendingMigrations(lockfile, tool.migrations ?? []);
  const run = await runMigrations(pending, { ...request, lockfile });
  const migrations = statesAfter(lockfile, run);
  const versions = { from: lockfile.toolVersion, to: tool.version };
  const migrated = run.done;
  if (run.failed !== undefined) {
    const changeSet = halfway(request, lockfile, run, migrations);
    const failure = run.failed.diagnostic;
    return { changeSet, ...versions, migrated, failure };
  }
  const after = applyEdits(disk, lockfile, run.edits);
  const { toolSpec, edits } = raiseToolSpec(after.disk, lockfile, tool.version);
  const raised: Lockfile = { ...lockfile, toolSpec, migrations };
  const { changeSet } = await generateFollowing({
    ...request,
    manifestText: run.manifestText,
    lockfile: raised,
    edits: [...run.edits, ...edits],
  });
  const next = changeSet.lockfile ?? raised;
  return {
    changeSet: { ...changeSet, lockfile: changed(lockfile, next) },
    ...versions,
    migrated,
  };
}

function assertNotNewer(lockfile: Lockfile, { version }: Tool): void {
  const problem = versionProblem(lockfile, { version });
  if (problem !== undefined) throw new FrameioGenError([problem]);
}

function statesAfter(
  { migrations = {} }: Lockfile,
  { done, failed }: MigrationRun,
): MigrationStates | undefined {
  const states = {
    ...migrations,
    ...Object.fromEntries(done.map((id) => [id, "done"] as const)),
    ...(failed && { [failed.id]: "failed" as const }),
  };
  return Object.keys(states).length === 0 ? undefined : states;
}

/** What went well before a migration failed, without generating. */
function halfway(
  { disk }: UpdateRequest,
  lockfile: Lockfile,
  { manifestText, edits }: MigrationRun,
  migrations: MigrationStates | undefined,
): ChangeSet {
  const manifest: FileEdit = {
    kind: "write",
    path: MANIFEST_PATH,
    text: manifestText,
  };
  const { lockfile: after, ...edited } = applyEdits(disk, lockfile, [
    ...edits,
    manifest,
  ]);
  const changes: readonly Change[] = edited.onto([]);
  return {
    changes,
    outcomes: edited
      .outcomes([])
      .filter(({ path }) => changes.some((change) => change.path === path)),
    conflicts: [],
    warnings: [],
    lockfile: changed(lockfile, { ...lockfile, ...after, migrations }),
  };
}

function changed(before: Lockfile, after: Lockfile): Lockfile | null {
  return printLockfile(before) === printLockfile(after) ? null : after;
}

function neverGenerated(): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG607",
      severity: "error",
      file: LOCKFILE_PATH,
      message:
        "The app has never been generated, so there is nothing to update",
    },
  ]);
}
