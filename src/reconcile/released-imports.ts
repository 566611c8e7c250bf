import { posix } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Disk } from "../workspace/workspace.js";
import type { Change, FileOutcome } from "./change-set.js";

/** What a file of code names after `from`, `import` and `import(`. */
const imported = /\b(?:from|import)\s*\(?\s*["']([^"'\n]+)["']/g;

/**
 * Files that are the user's alone from now on, and that import what goes at the same time: packages that leave package.json, and
 * generated files that are deleted. They would not compile any more.
 */
export function releasedImports(
  outcomes: readonly FileOutcome[],
  changes: readonly Change[],
  disk: Disk,
): readonly Diagnostic[] {
  const released = outcomes.filter(
    ({ path, outcome }) =>
      outcome === "release" && /\.[cm]?[jt]sx?$/.test(path),
  );
  if (released.length === 0) return [];
  const packages = packagesThatGo(changes, disk);
  const files = new Set(
    changes.flatMap(({ kind, path }) => (kind === "delete" ? [path] : [])),
  );
  return released.flatMap(({ path }) => {
    const text = disk.read(path)?.text ?? "";
    const names = [...text.matchAll(imported)].map(([, name = ""]) => name);
    const gone = new Set(
      names.flatMap((name) => {
        if (!name.startsWith(".")) return packages.get(packageOf(name)) ?? [];
        const file = posix.join(posix.dirname(path), name);
        const source = file.replace(/\.([cm]?)js(x?)$/, ".$1ts$2");
        return [source, file].filter((one) => files.has(one)).slice(0, 1);
      }),
    );
    return gone.size === 0 ? [] : [warning(path, [...gone].toSorted())];
  });
}

/** Name → name and version, of each package that package.json has now and will not have. */
function packagesThatGo(
  changes: readonly Change[],
  disk: Disk,
): ReadonlyMap<string, string> {
  const change = changes.find(({ path }) => path === "package.json");
  if (change?.kind !== "update") return new Map();
  const after = dependenciesIn(change.text);
  const before = dependenciesIn(disk.read("package.json")?.text);
  return new Map(
    [...before]
      .filter(([name]) => !after.has(name))
      .map(([name, version]) => [name, `${name}@${version}`]),
  );
}

function dependenciesIn(text = "{}"): ReadonlyMap<string, unknown> {
  try {
    const { dependencies, devDependencies } = JSON.parse(text) as Partial<
      Record<string, Record<string, unknown>>
    >;
    return new Map(Object.entries({ ...devDependencies, ...dependencies }));
  } catch {
    return new Map();
  }
}

/** `@scope/name/part` → `@scope/name` */
function packageOf(name: string): string {
  return name.split("/", name.startsWith("@") ? 2 : 1).join("/");
}

function warning(file: string, gone: readonly string[]): Diagnostic {
  return {
    code: "FG337",
    severity: "warning",
    message: `This file stays, since you edited it, and imports what the app has no more: ${gone.join(", ")}`,
    file,
  };
}
