import { isUtf8 } from "node:buffer";
import {
  closeSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { isSystemError } from "./system-error.js";

/** A file that the user names and that is no part of an app, or what is wrong with it, as the end of a sentence. */
export type LooseFile =
  { readonly text: string } | { readonly problem: string };

const CHUNK = 64 * 1024;

/** Reads UTF-8 text, a byte order mark kept. Pipes are read, too: a shell passes `<(command)` as one. */
export function readLooseFile(path: string, limit: number): LooseFile {
  try {
    if (statSync(path).isDirectory()) return { problem: "is a folder" };
    const bytes = readBounded(path, limit);
    if (bytes === undefined)
      return { problem: `has more than ${limit / 1024 / 1024} MiB` };
    return isUtf8(bytes)
      ? { text: bytes.toString("utf8") }
      : { problem: "is not UTF-8 text" };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

/** Undefined when there is more than the limit. */
function readBounded(path: string, limit: number): Buffer | undefined {
  const descriptor = openSync(path, "r");
  try {
    const chunks: Buffer[] = [];
    let length = 0;
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK);
      const read = readSync(descriptor, chunk);
      if (read === 0) return Buffer.concat(chunks);
      length += read;
      if (length > limit) return undefined;
      chunks.push(chunk.subarray(0, read));
    }
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Replaces or creates a file in one step, so that whoever reads it never finds a half.
 *
 * @returns what went wrong, as the end of a sentence; undefined when it is written
 */
export function writeLooseFile(path: string, text: string): string | undefined {
  const temporary = join(
    dirname(path),
    `.${basename(path).slice(0, 100)}.${Math.random().toString(36).slice(2)}`,
  );
  try {
    writeFileSync(temporary, text, { flag: "wx" });
    renameSync(temporary, path);
    return undefined;
  } catch (error) {
    rmSync(temporary, { force: true });
    return problemOf(error);
  }
}

/** Writes into the file itself: its mode and its links stay. */
export function overwriteLooseFile(
  path: string,
  text: string,
): string | undefined {
  try {
    writeFileSync(path, text);
    return undefined;
  } catch (error) {
    return problemOf(error);
  }
}

function problemOf(error: unknown): string {
  if (!isSystemError(error)) throw error;
  if (error.code === "ENOENT") return "does not exist";
  if (error.code === "EISDIR") return "is a folder";
  return `cannot be used (${error.code})`;
}

/** Creates a file that only its owner can read: it holds secrets. */
export function createPrivateFile(
  path: string,
  text: string,
): string | undefined {
  try {
    writeFileSync(path, text, { flag: "wx", mode: 0o600 });
    return undefined;
  } catch (error) {
    return problemOf(error);
  }
}
