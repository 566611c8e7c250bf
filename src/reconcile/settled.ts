import type { LockedFile, Lockfile } from "../lockfile/lockfile.js";
import type { FilePlan } from "../plan/file-plan.js";
import type { Disk } from "../workspace/workspace.js";
import type { Outcome } from "./change-set.js";

/** What is remembered of files that are planned, and not rendered: by path. */
export type Settled = ReadonlyMap<string, LockedFile>;

/**
 * Parts what has to be rendered from what is settled whatever its text would be: a scaffolded file that was made once is the user's.
 *
 * @param mayMatter whether the text of a plan is wanted all the same, for checks
 */
export function partSettled(
  plans: readonly FilePlan[],
  lockfile: Pick<Lockfile, "files"> | undefined,
  mayMatter: (plan: FilePlan) => boolean,
): { readonly open: readonly FilePlan[]; readonly settled: Settled } {
  const files = lockfile?.files ?? {};
  const settled = new Map<string, LockedFile>();
  const open = plans.filter((plan) => {
    const locked = Object.hasOwn(files, plan.path)
      ? files[plan.path]
      : undefined;
    if (
      plan.ownership !== "scaffolded" ||
      locked?.ownership !== "scaffolded" ||
      mayMatter(plan)
    )
      return true;
    settled.set(plan.path, { ownership: "scaffolded", digest: locked.digest });
    return false;
  });
  return { open, settled };
}

/**
 * What becomes of a settled file, which is nothing at all.
 *
 * @param told whether somebody wants to know if the user edited it: it has to be read then
 */
export function settledOutcome(
  path: string,
  { digest }: LockedFile,
  disk: Disk,
  told: boolean,
): Outcome {
  if (!disk.has(path)) return "stay-deleted";
  return told && disk.read(path)?.digest !== digest ? "keep" : "unchanged";
}
