import type { Disk } from "../workspace/workspace.js";
import type { Lockfile } from "./lockfile.js";

export interface FreshQuestion {
  /** Digest of what the generated text depends on now. */
  readonly inputs: string;
  readonly lockfile: Lockfile;
  readonly disk: Disk;
}

/** The document of a provider in the app, where it has one of its own. */
const pinned = /^\.\/(.+)$/s;

/**
 * Whether generating again would change nothing: same inputs, and every managed file is on disk as it was generated.
 * Scaffolded and merged files are the user's to edit and delete; but code that the generated files import must be there.
 */
export function isFresh({ inputs, lockfile, disk }: FreshQuestion): boolean {
  return (
    inputs === lockfile.inputs &&
    Object.values(lockfile.providers).every(({ schema, digest }) => {
      const path = pinned.exec(schema)?.[1];
      return path === undefined || disk.read(path)?.digest === digest;
    }) &&
    Object.entries(lockfile.files).every(([path, { ownership, digest }]) => {
      if (ownership === "managed") return disk.read(path)?.digest === digest;
      const isHandler = ownership === "scaffolded" && path.startsWith("src/");
      return !isHandler || disk.has(path);
    })
  );
}
