import {
  closeSync,
  copyFileSync,
  fchmodSync,
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

/** Writes a new file, and returns when it would survive a power cut. `exact` sets the mode whatever the umask is. */
export function writeDurably(
  file: string,
  text: string,
  mode: number,
  exact = false,
): void {
  const descriptor = openSync(file, "wx", mode);
  try {
    if (exact) fchmodSync(descriptor, mode);
    writeFileSync(descriptor, text);
    sync(descriptor);
  } finally {
    closeSync(descriptor);
  }
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

/** Some network file systems know no fsync: there the system's own schedule must do. */
function sync(descriptor: number): void {
  try {
    fsyncSync(descriptor);
  } catch (error) {
    if (!["EINVAL", "ENOSYS", "ENOTSUP"].includes(codeOf(error))) throw error;
  }
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
