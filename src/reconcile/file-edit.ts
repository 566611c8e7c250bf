import {
  basePath,
  type LockedFile,
  type Lockfile,
} from "../lockfile/lockfile.js";
import type { Disk } from "../workspace/workspace.js";
import { digest } from "../lockfile/digest.js";
import type { Change, FileOutcome } from "./change-set.js";

/** What a command itself does to the project's files, before it generates: part of the same change set. */
export type FileEdit =
  | { readonly kind: "write"; readonly path: string; readonly text: string }
  | { readonly kind: "delete"; readonly path: string }
  /** The file is as it was generated: it is generated anew, with whatever it is made from now. */
  | { readonly kind: "renew"; readonly path: string }
  /** The file is not made, as if it had been made and deleted. */
  | { readonly kind: "omit"; readonly path: string }
  | {
      readonly kind: "move";
      readonly from: string;
      readonly to: string;
      /**
       * What the file says at its new place. Undefined: nothing is carried over, either because the file is generated anew at its new place,
       * or because it is there already, or was deleted; what is remembered of it moves all the same, unless `fresh`.
       */
      readonly text?: string;
      /** The file is as it was generated: it is generated anew at its new place. */
      readonly fresh?: boolean;
    };

type Texts = ReadonlyMap<string, string | undefined>;

export interface Edited {
  /** The project as the edits leave it. */
  readonly disk: Disk;
  readonly lockfile: Lockfile | undefined;
  /** Turns changes against the edited project into changes against the real one, with the edits among them. */
  readonly onto: (changes: readonly Change[]) => readonly Change[];
  /** The same for what is told of each file. */
  readonly outcomes: (
    outcomes: readonly FileOutcome[],
  ) => readonly FileOutcome[];
}

const NONE: Lockfile = {
  lockfileVersion: 1,
  toolVersion: "",
  toolSpec: "",
  inputs: "",
  providers: {},
  files: {},
};

/** The project as if the edits had been made. Nothing is written. */
export function applyEdits(
  disk: Disk,
  lockfile: Lockfile | undefined,
  edits: readonly FileEdit[],
): Edited {
  if (edits.length === 0) {
    return {
      disk,
      lockfile,
      onto: (changes) => changes,
      outcomes: (outcomes) => outcomes,
    };
  }
  const texts = new Map<string, string | undefined>();
  const read = (path: string) =>
    texts.has(path) ? texts.get(path) : disk.read(path)?.text;
  const files: Record<string, LockedFile> = { ...lockfile?.files };
  for (const edit of edits) applyOne(edit, read, texts, files);
  return {
    disk: overlay(disk, texts),
    lockfile: { ...(lockfile ?? NONE), files },
    onto: (changes) => combine(disk, texts, changes),
    outcomes: (outcomes) => retold(outcomes, edits, disk),
  };
}

function applyOne(
  edit: FileEdit,
  read: (path: string) => string | undefined,
  texts: Map<string, string | undefined>,
  files: Record<string, LockedFile>,
): void {
  if (edit.kind === "write") {
    texts.set(edit.path, edit.text);
    return;
  }
  if (edit.kind === "omit") {
    files[edit.path] ??= { ownership: "scaffolded", digest: digest("") };
    return;
  }
  const path = edit.kind === "move" ? edit.from : edit.path;
  const base = read(basePath(path));
  const locked = Object.hasOwn(files, path) ? files[path] : undefined;
  if (read(path) !== undefined) texts.set(path, undefined);
  if (base !== undefined) texts.set(basePath(path), undefined);
  delete files[path];
  if (edit.kind === "delete" || edit.kind === "renew") return;
  if (edit.text !== undefined) texts.set(edit.to, edit.text);
  if (edit.fresh === true || locked === undefined) return;
  files[edit.to] = locked;
  if (base !== undefined) texts.set(basePath(edit.to), base);
}

function overlay(disk: Disk, texts: Texts): Disk {
  return {
    read(path) {
      if (!texts.has(path)) return disk.read(path);
      const text = texts.get(path);
      return text === undefined ? undefined : { text, digest: digest(text) };
    },
    has: (path) =>
      texts.has(path) ? texts.get(path) !== undefined : disk.has(path),
  };
}

function combine(
  disk: Disk,
  texts: Texts,
  changes: readonly Change[],
): readonly Change[] {
  const later = new Map(changes.map((change) => [change.path, change]));
  const paths = new Set([...texts.keys(), ...later.keys()]);
  return [...paths].sort().flatMap((path) => {
    const change = later.get(path);
    if (!texts.has(path)) return change ?? [];
    const text =
      change === undefined
        ? texts.get(path)
        : change.kind === "delete"
          ? undefined
          : change.text;
    const executable =
      change !== undefined && change.kind !== "delete" && change.executable;
    return changeTo(disk, path, text, executable);
  });
}

function changeTo(
  disk: Disk,
  path: string,
  text: string | undefined,
  executable: boolean,
): Change[] {
  const before = disk.read(path);
  if (text === undefined) {
    if (before === undefined) return [];
    return [{ kind: "delete", path, expects: before.digest, reason: "delete" }];
  }
  if (before === undefined) {
    const reason = "create";
    return [{ kind: "create", path, text, executable, expects: null, reason }];
  }
  if (before.digest === digest(text)) return [];
  const expects = before.digest;
  return [{ kind: "update", path, text, executable, expects, reason: "edit" }];
}

function retold(
  outcomes: readonly FileOutcome[],
  edits: readonly FileEdit[],
  disk: Disk,
): readonly FileOutcome[] {
  const told = new Map(outcomes.map((outcome) => [outcome.path, outcome]));
  const quiet = ["keep", "unchanged", "adopt", "create", undefined];
  const tell = (path: string, outcome: FileOutcome["outcome"]) => {
    if (quiet.includes(told.get(path)?.outcome))
      told.set(path, { path, outcome });
  };
  for (const edit of edits) {
    if (edit.kind === "write")
      tell(edit.path, disk.read(edit.path) === undefined ? "create" : "edit");
    else if (edit.kind === "omit") told.delete(edit.path);
    else if (edit.kind === "renew") {
      if (told.get(edit.path)?.outcome === "create")
        told.set(edit.path, { path: edit.path, outcome: "update" });
    } else if (edit.kind === "delete") {
      if (disk.read(edit.path) && !told.has(edit.path))
        tell(edit.path, "delete");
    } else if (disk.read(edit.from) !== undefined) tell(edit.to, "move");
  }
  return [...told.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
