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
    return new ReadFile(path, readFileSync(target), (kind.mode & 0o100) !== 0);
  });
}

function insideTarget(root: string, path: string, link: string): string {
  const target = realPath(link);
  if (target === undefined) throw outside(path);
  if (isForbidden(relative(root, target).split(sep).join("/")))
    throw outside(path);
  return target;
}

/**
 * Decodes when the text is asked for: most files are only compared by digest.
 * A class: accessors of an object literal are made anew for each file, and keep its bytes until the next full collection.
 */
class ReadFile implements DiskFile {
  readonly executable?: boolean;
  readonly #path: string;
  readonly #bytes: Buffer;
  #text: string | undefined;
  #digest: Digest | undefined;

  constructor(path: string, bytes: Buffer, executable: boolean) {
    this.#path = path;
    this.#bytes = bytes;
    if (executable) this.executable = true;
  }

  get text(): string {
    if (this.#text === undefined && !isUtf8(this.#bytes))
      throw notUtf8(this.#path);
    return (this.#text ??= this.#bytes.toString("utf8"));
  }

  get digest(): Digest {
    // Of files that are only searched, nobody asks for it.
    return (this.#digest ??= digest(this.#bytes));
  }
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
