import { randomUUID } from "node:crypto";
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { FrameioGenError } from "../diagnostics/diagnostic.js";
import { quote } from "../diagnostics/printable.js";
import { isNoOther, type Holder, thisProcess } from "./holder.js";
import { pause } from "./pause.js";

/** The right to write, for one process at a time. */
export interface Lock {
  /** Throws FrameioGenError FG407 when somebody took it away. */
  assertHeld(): void;
  /** Gives the lock back. Never fails: a lock that stays is taken over once this process has ended. */
  release(): void;
}

/** How long a lock may stay without content: its owner writes it at once. */
const WRITING_MS = 300;
const ATTEMPTS = 20;

/** Contents of the locks that this process holds. One that it gave back but could not remove is anybody's. */
const held = new Set<string>();

/**
 * Takes the lock file. The lock of a process that has ended is taken over.
 *
 * @param folder - made when it is missing, and removed with the lock when it is empty then.
 * @throws {FrameioGenError} FG407 when another process holds it; the system's errors as they are.
 */
export function acquireLock(file: string, folder?: string): Lock {
  const content = JSON.stringify({ ...thisProcess(), token: randomUUID() });
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (create(file, content, folder)) {
      held.add(content);
      return heldLock(file, content, folder);
    }
    const other = readSettled(file);
    if (other === undefined) continue;
    const holder = parseHolder(other);
    if (holder !== undefined && (held.has(other) || !isNoOther(holder)))
      throw busy(file, holder);
    // Two processes may come here at once. Whoever loses its lock in that instant notices by assertHeld.
    if (read(file) === other) remove(file);
  }
  throw busy(file, undefined);
}

function heldLock(file: string, content: string, folder?: string): Lock {
  return {
    assertHeld() {
      const now = read(file);
      if (now !== content) throw busy(file, parseHolder(now ?? ""));
    },
    release() {
      held.delete(content);
      try {
        if (read(file) === content) remove(file);
      } catch {}
      removeIfEmpty(folder);
    },
  };
}

/** False when the lock exists already, or when its folder vanished at this moment. */
function create(file: string, content: string, folder?: string): boolean {
  try {
    if (folder !== undefined) makeFolder(folder);
    const descriptor = openSync(file, "wx", 0o644);
    try {
      writeFileSync(descriptor, content);
    } catch (error) {
      remove(file);
      throw error;
    } finally {
      closeSync(descriptor);
    }
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST" || codeOf(error) === "ENOENT") return false;
    removeIfEmpty(folder);
    throw error;
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
}

/** The lock's content, once it has any; undefined when the lock is gone. */
function readSettled(file: string): string | undefined {
  for (let waited = 0; waited < WRITING_MS; waited += 10) {
    const content = read(file);
    if (content === undefined || parseHolder(content) !== undefined)
      return content;
    pause(10);
  }
  return read(file);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
}

/** Left behind, an empty folder does no harm, so that it cannot be removed is no error. */
function removeIfEmpty(folder: string | undefined): void {
  try {
    if (folder !== undefined) rmdirSync(folder);
  } catch {}
}

function parseHolder(content: string): Holder | undefined {
  try {
    const { pid, host, started }: Record<string, unknown> = JSON.parse(content);
    return Number.isInteger(pid) &&
      Number(pid) > 0 &&
      typeof host === "string" &&
      typeof started === "string"
      ? { pid: Number(pid), host, started }
      : undefined;
  } catch {
    return undefined;
  }
}

function busy(file: string, holder: Holder | undefined): FrameioGenError {
  const who =
    holder === undefined
      ? "Another process"
      : `Process ${holder.pid} on ${quote(holder.host)}`;
  return new FrameioGenError([
    {
      code: "FG407",
      severity: "error",
      message: `${who} is writing to the project`,
      hint: `Wait until it has ended, and run the command again. If it does not run any more, delete ${quote(file, 200)} first.`,
    },
  ]);
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
