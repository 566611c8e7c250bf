import { digest } from "../lockfile/digest.js";
import type { LockedFile } from "../lockfile/lockfile.js";
import type { TreeFile } from "../render/tree.js";
import type { Disk, DiskFile } from "../workspace/workspace.js";
import { classify, type Decision } from "./classify.js";
import {
  driftConflict,
  foreignConflict,
  unresolvedConflict,
} from "./conflicts.js";
import type { FileResult, Remembered } from "./file-result.js";
import { mergeFile } from "./merge-file.js";
import { markerLines } from "./merge/markers.js";
import type { ReconcileOptions } from "./options.js";

/** What becomes of one file; {@link classify} has the rules. */
export function reconcileFile(
  path: string,
  next: TreeFile | undefined,
  locked: LockedFile | undefined,
  onDisk: DiskFile | undefined,
  disk: Disk,
  options: ReconcileOptions,
): FileResult {
  const ownership = next?.ownership ?? locked?.ownership ?? "scaffolded";
  const nextDigest = next && digest(next.text);
  const decision = classify(ownership, {
    base: locked?.digest,
    disk: onDisk?.digest,
    next: nextDigest,
  });
  if (next === undefined || nextDigest === undefined)
    return withoutNext(
      isRemoved(path, locked, onDisk, options) ? "delete" : decision,
    );
  const remember: Remembered = {
    locked: { ownership, digest: nextDigest },
    ...(ownership === "merged" && { base: next.text }),
  };
  const marker =
    ownership === "merged" && onDisk?.digest !== nextDigest
      ? markerLines(onDisk?.text ?? "")[0]
      : undefined;
  if (marker !== undefined) {
    const conflict = unresolvedConflict(
      path,
      marker,
      onDisk?.text ?? "",
      next.text,
    );
    return {
      outcome: "conflict",
      conflicts: [conflict],
      ...(locked && { locked }),
    };
  }
  // Scaffolded files keep the digest of their first text: it tells whether the user has touched them.
  const asBefore: LockedFile = {
    ownership,
    digest: locked?.digest ?? nextDigest,
  };
  switch (decision) {
    case "create":
    case "recreate":
    case "update":
      return { outcome: decision, write: next.text, ...remember };
    case "adopt":
    case "unchanged":
      return {
        outcome:
          decision === "adopt" && locked?.digest === nextDigest
            ? "unchanged"
            : decision,
        ...remember,
      };
    case "keep":
    case "stay-deleted":
      return {
        outcome: decision,
        locked: ownership === "merged" ? remember.locked! : asBefore,
        ...(remember.base !== undefined && { base: remember.base }),
      };
    case "merge":
      return mergeFile(path, next, locked, onDisk, disk, options, remember);
    case "conflict-drift":
    case "conflict-foreign": {
      if (options.force && decision === "conflict-drift")
        return { outcome: "update", write: next.text, ...remember };
      const conflict = (
        decision === "conflict-drift" ? driftConflict : foreignConflict
      )(path, onDisk?.text ?? "", next.text);
      return {
        outcome: "conflict",
        conflicts: [conflict],
        ...(locked && { locked }),
      };
    }
    default:
      throw new Error(`unexpected decision ${decision} for ${path}`);
  }
}

/** Asked for by a command that takes away what another one made, or by what it belonged to: rows `b,=b,–` of {@link classify} delete then. */
function isRemoved(
  path: string,
  locked: LockedFile | undefined,
  onDisk: DiskFile | undefined,
  { remove, companions }: ReconcileOptions,
): boolean {
  if (onDisk === undefined) return false;
  const asked = remove?.paths.has(path) === true;
  if (asked && remove.edited) return true;
  const untouched = onDisk.digest === locked?.digest;
  return untouched && (asked || companions?.has(path) === true);
}

function withoutNext(decision: Decision): FileResult {
  if (decision === "delete") return { outcome: "delete", remove: true };
  return { outcome: decision === "forget" ? "forget" : "release" };
}
