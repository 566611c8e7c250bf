import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { FrameioGenError } from "../diagnostics/diagnostic.js";
import { digest } from "../lockfile/digest.js";
import { LOCKFILE_PATH } from "../lockfile/lockfile.js";
import type { Change } from "../reconcile/change-set.js";
import { checkPaths, moved } from "./check-changes.js";
import type { CommitRequest } from "./commit-in-place.js";
import { move } from "./durable.js";
import { acquireLock } from "./lock.js";
import type { RootPlace } from "./root.js";
import type { Step } from "./step.js";
import type { Recovery } from "./workspace.js";

/**
 * Commits to a project folder that does not exist yet: the whole tree is written beside it and moved into place by one rename.
 * No journal, no backups, and nothing is waited for: after a power cut there is no old tree that could be lost.
 */
export function commitNewRoot(
  place: RootPlace,
  { changes, lockfileText, step }: Omit<CommitRequest, "root">,
): void {
  const [topmost] = place.missing;
  if (topmost === undefined) throw new Error("The root exists");
  const creations = creationsOf(changes);
  const { folder, lockFile } = besides(place.path, place.ancestor);
  const lock = step("lock", ".", () => acquireLock(lockFile));
  try {
    step("stage", ".", () => {
      if (existsSync(folder)) rmSync(folder, { recursive: true });
      mkdirSync(join(folder, ...place.missing), { recursive: true });
    });
    const tree = join(folder, ...place.missing);
    const made = new Set([tree]);
    for (const { path, text, executable } of creations)
      step("create", path, () =>
        write(tree, path, text, executable ? 0o755 : 0o644, made),
      );
    if (lockfileText !== null)
      step("record", LOCKFILE_PATH, () =>
        write(tree, LOCKFILE_PATH, lockfileText, 0o644, made),
      );
    step("move", ".", () => {
      lock.assertHeld();
      const target = join(place.ancestor, topmost);
      // A rename would replace an empty folder without a word.
      if (lstatSync(target, { throwIfNoEntry: false }) !== undefined)
        throw new FrameioGenError([moved(topmost, "was created")]);
      move(join(folder, topmost), target);
    });
  } finally {
    discard(folder, step);
    lock.release();
  }
}

/** Removes what a commit that was interrupted left beside the root, as far up as the root may have been missing. */
export function recoverNewRoot(root: string, step: Step): Recovery {
  let outcome: Recovery = "nothing";
  let below = root;
  let ancestor = dirname(root);
  while (ancestor !== below) {
    const found = recoverBesides(root, ancestor, step);
    if (found !== "nothing") outcome = found;
    below = ancestor;
    ancestor = dirname(ancestor);
  }
  return outcome;
}

function recoverBesides(root: string, ancestor: string, step: Step): Recovery {
  const { folder, lockFile } = besides(root, ancestor);
  if (!existsSync(folder) && !existsSync(lockFile)) return "nothing";
  const lock = step("lock", ".", () => acquireLock(lockFile));
  try {
    if (!existsSync(folder)) return "nothing";
    const isMoved = existsSync(root) && readdirSync(folder).length === 0;
    step("clean", ".", () => rmSync(folder, { recursive: true }));
    return isMoved ? "completed" : "rolled-back";
  } finally {
    lock.release();
  }
}

/** Told by the root's path, so that the next run finds it again, and projects side by side have their own. */
function besides(root: string, ancestor: string) {
  const name = `.frameio-new-${digest(root).slice(7, 19)}`;
  return {
    folder: join(ancestor, name),
    lockFile: join(ancestor, `${name}.lock`),
  };
}

function creationsOf(changes: readonly Change[]) {
  checkPaths(changes.map(({ path }) => path));
  const gone = changes.filter(({ kind }) => kind !== "create");
  if (gone.length > 0)
    throw new FrameioGenError(
      gone.map(({ path }) => moved(path, "was removed")),
    );
  return changes.filter((change) => change.kind === "create");
}

/** @param made folders that are there already */
function write(
  tree: string,
  path: string,
  text: string,
  mode: number,
  made: Set<string>,
): void {
  const file = join(tree, path);
  const folder = dirname(file);
  if (!made.has(folder)) {
    mkdirSync(folder, { recursive: true });
    made.add(folder);
  }
  writeFileSync(file, text, { flag: "wx", mode });
}

/** After the rename the folder is empty, and that it stays is no reason to fail. */
function discard(folder: string, step: Step): void {
  try {
    step("clean", ".", () => rmdirSync(folder));
  } catch {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {}
  }
}
