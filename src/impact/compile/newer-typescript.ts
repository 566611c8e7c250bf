import ts from "typescript";

/** What TypeScript has, without saying so in its types. */
interface Internals {
  /** File of each library that `lib` and `/// <reference lib>` may name. */
  readonly libMap: Map<string, string>;
  readonly targetOptionDeclaration: {
    readonly type: Map<string, ts.ScriptTarget>;
  };
}

const LIBRARY = /^lib\.(.+)\.d\.ts$/;
const YEAR = /^es2\d{3}$/;

/**
 * Teaches the engine the names of libraries and targets that are newer than it is: a project may be compiled with a later TypeScript, whose
 * `lib.esnext.d.ts` refers to years that the engine has not heard of, and everything of the language would be unknown.
 *
 * @param folder of the libraries
 */
export function learnNames({
  files,
}: {
  readonly files: readonly string[];
}): void {
  const { libMap, targetOptionDeclaration } = ts as unknown as Internals;
  for (const file of files) {
    const [, name] = LIBRARY.exec(file) ?? [];
    if (name === undefined || libMap.has(name)) continue;
    libMap.set(name, file);
    if (YEAR.test(name) && !targetOptionDeclaration.type.has(name))
      targetOptionDeclaration.type.set(name, ts.ScriptTarget.ESNext);
  }
}

/** What TypeScript takes since 6 where `tsconfig.json` says nothing. */
export const defaultsSince6: ts.CompilerOptions = {
  strict: true,
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
};
