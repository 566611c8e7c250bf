import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The files that the generators emit from. A missing one is a mistake of ours: the methods throw an internal error. */
export interface Assets {
  /** Text of a file below `templates/`, LF. */
  template(path: string): string;
  /** Paths of the files in a folder below `templates/`, relative to it, sorted. */
  templatesIn(folder: string): readonly string[];
  /** Text of a file below `schemas/`, LF. */
  schema(path: string): string;
}

/**
 * Assets of an installed or checked-out package.
 *
 * @param packageRoot absolute path of the folder that holds `templates/` and `schemas/`
 */
export function openAssets(packageRoot: string): Assets {
  // A checkout on Windows may hold CRLF; what is emitted must not depend on it.
  const read = (...path: string[]) =>
    readFileSync(join(packageRoot, ...path), "utf8").replaceAll("\r\n", "\n");
  return {
    template: (path) => read("templates", path),
    templatesIn: (folder) =>
      filesIn(join(packageRoot, "templates", folder)).sort(),
    schema: (path) => read("schemas", path),
  };
}

/** By hand: Node's own recursion makes and takes apart paths, which takes several times as long. */
function filesIn(folder: string, prefix = ""): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = prefix + entry.name;
    if (entry.isDirectory())
      return filesIn(join(folder, entry.name), `${path}/`);
    return entry.isFile() ? [path] : [];
  });
}
