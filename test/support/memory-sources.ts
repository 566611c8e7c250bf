import type { CustomSources } from "../../src/customize/sources.js";
import { FrameioGenError } from "../../src/diagnostics/diagnostic.js";
import type { MemoryFiles } from "../../src/workspace/memory-disk.js";

/** Layers and templates among files in memory: a package lies in `node_modules/`, as on a disk. */
export function memorySources(files: MemoryFiles): CustomSources {
  const below = (folder: string) =>
    Object.keys(files)
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1))
      .sort();
  return {
    filesIn: below,
    layer: (name) => {
      const path = name.startsWith("./")
        ? name.slice(2)
        : `node_modules/${name}`;
      const names = below(path);
      if (names.length === 0)
        throw new FrameioGenError([
          { code: "FG706", severity: "error", message: `no ${name}` },
        ]);
      return {
        path,
        files: new Map(
          names.map((each) => [each, files[`${path}/${each}`] ?? ""]),
        ),
      };
    },
  };
}
