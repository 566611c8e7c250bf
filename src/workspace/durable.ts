import {
  closeSync,
  copyFileSync,
  fchmodSync,
  fsync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  type Stats,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { platform } from "node:os";
import { pause } from "./pause.js";
import { inWords } from "./system-error.js";

/** A file that was written and is still open: a power cut may take it until it is synchronised. */
export interface Written {
  readonly path: string;
  readonly descriptor: number;
}

/** Writes a new file, and leaves it open. `exact` sets the mode whatever the umask is. */
export function writeNew(
  file: string,
  text: string,
  mode: number,
  exact = false,
): number {
  const descriptor = openSync(file, "wx", mode);
  try {
    if (exact) fchmodSync(descriptor, mode);
    writeFileSync(descriptor, text);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/**
 * Returns when files would survive a power cut, and closes them. All at once, for then the disk is waited for a few times, not
 * once for each: a tenth of the time.
 *
 * @throws {FrameioGenError} what the system says of the first that failed
 */
export async function synchronise(
  files: readonly Written[],
  root: string,
): Promise<void> {
  const outcomes = await Promise.allSettled(
    files.map(({ descriptor }) => synchronised(descriptor)),
  );
  close(files);
  outcomes.forEach((outcome, index) => {
    if (outcome.status === "rejected")
      throw inWords(outcome.reason, files[index]?.path ?? ".", root);
  });
}

/** Closes files as they are; what keeps one from being closed tells nothing of its text. */
export function close(files: readonly Written[]): void {
  for (const { descriptor } of files)
    try {
      closeSync(descriptor);
    } catch {}
}

/** Makes the names in a folder durable. Windows cannot, and does not need it. */
export function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, "r");
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {}
}

function synchronised(descriptor: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fsync(descriptor, (error) => {
      if (error === null || isWithoutSync(error)) resolve();
      else reject(error);
    });
  });
}

/** Some network file systems know no fsync: there the system's own schedule must do. */
function isWithoutSync(error: Error): boolean {
  return ["EINVAL", "ENOSYS", "ENOTSUP"].includes(codeOf(error));
}

/** A second name for a file, with its content, mode and times; a copy where the file system has no hard links. */
export function keep(file: string, stats: Stats, copy: string): void {
  try {
    linkSync(file, copy);
  } catch (error) {
    const code = codeOf(error);
    if (!["EPERM", "ENOTSUP", "ENOSYS", "EMLINK", "EXDEV"].includes(code))
      throw error;
    copyFileSync(file, copy);
    utimesSync(copy, stats.atime, stats.mtime);
  }
}

const PAUSES_MS = [10, 20, 50, 100, 200, 400];

/** Renames, replacing what is there. On Windows a virus scanner or an editor may hold the file for a moment: that is waited for. */
export function move(from: string, to: string): void {
  retry(() => renameSync(from, to), platform() === "win32" ? PAUSES_MS : []);
}

/** Runs an action again after each pause while it fails because something holds the file. */
export function retry(action: () => void, pauses: readonly number[]): void {
  for (const milliseconds of pauses) {
    try {
      return action();
    } catch (error) {
      if (!["EACCES", "EPERM", "EBUSY"].includes(codeOf(error))) throw error;
      pause(milliseconds);
    }
  }
  action();
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "";
}
