import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { sep } from "node:path";

import type { ProgramFiles } from "../impact/compile/program-files.js";

/** A declaration file that is larger than this is none that anybody wrote. */
const LARGEST = 16 * 1024 * 1024;

/**
 * What compiling the project reads of the disk; nothing is written, and nothing is run. What cannot be read is not there.
 *
 * @param root absolute path of the project
 */
export function openProgramFiles(root: string): ProgramFiles {
  const portable = (path: string) => path.replaceAll("\\", "/");
  const stats = memoized((path) => {
    try {
      return statSync(path);
    } catch {
      return undefined;
    }
  });
  return {
    root: portable(root).replace(/(?<=.)\/$/, ""),
    caseSensitive: sep === "/",
    read: memoized((path) => {
      try {
        const file = stats(path);
        if (file?.isFile() !== true || file.size > LARGEST) return undefined;
        return readFileSync(path, "utf8");
      } catch {
        return undefined;
      }
    }),
    isFile: (path) => stats(path)?.isFile() ?? false,
    isFolder: (path) => stats(path)?.isDirectory() ?? false,
    entries: memoized((path) => {
      try {
        const entries = readdirSync(path, { withFileTypes: true });
        // Package managers make links; they count for what they lead to.
        const is = (kind: "isFile" | "isDirectory") =>
          entries
            .filter((entry) =>
              entry.isSymbolicLink()
                ? (stats(`${path}/${entry.name}`)?.[kind]() ?? false)
                : entry[kind](),
            )
            .map(({ name }) => name);
        return { files: is("isFile"), folders: is("isDirectory") };
      } catch {
        return { files: [], folders: [] };
      }
    }),
    realpath: memoized((path) => {
      try {
        return portable(realpathSync(path));
      } catch {
        return path;
      }
    }),
  };
}

function memoized<V>(make: (path: string) => V): (path: string) => V {
  const made = new Map<string, V>();
  return (path) => {
    if (!made.has(path)) made.set(path, make(path));
    return made.get(path) as V;
  };
}
