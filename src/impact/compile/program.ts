import ts from "typescript";
import {
  installedTypeScript,
  type InstalledTypeScript,
} from "./installed-typescript.js";
import { learnNames } from "./newer-typescript.js";
import { overlaid, type Overlay, type ProgramFiles } from "./program-files.js";
import { readProject } from "./project.js";

/** The project's code, compiled in memory. */
export interface Compiled {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  /** Path from the root; undefined for what lies outside. */
  readonly pathOf: (file: ts.SourceFile) => string | undefined;
  readonly fileAt: (path: string) => ts.SourceFile | undefined;
}

export interface Compiler {
  /** TypeScript's own libraries were found: without them nothing of the language's built-in types is known. */
  readonly hasLibraries: boolean;
  compile(overlay: Overlay): Compiled;
}

/** Compiles the project, several times over: what does not differ is read and parsed once. */
export function createCompiler(files: ProgramFiles): Compiler {
  const parsed = new Map<string, ts.SourceFile>();
  const installed = installedTypeScript(files);
  if (installed !== undefined) learnNames(files.entries(installed.folder));
  let last: ts.Program | undefined;
  return {
    hasLibraries: installed !== undefined,
    compile(overlay) {
      const disk = overlaid(files, overlay);
      const { fileNames, options } = readProject(disk, installed?.major);
      const host = hostOf(disk, installed, parsed);
      const program = ts.createProgram({
        rootNames: fileNames,
        options,
        host,
        ...(last === undefined ? {} : { oldProgram: last }),
      });
      last = program;
      const prefix = `${files.root}/`;
      return {
        program,
        checker: program.getTypeChecker(),
        pathOf: ({ fileName }) =>
          fileName.startsWith(prefix) && !fileName.includes("/node_modules/")
            ? fileName.slice(prefix.length)
            : undefined,
        fileAt: (path) => program.getSourceFile(prefix + path),
      };
    },
  };
}

function hostOf(
  files: ProgramFiles,
  installed: InstalledTypeScript | undefined,
  parsed: Map<string, ts.SourceFile>,
): ts.CompilerHost {
  const folder =
    installed?.folder ?? `${files.root}/node_modules/typescript/lib`;
  return {
    fileExists: (name) => files.isFile(name),
    readFile: (name) => files.read(name),
    directoryExists: (name) => files.isFolder(name),
    getDirectories: (name) => [...files.entries(name).folders],
    realpath: (name) => files.realpath(name),
    getCurrentDirectory: () => files.root,
    getDefaultLibLocation: () => folder,
    getDefaultLibFileName: (options) =>
      `${folder}/${ts.getDefaultLibFileName(options)}`,
    getCanonicalFileName: (name) =>
      files.caseSensitive ? name : name.toLowerCase(),
    useCaseSensitiveFileNames: () => files.caseSensitive,
    getNewLine: () => "\n",
    writeFile: () => {},
    // Comments of declaration files are half of their text, and no type is in them.
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
    getSourceFile(name, options) {
      const missing =
        installed === undefined && name.startsWith(`${folder}/lib.`);
      const text = missing ? WITHOUT_LIBRARIES : files.read(name);
      if (text === undefined) return undefined;
      const known = parsed.get(name);
      if (known?.text === text) return known;
      const file = ts.createSourceFile(name, text, options);
      // A file that is the same in the next program must be the same object there.
      parsed.set(name, file);
      return file;
    },
  };
}

/** What the signatures of handlers are made with: were it unknown, so would be the type of every event. */
const WITHOUT_LIBRARIES = "type NoInfer<T> = intrinsic;\n";
