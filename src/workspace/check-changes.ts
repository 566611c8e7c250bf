import { readFileSync, readdirSync, type Stats } from "node:fs";
import { join } from "node:path";
import { type Diagnostic, FrameioGenError } from "../diagnostics/diagnostic.js";
import { quote } from "../diagnostics/printable.js";
import { digest } from "../lockfile/digest.js";
import { LOCKFILE_PATH } from "../lockfile/lockfile.js";
import type { Change } from "../reconcile/change-set.js";
import { collision, collisions, foldersOf } from "./collisions.js";
import { type FolderCache, locate, type Located } from "./locate.js";
import { foldKey, isReserved, refusal, unsafePath } from "./path-guard.js";
import { guarded } from "./system-error.js";

/** A change whose place on disk was found and holds what the change expects. */
export interface Target extends Located {
  readonly change: Change;
}

/**
 * What the text of the paths alone forbids. Everything that is wrong is told, not the first alone.
 *
 * @throws {FrameioGenError} FG402, FG404.
 */
export function checkPaths(paths: readonly string[]): void {
  const unsafe = paths.flatMap((path) => {
    const diagnostic = isReserved(path)
      ? refusal(path, "belongs to the tool's own bookkeeping")
      : unsafePath(path);
    return diagnostic === undefined ? [] : [diagnostic];
  });
  throwIfAny(unsafe.length > 0 ? unsafe : collisions(paths));
}

/**
 * Compares every change with the disk, without writing anything.
 *
 * @param root - the real path of the project's folder, which exists.
 * @throws {FrameioGenError} FG401 for what is no longer as the change expects, FG403 and FG405 for links and folders in the place
 *   of a file, FG404 for names that collide with what is on disk.
 */
export function checkChanges(
  root: string,
  changes: readonly Change[],
): Target[] {
  checkPaths(changes.filter((one) => !endsApp(one)).map(({ path }) => path));
  const folders: FolderCache = new Map();
  const listings: Listings = new Map();
  const targets: Target[] = [];
  const found: Diagnostic[] = [];
  for (const change of changes) {
    try {
      const target = { change, ...locate(root, change.path, folders) };
      targets.push(target);
      const moved = movedSince(root, target) ?? clash(root, target, listings);
      if (moved !== undefined) found.push(moved);
    } catch (error) {
      if (!(error instanceof FrameioGenError)) throw error;
      found.push(...error.diagnostics);
    }
  }
  throwIfAny(found);
  throwIfAny(collisions(targets.map(({ actual }) => actual)));
  return targets;
}

/** Whether a file is still the one that was looked at; cheaper than to read it again. */
export function isSame(before: Stats | undefined, now: Stats | undefined) {
  return (
    before?.ino === now?.ino &&
    before?.size === now?.size &&
    before?.mtimeMs === now?.mtimeMs
  );
}

export function moved(path: string, what: string): Diagnostic {
  return {
    code: "FG401",
    severity: "error",
    file: path,
    message: `${quote(path)} ${what} while the command was at work`,
  };
}

function movedSince(
  root: string,
  { change: { path, expects }, absolute, stats }: Target,
): Diagnostic | undefined {
  if (stats === undefined)
    return expects === null ? undefined : moved(path, "was removed");
  if (stats.isSymbolicLink())
    return wrongKind("FG403", path, "a symbolic link");
  if (!stats.isFile()) return wrongKind("FG405", path, "not a regular file");
  if (expects === null) return moved(path, "was created");
  const now = guarded(path, root, () => digest(readFileSync(absolute)));
  return now === expects ? undefined : moved(path, "was changed");
}

/** The lockfile is written by other means, but goes like any file, when the commit that made the app is taken back. */
function endsApp({ kind, path }: Change): boolean {
  return kind === "delete" && path === LOCKFILE_PATH;
}

function wrongKind(
  code: "FG403" | "FG405",
  path: string,
  what: string,
): Diagnostic {
  return {
    code,
    severity: "error",
    file: path,
    message: `${quote(path)} is to be written, and is ${what}`,
  };
}

/** Names in a folder of the disk, by fold key. */
type Listings = Map<string, ReadonlyMap<string, string>>;

/** A name on disk that some system takes for one of the path's names. */
function clash(
  root: string,
  { change: { kind }, actual }: Target,
  listings: Listings,
): Diagnostic | undefined {
  if (kind === "delete") return undefined;
  for (const path of [...foldersOf(actual), actual]) {
    const slash = path.lastIndexOf("/");
    const folder = path.slice(0, Math.max(slash, 0));
    const name = path.slice(slash + 1);
    const names = listingOf(root, folder, listings);
    const other = names.get(foldKey(name));
    if (other === undefined) return undefined;
    if (other !== name)
      return collision(actual, folder === "" ? other : `${folder}/${other}`);
  }
  return undefined;
}

function listingOf(root: string, folder: string, listings: Listings) {
  const known = listings.get(folder);
  if (known !== undefined) return known;
  const names = guarded(folder || ".", root, () =>
    readdirSync(join(root, folder)),
  );
  const listing = new Map(names.map((name) => [foldKey(name), name]));
  listings.set(folder, listing);
  return listing;
}

function throwIfAny(diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length > 0) throw new FrameioGenError(diagnostics);
}
