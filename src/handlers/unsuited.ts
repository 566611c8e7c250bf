import { parse } from "jsonc-parser";
import type { Diagnostic } from "../diagnostics/diagnostic.js";

interface Compiler {
  readonly extends?: unknown;
  readonly compilerOptions?: Readonly<Record<string, unknown>>;
}

/** What the generated code is compiled with at least, as `compilerOptions` say it, and whether a value will do. */
const NEEDS: readonly (readonly [
  key: string,
  want: string,
  suits: (value: unknown) => boolean,
])[] = [
  ["strict", "true", (value) => value === true],
  [
    "module",
    '"nodenext"',
    (value) =>
      /^(?:node(?:16|18|20|next)|es2022|esnext|preserve)$/i.test(String(value)),
  ],
  [
    "lib",
    '["es2023"]',
    (value) =>
      Array.isArray(value) &&
      value.some((name) => isSince2023(String(name).replace(/\..*$/, ""))),
  ],
];

/** Settings of the user's project that the generated code cannot be compiled or run with, each with what to do. */
export function unsuited({
  packageText,
  compilerText,
  appFiles,
}: {
  readonly packageText: string | undefined;
  readonly compilerText: string | undefined;
  /** Files and folders of the app's own. */
  readonly appFiles: readonly string[];
}): readonly Diagnostic[] {
  return [
    ...(packageText === undefined ? [] : unsuitedPackage(packageText)),
    ...(compilerText === undefined
      ? []
      : unsuitedCompiler(compilerText, appFiles, isStrictAnyway(packageText))),
  ];
}

function unsuitedPackage(text: string): readonly Diagnostic[] {
  const { type } = (parse(text) ?? {}) as { readonly type?: unknown };
  if (type === "module") return [];
  return [
    {
      code: "FG336",
      severity: "warning",
      message:
        'Your package is CommonJS, and the generated code is ES modules: it does not start without "type": "module"',
      file: "package.json",
      hint: 'Write "type": "module" into package.json where your own code can run so. Where it cannot, take this back with `npx frameio-gen undo`, and give the webhooks a package of their own: `npm create frameio-app webhooks`.',
    },
  ];
}

function unsuitedCompiler(
  text: string,
  appFiles: readonly string[],
  isStrict: boolean,
): readonly Diagnostic[] {
  const { compilerOptions = {}, ...more } = (parse(text) ?? {}) as Compiler;
  const missing = NEEDS.filter(([key, , suits]) => {
    const value = compilerOptions[key];
    if (value !== undefined) return !suits(value);
    // The libraries are those of the target, unless they are named.
    if (key === "lib") return !isSince2023(String(compilerOptions["target"]));
    return key !== "strict" || !isStrict;
  }).map(([key, want]) => `"${key}": ${want}`);
  if (missing.length === 0) return [];
  const unless =
    more.extends === undefined
      ? ""
      : `, unless ${JSON.stringify(more.extends)} says it`;
  const files = appFiles.map((path) => JSON.stringify(path)).join(", ");
  return [
    {
      code: "FG336",
      severity: "warning",
      message: `Your tsconfig.json is not what the generated code is written for: that needs ${missing.join(", ")}${unless}`,
      file: "tsconfig.json",
      hint: `Write that into compilerOptions; or keep yours for your own code with "exclude": [${files}], and compile the app with \`npx tsc -p tsconfig.build.json\`, which has what it needs.`,
    },
  ];
}

/** From version 6 on the compiler is strict unless told otherwise. */
function isStrictAnyway(packageText: string | undefined): boolean {
  const { dependencies, devDependencies } = (parse(packageText ?? "{}") ??
    {}) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  const range =
    devDependencies?.["typescript"] ?? dependencies?.["typescript"] ?? "";
  return Number(/\d+/.exec(String(range))?.[0] ?? 0) >= 6;
}

function isSince2023(name: string): boolean {
  const year = /^es(\d{4})$/i.exec(name)?.[1];
  return year === undefined ? /^esnext$/i.test(name) : Number(year) >= 2023;
}
