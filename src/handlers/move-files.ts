import type { Lockfile } from "../lockfile/lockfile.js";
import type { FileEdit } from "../reconcile/file-edit.js";
import type { SourceDisk } from "../workspace/workspace.js";
import type { Moves } from "./moves.js";
import { readCode } from "./search.js";

/**
 * The edits that move files of the user's, with what the user changed in them, and that change whatever of the user's imports them.
 * A file that is as it was generated is generated anew at its new place. One that is not there stays away at the new place, too.
 *
 * @param vacated files that may give way to those that are moved
 * @param elsewhere code of the user's that is neither in `src` nor in `test`
 */
export async function moveFiles(
  moves: Moves,
  disk: SourceDisk,
  lockfile: Lockfile | undefined,
  vacated: ReadonlySet<string> = new Set(),
  elsewhere: readonly string[] = [],
): Promise<readonly FileEdit[]> {
  const edits: FileEdit[] = [];
  const code = new Map<string, string>();
  for (const [from, to] of moves) {
    const file = disk.read(from);
    // Somebody's file stands there: neither is touched.
    const isTaken = !moves.has(to) && disk.read(to) !== undefined;
    if (file !== undefined && isTaken && !vacated.has(to)) continue;
    if (isTaken && vacated.has(to)) edits.push({ kind: "delete", path: to });
    const digest = lockfile?.files[from]?.digest;
    if (file === undefined) edits.push({ kind: "move", from, to });
    else if (file.digest === digest)
      edits.push({ kind: "move", from, to, fresh: true });
    else code.set(from, file.text);
  }
  for (const [path, text] of importers(moves, disk, lockfile, elsewhere))
    code.set(path, text);
  if (code.size === 0) return edits;
  const { rewriteImports } = await import("./syntax/index.js");
  for (const [path, before] of code) {
    const text = rewriteImports(path, before, moves);
    const to = moves.get(path);
    if (to !== undefined) edits.push({ kind: "move", from: path, to, text });
    else if (text !== before) edits.push({ kind: "write", path, text });
  }
  return edits;
}

/** Code of the user's that may import one of the files. What is generated follows by itself. */
function importers(
  moves: Moves,
  disk: SourceDisk,
  lockfile: Lockfile | undefined,
  elsewhere: readonly string[],
): [path: string, text: string][] {
  const names = [...moves.keys()].map(
    (path) => path.split("/").at(-1)?.replace(/\.ts$/, "") ?? path,
  );
  return [...disk.list("src"), ...disk.list("test"), ...elsewhere]
    .filter((path) => {
      const ownership = lockfile?.files[path]?.ownership ?? "scaffolded";
      return (
        /\.[cm]?tsx?$/.test(path) &&
        !path.startsWith("src/frameio/") &&
        ownership === "scaffolded" &&
        !moves.has(path)
      );
    })
    .flatMap((path): [string, string][] => {
      const text = readCode(disk, path);
      return text !== undefined && names.some((name) => text.includes(name))
        ? [[path, text]]
        : [];
    });
}
