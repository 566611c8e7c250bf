/** Everything below and above the project that its code may name: installed packages, TypeScript's own libraries. Absolute paths with `/`. */
export interface ProgramFiles {
  /** The project's root. */
  readonly root: string;
  readonly caseSensitive: boolean;
  /** Undefined when there is no such file, or when it cannot be read. */
  read(path: string): string | undefined;
  isFile(path: string): boolean;
  isFolder(path: string): boolean;
  /** Names of the entries of a folder; empty when there is none. */
  entries(path: string): {
    readonly files: readonly string[];
    readonly folders: readonly string[];
  };
  realpath(path: string): string;
}

/** Files of the project that are not as they are on disk: by path from the root; undefined where the file is gone. */
export type Overlay = ReadonlyMap<string, string | undefined>;

/** The project with some files otherwise. */
export function overlaid(files: ProgramFiles, overlay: Overlay): ProgramFiles {
  if (overlay.size === 0) return files;
  const prefix = `${files.root}/`;
  const relative = (path: string) =>
    path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
  const isOurs = (path: string): string | undefined => {
    const inside = relative(path);
    return inside !== undefined && overlay.has(inside) ? inside : undefined;
  };
  const present = [...overlay].flatMap(([path, text]) =>
    text === undefined ? [] : [path],
  );
  const inFolder = (folder: string) =>
    folder === files.root ? "" : `${relative(folder) ?? "\0"}/`;
  return {
    ...files,
    read(path) {
      const ours = isOurs(path);
      return ours === undefined ? files.read(path) : overlay.get(ours);
    },
    isFile(path) {
      const ours = isOurs(path);
      return ours === undefined
        ? files.isFile(path)
        : overlay.get(ours) !== undefined;
    },
    isFolder: (path) =>
      files.isFolder(path) ||
      present.some((file) => file.startsWith(inFolder(path))),
    entries(path) {
      const there = files.entries(path);
      const start = inFolder(path);
      const below = present
        .filter((file) => file.startsWith(start))
        .map((file) => file.slice(start.length).split("/"));
      return {
        files: union(
          there.files.filter((name) => isOurs(`${path}/${name}`) === undefined),
          below.flatMap(([name = "", ...deeper]) =>
            deeper.length === 0 ? [name] : [],
          ),
        ),
        folders: union(
          there.folders,
          below.flatMap(([name = "", ...deeper]) =>
            deeper.length > 0 ? [name] : [],
          ),
        ),
      };
    },
  };
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])].sort();
}
