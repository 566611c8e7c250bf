import type { ChangeSet } from "../reconcile/change-set.js";
import type { Digest } from "../lockfile/lockfile.js";

/** A file as it is on disk now. */
export interface DiskFile {
  /** Decoded as UTF-8, byte order mark kept. Throws FrameioGenError FG406 when the bytes are not UTF-8. */
  readonly text: string;
  /** Digest of the bytes. */
  readonly digest: Digest;
  /** Whether its owner may run it; absent means no. */
  readonly executable?: boolean;
}

/** Reading side of a project folder; the pure core sees nothing else of it. */
export interface Disk {
  /** Undefined when there is no such file. Throws FrameioGenError when the path leaves the project or is not a regular file. */
  read(path: string): DiskFile | undefined;
  /** Whether there is such a file; cheaper than to read it. Throws as `read` does. */
  has(path: string): boolean;
}

/** A disk whose own code can be searched. */
export interface SourceDisk extends Disk {
  /** Paths of the regular files below a folder, POSIX, sorted; without `node_modules`, `dist`, hidden folders and what is behind links. */
  list(folder: string): readonly string[];
}

/** A project folder. The only door to the file system for everything that is generated. */
export interface Workspace extends SourceDisk {
  /** Absolute path. The folder need not exist: the first commit creates it. */
  readonly root: string;
  /** Every file that was read since the last commit or recovery, by path; undefined where there was none. */
  observed(): ReadonlyMap<string, DiskFile | undefined>;
  /**
   * Finishes or rolls back a commit that was interrupted. Returns what it did.
   * To be called before anything is read: every command starts with it. Throws FrameioGenError FG407 while another command writes.
   */
  recover(): Recovery;
  /** All or nothing. Throws FrameioGenError, with the tree as it was before. */
  commit(changeSet: Pick<ChangeSet, "changes" | "lockfile">): Promise<void>;
}

export type Recovery = "nothing" | "rolled-back" | "completed";

export interface WorkspaceOptions {
  /** Called before every step of a commit or a recovery that changes the disk, such as `write src/app.ts`. What it throws fails the step. */
  readonly onStep?: (step: string) => void;
}
