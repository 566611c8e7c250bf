import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  overlaid,
  type ProgramFiles,
} from "../../../src/impact/compile/program-files.js";
import { openProgramFiles } from "../../../src/workspace/program-files.js";

const checkout = fileURLToPath(new URL("../../../", import.meta.url));
const emitted = `${checkout}templates/app/`;

/** TypeScripts that an app may have, and where their packages are in the checkout. */
const compilers = {
  5.9: { typescript: "typescript" },
  7: { typescript: "typescript7", "@typescript": "@typescript" },
} as const;

/** An app that is on no disk: the kernel as it is emitted, TypeScript's libraries, and the files given. */
export function memoryProgram(
  files: Readonly<Record<string, string>>,
  compiler: keyof typeof compilers = 7,
): ProgramFiles {
  /** The installed packages are the checkout's. */
  const moved = (path: string): string => {
    const [, name = "", rest = ""] =
      /^\/app\/node_modules\/([^/]+)(.*)$/.exec(path) ?? [];
    const home = new Map(Object.entries(compilers[compiler])).get(name);
    return home === undefined
      ? `/nowhere${path}`
      : `${checkout}node_modules/${home}${rest}`;
  };
  const modules = openProgramFiles(checkout.replace(/\/$/, ""));
  const kernel = "src/frameio/kernel";
  const own = new Map<string, string>([
    ["tsconfig.json", config],
    ["src/frameio/families.gen.ts", withoutFamilies],
    ...["src/frameio/index.gen.ts"].map((path) => template(path)),
    ...readdirSync(`${emitted}${kernel}`, {
      recursive: true,
      encoding: "utf8",
    })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => template(`${kernel}/${name}`)),
    ...Object.entries(files),
  ]);
  const nowhere: ProgramFiles = {
    ...modules,
    root: "/app",
    read: (path) => modules.read(moved(path)),
    isFile: (path) => modules.isFile(moved(path)),
    isFolder: (path) => modules.isFolder(moved(path)),
    entries: (path) => modules.entries(moved(path)),
    realpath: (path) => path,
  };
  return overlaid(nowhere, own);
}

function template(path: string): [string, string] {
  return [path, readFileSync(emitted + path, "utf8")];
}

/** What is generated beside the event types, for events that have no family. */
const withoutFamilies = `import type { EventMap } from "./events.gen.js";
export interface FamilyMap {}
export interface HandledMap extends EventMap, FamilyMap {}
export type DeclaredMap = HandledMap;
export interface ProviderMap { test: EventMap }
export declare const families: Readonly<Record<string, readonly string[]>>;
`;

const config = JSON.stringify({
  compilerOptions: {
    target: "es2022",
    lib: ["es2023"],
    types: [],
    module: "nodenext",
    strict: true,
    noUncheckedIndexedAccess: true,
  },
  include: ["src", "test"],
});
