import type { ProgramFiles } from "./program-files.js";

/** The TypeScript that the project's packages bring. */
export interface InstalledTypeScript {
  /** Folder of its own libraries, `lib.es5.d.ts` and the like. */
  readonly folder: string;
  /** Major version; 5 where it does not say. */
  readonly major: number;
}

/**
 * The TypeScript nearest to the project. Up to 6 it keeps its libraries beside the compiler; 7 in a package for the platform, which is
 * beside it, or linked to it alone, as package managers like it.
 */
export function installedTypeScript(
  files: ProgramFiles,
): InstalledTypeScript | undefined {
  const modules = upwards(files.root).map((folder) => `${folder}/node_modules`);
  for (const name of modules.map((folder) => `${folder}/typescript`)) {
    if (!files.isFolder(name)) continue;
    const home = files.realpath(name);
    const folder = [
      home,
      ...upwards(home).flatMap((at) => platformPackages(files, at)),
    ]
      .map((at) => `${at}/lib`)
      .find(hasLibraries(files));
    if (folder !== undefined)
      return { folder, major: majorOf(files.read(`${home}/package.json`)) };
  }
  // A preview of 7, under a name of its own.
  const folder = upwards(files.root)
    .flatMap((at) => platformPackages(files, at))
    .map((at) => `${at}/lib`)
    .find(hasLibraries(files));
  return folder === undefined ? undefined : { folder, major: 7 };
}

function hasLibraries(files: ProgramFiles): (folder: string) => boolean {
  return (folder) => files.isFile(`${folder}/lib.es5.d.ts`);
}

function platformPackages(
  files: ProgramFiles,
  folder: string,
): readonly string[] {
  const scope = `${folder}/node_modules/@typescript`;
  return files.entries(scope).folders.map((name) => `${scope}/${name}`);
}

/** The folder and every folder above it, innermost first. */
function upwards(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.map((_, index) =>
    parts.slice(0, parts.length - index).join("/"),
  );
}

function majorOf(packageJson: string | undefined): number {
  const [, major] = /"version":\s*"(\d+)\./.exec(packageJson ?? "") ?? [];
  return Number(major ?? 5);
}
