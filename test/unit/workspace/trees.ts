import {
  accessSync,
  chmodSync,
  constants,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { digest } from "../../../src/lockfile/digest.js";
import type { Lockfile } from "../../../src/lockfile/lockfile.js";
import type { Change, ChangeSet } from "../../../src/reconcile/change-set.js";

/** An empty folder of its own; in `preferred` where that can be written to, such as one in memory, where fsync costs nothing. */
export function temporaryFolder(preferred = tmpdir()): string {
  const folder = mkdtempSync(
    join(isWritable(preferred) ? preferred : tmpdir(), "workspace-"),
  );
  chmodSync(folder, 0o755);
  return folder;
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Writes files by path; a path that ends with `/` is an empty folder. */
export function plant(root: string, files: Readonly<Record<string, string>>) {
  mkdirSync(root, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, path);
    mkdirSync(path.endsWith("/") ? file : dirname(file), { recursive: true });
    if (!path.endsWith("/")) writeFileSync(file, text);
  }
}

/**
 * Everything below a folder: text by path, `path/` for each folder, `-> target` for links. With modes, `755 text`.
 * Undefined when the folder itself is not there.
 */
export function tree(
  root: string,
  withModes = false,
): Record<string, string> | undefined {
  const stats = lstatSync(root, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  const found: Record<string, string> = {};
  const walk = (folder: string, prefix: string) => {
    for (const name of readdirSync(folder).sort()) {
      const file = join(folder, name);
      const { mode, ...kind } = kindOf(file);
      if (kind.is === "folder") {
        found[`${prefix}${name}/`] = "";
        walk(file, `${prefix}${name}/`);
      } else {
        const text =
          kind.is === "link"
            ? `-> ${readlinkSync(file)}`
            : readFileSync(file, "utf8");
        found[`${prefix}${name}`] = withModes ? `${mode} ${text}` : text;
      }
    }
  };
  walk(root, "");
  return found;
}

function kindOf(file: string) {
  const stats = lstatSync(file);
  const is = stats.isDirectory()
    ? "folder"
    : stats.isSymbolicLink()
      ? "link"
      : "file";
  return { is, mode: (stats.mode & 0o777).toString(8) } as const;
}

export function create(path: string, text: string, executable = false): Change {
  return {
    kind: "create",
    path,
    text,
    executable,
    expects: null,
    reason: "create",
  };
}

export function update(
  path: string,
  old: string,
  text: string,
  executable = false,
): Change {
  return {
    kind: "update",
    path,
    text,
    executable,
    expects: digest(old),
    reason: "update",
  };
}

export function remove(path: string, old: string): Change {
  return { kind: "delete", path, expects: digest(old), reason: "delete" };
}

export function changeSet(
  changes: readonly Change[],
  lockfile: Lockfile | null = null,
): ChangeSet {
  return { changes, lockfile, outcomes: [], conflicts: [], warnings: [] };
}

/** A lockfile that differs by `inputs`. */
export function lockfileOf(inputs: string): Lockfile {
  return {
    lockfileVersion: 1,
    toolVersion: "0.1.0",
    toolSpec: "0.1.0",
    inputs,
    providers: {},
    files: { "src/a.ts": { ownership: "managed", digest: digest(inputs) } },
  };
}
