import ts from "typescript";
import { defaultsSince6 } from "./newer-typescript.js";
import type { ProgramFiles } from "./program-files.js";

/** What is compiled, and how. */
export interface Project {
  /** Absolute paths. */
  readonly fileNames: readonly string[];
  readonly options: ts.CompilerOptions;
}

/** Where handlers and tests are, whether or not `tsconfig.json` takes them in: many leave the tests to another one. */
const HOME = ["src", "test", "tests"];

/**
 * The project as its `tsconfig.json` says, with the projects that it refers to, and the code that none of them takes in. It is compiled as
 * one: under the options of the first that has files, with everybody's `paths`.
 *
 * @param major of the TypeScript that the project is compiled with; what `tsconfig.json` leaves out depends on it
 */
export function readProject(files: ProgramFiles, major = 5): Project {
  const configs = configsOf(files, `${files.root}/tsconfig.json`, new Set());
  const main = configs.find(({ fileNames }) => fileNames.length > 0);
  const options = (main ?? configs[0])?.options ?? {};
  const paths = Object.assign(
    {},
    ...configs.map(absolutePaths).reverse(),
  ) as ts.MapLike<string[]>;
  const { jsx } = configs.find((one) => one.options.jsx)?.options ?? {};
  return {
    fileNames: [
      ...new Set([
        ...configs.flatMap(({ fileNames }) => fileNames),
        ...matching(files)(
          files.root,
          [".ts", ".tsx", ".mts", ".cts"],
          undefined,
          HOME,
        ),
      ]),
    ],
    options: {
      ...(major < 6 ? {} : defaultsSince6),
      ...options,
      ...(jsx === undefined ? {} : { jsx }),
      ...(Object.keys(paths).length === 0 ? {} : { paths }),
      noEmit: true,
      skipLibCheck: true,
      incremental: false,
      composite: false,
      declaration: false,
      // Kept, they would be told for a place that is only used less.
      noUnusedLocals: false,
      noUnusedParameters: false,
    },
  };
}

/** A configuration and those that it refers to, each once. Those of other packages are none of ours. */
function configsOf(
  files: ProgramFiles,
  path: string,
  seen: Set<string>,
): Project[] {
  if (seen.has(path) || !path.startsWith(`${files.root}/`)) return [];
  seen.add(path);
  const { config } = ts.readConfigFile(path, (name) => files.read(name));
  const { fileNames, options, projectReferences } =
    ts.parseJsonConfigFileContent(
      (config as unknown) ?? defaults,
      {
        useCaseSensitiveFileNames: files.caseSensitive,
        fileExists: (name) => files.isFile(name),
        readFile: (name) => files.read(name),
        readDirectory: matching(files),
      },
      path.slice(0, path.lastIndexOf("/")),
      {},
      path,
    );
  const referred = (projectReferences ?? [])
    .map((reference) => ts.resolveProjectReferencePath(reference))
    .filter((name) => files.isFile(name))
    .flatMap((name) => configsOf(files, name, seen));
  return [{ fileNames, options }, ...referred];
}

/** `paths` that mean the same in every folder. */
function absolutePaths({ options }: Project): ts.MapLike<string[]> {
  const { paths = {}, baseUrl, pathsBasePath } = options;
  const base = baseUrl ?? pathsBasePath;
  return Object.fromEntries(
    Object.entries(paths).map(([name, targets]) => [
      name,
      targets.map((target) =>
        typeof base === "string" && target.startsWith(".")
          ? `${base}/${target.replace(/^\.\//, "")}`
          : target,
      ),
    ]),
  );
}

/** What the compiler knows of a folder: TypeScript has it, without saying so in its types. */
interface Internals {
  matchFiles(
    path: string,
    extensions: readonly string[],
    excludes: readonly string[] | undefined,
    includes: readonly string[] | undefined,
    caseSensitive: boolean,
    current: string,
    depth: number | undefined,
    entries: (path: string) => {
      readonly files: readonly string[];
      readonly directories: readonly string[];
    },
    realpath: (path: string) => string,
  ): string[];
}

function matching(files: ProgramFiles): ts.ParseConfigHost["readDirectory"] {
  return (folder, extensions, excludes, includes, depth) =>
    (ts as unknown as Internals).matchFiles(
      folder,
      extensions,
      excludes,
      includes,
      files.caseSensitive,
      files.root,
      depth,
      (name) => {
        const { files: names, folders } = files.entries(name);
        return { files: names, directories: folders };
      },
      (name) => files.realpath(name),
    );
}

/** What an app is generated with, for a project whose own file is gone or damaged. */
const defaults = {
  compilerOptions: {
    target: "es2022",
    lib: ["es2023"],
    types: ["node"],
    module: "nodenext",
    strict: true,
  },
  include: ["src", "test"],
};
