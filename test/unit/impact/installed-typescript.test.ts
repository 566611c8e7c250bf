import ts from "typescript";
import { describe, expect, it } from "vitest";

import { installedTypeScript } from "../../../src/impact/compile/installed-typescript.js";
import { createCompiler } from "../../../src/impact/compile/program.js";
import {
  overlaid,
  type ProgramFiles,
} from "../../../src/impact/compile/program-files.js";
import { memoryProgram } from "./memory-program.js";

/** A project at `/home/me/app` with nothing but these files, by absolute path. */
function disk(
  paths: Readonly<Record<string, string>>,
  links: Readonly<Record<string, string>> = {},
): ProgramFiles {
  const nothing: ProgramFiles = {
    root: "",
    caseSensitive: true,
    read: () => undefined,
    isFile: () => false,
    isFolder: () => false,
    entries: () => ({ files: [], folders: [] }),
    realpath: (path) => path,
  };
  const relative = Object.entries(paths).map(
    ([path, text]) => [path.slice(1), text] as const,
  );
  const files = overlaid(nothing, new Map(relative));
  return {
    ...files,
    root: "/home/me/app",
    isFolder: (path) => path in links || files.isFolder(path),
    realpath: (path) => links[path] ?? path,
  };
}

const lib = "lib/lib.es5.d.ts";
const version = (of: string) => JSON.stringify({ version: of });

describe("the TypeScript of an app", () => {
  it.each<[string, ProgramFiles, string | undefined, number | undefined]>([
    [
      "5.9, with its libraries beside it",
      disk({
        "/home/me/app/node_modules/typescript/package.json": version("5.9.3"),
        [`/home/me/app/node_modules/typescript/${lib}`]: "",
      }),
      "/home/me/app/node_modules/typescript/lib",
      5,
    ],
    [
      "7, as npm, Yarn and Bun install it",
      disk({
        "/home/me/app/node_modules/typescript/package.json": version("7.0.2"),
        [`/home/me/app/node_modules/@typescript/typescript-linux-x64/${lib}`]:
          "",
      }),
      "/home/me/app/node_modules/@typescript/typescript-linux-x64/lib",
      7,
    ],
    [
      "7, as pnpm links it",
      disk(
        {
          "/home/me/app/node_modules/.pnpm/typescript@7.0.2/node_modules/typescript/package.json":
            version("7.0.2"),
          [`/home/me/app/node_modules/.pnpm/typescript@7.0.2/node_modules/@typescript/typescript-linux-x64/${lib}`]:
            "",
        },
        {
          "/home/me/app/node_modules/typescript":
            "/home/me/app/node_modules/.pnpm/typescript@7.0.2/node_modules/typescript",
        },
      ),
      "/home/me/app/node_modules/.pnpm/typescript@7.0.2/node_modules/@typescript/typescript-linux-x64/lib",
      7,
    ],
    [
      "7 of a workspace above, nested for another one beside it",
      disk({
        "/home/me/node_modules/typescript/package.json": version("7.1.0"),
        [`/home/me/node_modules/typescript/node_modules/@typescript/typescript-linux-x64/${lib}`]:
          "",
        [`/home/me/node_modules/@typescript/typescript-linux-x64/${lib}`]: "",
      }),
      "/home/me/node_modules/typescript/node_modules/@typescript/typescript-linux-x64/lib",
      7,
    ],
    [
      "7 without the package for this machine",
      disk({
        "/home/me/app/node_modules/typescript/package.json": version("7.0.2"),
      }),
      undefined,
      undefined,
    ],
    ["none", disk({}), undefined, undefined],
  ])("is found: %s", (_, files, folder, major) => {
    const found = installedTypeScript(files);
    expect(found?.folder).toBe(folder);
    expect(found?.major).toBe(major);
  });
});

/** What is wrong with a module under a `tsconfig.json`, in an app with TypeScript 7. */
function errors(compilerOptions: object, code: string): readonly string[] {
  const files = memoryProgram({
    "tsconfig.json": JSON.stringify({ compilerOptions, files: ["src/a.ts"] }),
    "src/a.ts": code,
  });
  const { program, fileAt } = createCompiler(files).compile(new Map());
  return program
    .getSemanticDiagnostics(fileAt("src/a.ts"))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ""));
}

describe("an app that TypeScript 7 compiles", () => {
  const code =
    "export const first: string = new Set([1]).union(new Set([2]));\n";
  const refused = ["Type 'Set<number>' is not assignable to type 'string'."];

  it.each<[string, object]>([
    ["the newest libraries", { lib: ["esnext"] }],
    ["a library of a year that the engine does not know", { lib: ["es2025"] }],
    ["a target of such a year", { target: "es2025" }],
  ])("may ask for %s", (_, options) => {
    expect(errors({ ...options, types: [] }, code)).toEqual(refused);
  });

  it("is strict unless it says otherwise", () => {
    const loose = "export const length = (a?: string) => a.length;\n";
    const lib = ["es2023"];
    expect(errors({ lib }, loose)).toEqual(["'a' is possibly 'undefined'."]);
    expect(errors({ lib, strict: false }, loose)).toEqual([]);
  });
});
