import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";

/** What is done instead of a call: nothing and go on, or never come back. */
type Fault = (name: string, args: unknown[]) => void;

const CHANGING = [
  "copyFileSync",
  "fchmodSync",
  "fsync",
  "fsyncSync",
  "linkSync",
  "mkdirSync",
  "openSync",
  "renameSync",
  "rmSync",
  "rmdirSync",
  "unlinkSync",
  "utimesSync",
  "writeFileSync",
] as const;
const READING = ["lstatSync", "readFileSync", "readdirSync"] as const;

type Name = (typeof CHANGING)[number] | (typeof READING)[number];

/** Whether a call needs space on the disk. */
export function needsSpace(name: string, [, flags]: unknown[]): boolean {
  return name === "openSync"
    ? flags === "wx"
    : ["copyFileSync", "linkSync", "mkdirSync", "writeFileSync"].includes(name);
}

/** Runs an action while every call of the file system is announced first. */
export async function withFaults<T>(
  fault: Fault,
  reading: boolean,
  action: () => T,
): Promise<Awaited<T>> {
  const names: readonly Name[] = reading ? [...CHANGING, ...READING] : CHANGING;
  const originals = names.map((name) => [name, fs[name]] as const);
  for (const [name, original] of originals) {
    Object.assign(fs, {
      [name]: (...args: unknown[]) => {
        // Opening to read changes nothing.
        const reads = name === "openSync" && (args[1] ?? "r") === "r";
        if (reading || !reads) fault(name, args);
        return Reflect.apply(original, fs, args);
      },
    });
  }
  syncBuiltinESMExports();
  const restore = () => {
    Object.assign(fs, Object.fromEntries(originals));
    syncBuiltinESMExports();
  };
  try {
    return await action();
  } finally {
    restore();
  }
}

/** Dies at the n-th call that changes the disk, in the middle of it where it has one. */
export function killAt(n: number): Fault {
  let calls = 0;
  return (name, args) => {
    if (++calls !== n) return;
    const [target, data] = args;
    if (name === "writeFileSync" && typeof data === "string")
      fs.writeSync(
        typeof target === "number" ? target : fs.openSync(String(target), "wx"),
        data.slice(0, data.length / 2),
      );
    if (name === "rmSync" && fs.existsSync(String(target)))
      removeFirstFile(String(target));
    process.kill(process.pid, "SIGKILL");
  };
}

function removeFirstFile(path: string): void {
  const [first] = fs.statSync(path).isDirectory() ? fs.readdirSync(path) : [];
  if (first !== undefined) removeFirstFile(join(path, first));
  else if (fs.statSync(path).isDirectory()) fs.rmdirSync(path);
  else fs.unlinkSync(path);
}

/** Fails as the system does. */
export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}
