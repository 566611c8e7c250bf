import type { Lockfile } from "../lockfile/lockfile.js";

/** Kernel, types and validators: what is the tool's, whether or not it is on record. */
export function isToolFile(path: string, lockfile: Lockfile): boolean {
  const ownership = lockfile.files[path]?.ownership;
  return (
    ownership === "managed" ||
    (ownership === undefined && path.startsWith("src/frameio/"))
  );
}
