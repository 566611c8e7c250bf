import ts from "typescript";

/** Stands for every module that the samples import. */
const STUB = `
export type Handler = (event: any, ctx: any) => unknown;
export type Row = any;
export type Account = any;
export type Mine = any;
export interface Base { at: string }
export class Hono {
  use(...args: any[]): this { return this; }
  get(path: string, run: (c: any) => unknown): this { return this; }
  post(path: string, run: (c: any) => unknown): this { return this; }
}
export const logger: any = 1, onFileCreated: any = 1, onFileReady: any = 1, onMine: any = 1, onShared: any = 1;
export const retried: any = 1, db: any = 1, mine: any = 1;
export const onWebhook = (type: string, run: (event: any, ctx: any) => unknown): unknown => run;
`;

/** Type-checks many modules in one program; for each, what is wrong with it. */
export function compile(texts: readonly string[]): string[][] {
  const names = texts.map((_, i) => `/cases/case-${i}.ts`);
  const files = new Map(names.map((name, i) => [name, texts[i] ?? ""]));
  files.set("/cases/stub.ts", STUB);
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
  const host = ts.createCompilerHost(options, true);
  const { getSourceFile } = host;
  host.getSourceFile = (name, languageVersion) => {
    const text = files.get(name);
    return text === undefined
      ? getSourceFile(name, languageVersion)
      : ts.createSourceFile(name, text, languageVersion, true);
  };
  host.fileExists = (name) => files.has(name);
  host.resolveModuleNameLiterals = (literals) =>
    literals.map(() => ({
      resolvedModule: {
        resolvedFileName: "/cases/stub.ts",
        extension: ts.Extension.Ts,
      },
    }));
  const program = ts.createProgram({ rootNames: names, options, host });
  return names.map((name) => {
    const file = program.getSourceFile(name);
    return [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ].map(
      ({ messageText, code }) =>
        `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
    );
  });
}
