import { type Diagnostic, FrameioGenError } from "../diagnostics/diagnostic.js";
import { digest } from "../lockfile/digest.js";
import { type Digest, LOCKFILE_PATH } from "../lockfile/lockfile.js";
import type { Tool } from "../pipeline.js";
import type { Disk } from "../workspace/workspace.js";
import type { SavedPlan } from "./saved-plan.js";

/** Whether every change of the plan is on disk already. */
export function isApplied(
  { changes, lockfile }: SavedPlan,
  disk: Disk,
): boolean {
  if (changes.length === 0 && lockfile === null) return false;
  const isThere = (path: string, wanted: Digest | null) =>
    stateOf(path, disk) === wanted;
  return (
    changes.every((change) =>
      isThere(
        change.path,
        change.kind === "delete" ? null : digest(change.text),
      ),
    ) &&
    (lockfile === null || isThere(LOCKFILE_PATH, digest(lockfile)))
  );
}

/**
 * Refuses a plan that does not fit the tool or the app any more. Reads only.
 *
 * @throws {FrameioGenError} FG441 when another build of the tool made it,
 *   FG442 for every file that is not as it was then, and for other templates or another code style.
 */
export function checkPlan(
  plan: SavedPlan,
  {
    tool,
    inputs,
  }: {
    readonly tool: Pick<Tool, "version" | "fingerprint">;
    /** Undefined where they cannot be read. */
    readonly inputs: Digest | undefined;
  },
  disk: Disk,
): void {
  if (plan.tool.fingerprint !== tool.fingerprint)
    throw new FrameioGenError([otherTool(plan, tool)]);
  const moved = plan.expects.flatMap(({ path, digest: wanted }) => {
    const now = stateOf(path, disk);
    return now === wanted ? [] : [movedOn(path, wanted, now, plan)];
  });
  if (moved.length > 0) throw new FrameioGenError(moved);
  // Manifest and lockfile are among the files, so it is what lies outside of them.
  if (plan.inputs !== inputs)
    throw new FrameioGenError([{ ...otherInputs, hint: again(plan) }]);
}

/** What a file is now, told by its digest; `other` is something that cannot be read as a file. */
function stateOf(path: string, disk: Disk): Digest | "other" | null {
  try {
    return disk.read(path)?.digest ?? null;
  } catch (error) {
    if (error instanceof FrameioGenError) return "other";
    throw error;
  }
}

const otherInputs: Diagnostic = {
  code: "FG442",
  severity: "error",
  message:
    "The project's own templates, layers or code style were changed after the plan was made",
};

function movedOn(
  file: string,
  wanted: Digest | null,
  now: ReturnType<typeof stateOf>,
  plan: SavedPlan,
): Diagnostic {
  const what =
    now === null ? "deleted" : wanted === null ? "created" : "changed";
  return {
    code: "FG442",
    severity: "error",
    file,
    message: `This file was ${what} after the plan was made`,
    hint: again(plan),
  };
}

/** The command that was planned, and not any: another one plans something else. */
function again({ command }: SavedPlan): string {
  return `Nothing was written. Make the plan again, with the flags that you gave: \`npx frameio-gen ${command} --out <file>\`.`;
}

function otherTool(
  { tool: made }: SavedPlan,
  { version }: Pick<Tool, "version">,
): Diagnostic {
  const which =
    made.version === version
      ? `another build of version ${version}`
      : `version ${made.version}, and this is ${version}`;
  return {
    code: "FG441",
    severity: "error",
    message: `The plan was made by ${which}`,
  };
}
