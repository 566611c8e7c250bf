import type { ChangeSet } from "../reconcile/change-set.js";
import type { Digest } from "../lockfile/lockfile.js";

/** A file as it is on disk now. */
export interface DiskFile {
  /** Decoded as UTF-8, byte order mark kept. */
  readonly text: string;
  /** Digest of the bytes. */
  readonly digest: Digest;
}

/** Reading side of a project folder; the pure core sees nothing else of it. */
export interface Disk {
  /** Undefined when there is no such file. Throws FrameioGenError when the path leaves the project or is not a regular file. */
  read(path: string): DiskFile | undefined;
}

/** A project folder. The only door to the file system for everything that is generated. */
export interface Workspace extends Disk {
  /** Absolute path. */
  readonly root: string;
  /** Finishes or rolls back a commit that was interrupted. Returns what it did. */
  recover(): "nothing" | "rolled-back" | "completed";
  /** All or nothing. Throws FrameioGenError, with the tree as it was before. */
  commit(changeSet: ChangeSet): void;
}
