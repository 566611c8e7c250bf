import { isUtf8 } from "node:buffer";
import {
  type Dirent,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
} from "node:fs";
import { join, relative, sep } from "node:path";
import type { CustomSources, SourceFolder } from "../customize/sources.js";
import { FrameioGenError } from "../diagnostics/diagnostic.js";
import { quote } from "../diagnostics/printable.js";
import { pathProblem } from "./path-guard.js";
import { foldersUpwards } from "./surroundings.js";
import { guarded, isSystemError } from "./system-error.js";

/** What one layer may hold: more is a mistake, or an attack. */
const MOST_FILES = 1000;
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_DEEP = 20;

/** Files and folders of a layer that are looked at; everything else is not even listed. */
const LAYER_PARTS = [
  "layer.json",
  "package.json",
  "fragments.json",
  "templates",
  "files",
];

/** Reads layers and templates of the project at `root`, an absolute path. Links are not followed, but for those that package managers make. */
export function openCustomSources(root: string): CustomSources {
  return {
    layer(name) {
      const { folder, path } = findSource(root, name);
      return { path, files: readLayer(folder, path) };
    },
    filesIn: (folder) => {
      const paths: string[] = [];
      try {
        collect(join(root, folder), "", folder, paths);
      } catch (error) {
        if (!(error instanceof FrameioGenError)) throw error;
        throw new FrameioGenError(
          error.diagnostics.map((each) => ({
            ...each,
            hint: "Put real files there, or take it away: the tool's own templates are used then.",
          })),
        );
      }
      return paths.sort();
    },
  };
}

/**
 * Where a package, or a folder of the project, is.
 *
 * @param name a package, or a path that begins with `./`
 * @returns the real folder, and what messages call it
 * @throws FrameioGenError FG706
 */
export function findSource(
  root: string,
  name: string,
): { readonly folder: string; readonly path: string } {
  if (!name.startsWith("./")) return findPackage(root, name);
  const path = name.replace(/^\.\/|\/$/g, "");
  const problem = pathProblem(path);
  if (problem !== undefined) throw unusable(name, problem);
  const real = realFolder(join(root, path));
  if (real === undefined) throw unusable(name, "is not there, or no folder");
  const inside = relative(realpathSync(root), real).split(sep).join("/");
  if (inside === "" || pathProblem(inside) !== undefined)
    throw unusable(name, "leads out of the project");
  return { folder: real, path };
}

/** As Node finds packages: in the nearest `node_modules`. Its links are followed, pnpm and workspaces are made of them. */
function findPackage(root: string, name: string) {
  for (const folder of foldersUpwards(root)) {
    const real = realFolder(join(folder, "node_modules", name));
    if (real !== undefined)
      return { folder: real, path: `node_modules/${name}` };
  }
  throw unusable(name, "is not installed");
}

function realFolder(path: string): string | undefined {
  try {
    const real = realpathSync(path);
    return statSync(real).isDirectory() ? real : undefined;
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

function readLayer(folder: string, path: string): SourceFolder["files"] {
  const paths: string[] = [];
  for (const part of LAYER_PARTS) {
    const stats = lstatSync(join(folder, part), { throwIfNoEntry: false });
    if (stats === undefined) continue;
    if (stats.isDirectory()) collect(join(folder, part), part, path, paths);
    else if (stats.isFile()) paths.push(part);
    else throw unusable(`${path}/${part}`, "is a link, or no regular file");
  }
  const files = new Map<string, string>();
  let bytes = 0;
  for (const each of paths.sort()) {
    const content = guarded(`${path}/${each}`, folder, () => {
      bytes += statSync(join(folder, each)).size;
      if (bytes > MOST_BYTES)
        throw unusable(path, `holds more than ${MOST_BYTES / 1024 / 1024} MiB`);
      return readFileSync(join(folder, each));
    });
    if (!isUtf8(content))
      throw unusable(`${path}/${each}`, "is not UTF-8 text");
    files.set(each, plainText(content.toString("utf8")));
  }
  return files;
}

/** LF, without byte order mark. */
function plainText(text: string): string {
  return text.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
}

function collect(
  folder: string,
  prefix: string,
  shown: string,
  paths: string[],
): void {
  if (prefix.split("/").length > MOST_DEEP)
    throw unusable(shown, `is more than ${MOST_DEEP} folders deep`);
  for (const entry of entriesOf(folder)) {
    const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
    // What the editor or the system leaves behind.
    if (/^(?:\.DS_Store|Thumbs\.db)$|~$|\.sw[op]$/.test(entry.name)) continue;
    if (entry.isDirectory())
      collect(join(folder, entry.name), path, shown, paths);
    else if (entry.isFile()) paths.push(path);
    else throw unusable(`${shown}/${path}`, "is a link, or no regular file");
    if (paths.length > MOST_FILES)
      throw unusable(shown, `holds more than ${MOST_FILES} files`);
  }
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    if (lstatSync(folder).isSymbolicLink())
      throw unusable(folder.split(sep).slice(-2).join("/"), "is a link");
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (isSystemError(error) && /^(?:ENOENT|ENOTDIR)$/.test(error.code ?? ""))
      return [];
    throw error;
  }
}

function unusable(name: string, problem: string): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG706",
      severity: "error",
      message: `${quote(name)} ${problem}`,
    },
  ]);
}
