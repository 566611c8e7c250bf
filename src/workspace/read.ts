import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import { relative, sep } from "node:path";
import { FrameioGenError } from "../diagnostics/diagnostic.js";
import { quote } from "../diagnostics/printable.js";
import { digest } from "../lockfile/digest.js";
import type { Digest } from "../lockfile/lockfile.js";
import {
  type FolderCache,
  isForbidden,
  locate,
  outside,
  realPath,
} from "./locate.js";
import { guarded } from "./system-error.js";
import type { DiskFile } from "./workspace.js";

/** The regular file at a path below the real root; a link is followed where it stays inside. Errors as in `Disk.read`. */
export function readDiskFile(
  root: string,
  path: string,
  folders: FolderCache,
): DiskFile | undefined {
  const { absolute, stats } = locate(root, path, folders);
  if (stats === undefined) return undefined;
  return guarded(path, root, () => {
    const target = stats.isSymbolicLink()
      ? insideTarget(root, path, absolute)
      : absolute;
    // Decided before the file is opened: opening a named pipe waits for ever.
    const kind = stats.isSymbolicLink() ? statSync(target) : stats;
    if (!kind.isFile()) throw noFile(path);
    return diskFile(path, readFileSync(target), (kind.mode & 0o100) !== 0);
  });
}

function insideTarget(root: string, path: string, link: string): string {
  const target = realPath(link);
  if (target === undefined) throw outside(path);
  if (isForbidden(relative(root, target).split(sep).join("/")))
    throw outside(path);
  return target;
}

/** Decodes when the text is asked for: most files are only compared by digest. */
function diskFile(path: string, bytes: Buffer, executable: boolean): DiskFile {
  let text: string | undefined;
  let made: Digest | undefined;
  return {
    get text() {
      if (text === undefined && !isUtf8(bytes)) throw notUtf8(path);
      return (text ??= bytes.toString("utf8"));
    },
    // Of files that are only searched, nobody asks for it.
    get digest() {
      return (made ??= digest(bytes));
    },
    ...(executable ? { executable } : {}),
  };
}

function notUtf8(path: string): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG406",
      severity: "error",
      file: path,
      message: `${quote(path)} is not UTF-8 text`,
    },
  ]);
}

function noFile(path: string): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG405",
      severity: "error",
      file: path,
      message: `${quote(path)} is not a regular file`,
    },
  ]);
}
