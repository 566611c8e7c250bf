import { createRequire } from "node:module";
import { basename, join, relative, resolve } from "node:path";

import { quote } from "../../diagnostics/printable.js";
import {
  type Found,
  readProviderFiles,
} from "../../workspace/provider-files.js";
import { readIfPresent, namesIn } from "../../workspace/surroundings.js";
import { unreadable } from "./unreadable.js";

export interface PackageFiles {
  readonly found: Found;
  /** Of the file or folder. */
  readonly name: string;
  /** As the lockfile has it. */
  readonly origin: string;
  /** Of the package. */
  readonly version: string | undefined;
}

interface Manifest {
  readonly version?: unknown;
  readonly main?: unknown;
  readonly exports?: unknown;
}

/** `npm:@acme/webhook-schemas`, `npm:acme-schemas/dist/events.json`, or the name of a scoped package as it is. */
const packageName =
  /^(?:npm:)?(?<name>@[a-z0-9][a-z0-9._-]*\/[a-z0-9][a-z0-9._-]*|(?<=^npm:)[a-z0-9][a-z0-9._-]*)(?:\/(?<path>.+))?$/;

const isData = (name: string): boolean => /\.(?:json|ya?ml)$/i.test(name);

/**
 * What a package that is installed has to say; undefined where the name is none of a package.
 *
 * @param folders in which `node_modules` may be, the nearest first
 * @throws FrameioGenError FG214 when the package is not installed, or has no such file
 */
export function fromPackage(
  named: string,
  folders: readonly string[],
): PackageFiles | undefined {
  const match = packageName.exec(named)?.groups;
  if (match === undefined) return undefined;
  const { name = "", path } = match;
  const above = folders.find((each) =>
    namesIn(join(each, "node_modules", name)).includes("package.json"),
  );
  if (above === undefined) {
    throw unreadable(
      `${quote(named)} is neither a path nor a package that is installed`,
      `Install it first: \`npm install --save-dev ${name}\`.`,
    );
  }
  const folder = join(above, "node_modules", name);
  const manifest = manifestOf(folder, name);
  const target =
    path === undefined
      ? resolve(folder, documentOf(folder, manifest))
      : (exported(above, `${name}/${path}`) ?? resolve(folder, path));
  if (
    path !== undefined &&
    relative(folder, resolve(folder, path)).startsWith("..")
  ) {
    throw unreadable(`${quote(path)} leaves the package ${quote(name)}`);
  }
  const found = readProviderFiles(target);
  if (found.kind === "missing" || found.kind === "too large") {
    const own = path ?? relative(folder, target).replaceAll("\\", "/");
    const what =
      found.kind === "too large"
        ? own === ""
          ? "is too large to describe a provider as a whole"
          : `has ${quote(own)}, which is too large to describe a provider`
        : "has nothing like that";
    throw unreadable(
      `The package ${quote(name)} ${what}`,
      namesToChoose(folder, name, own),
    );
  }
  return {
    found,
    name: basename(target),
    origin: `npm:${name}${path === undefined ? "" : `/${path}`}`,
    version:
      typeof manifest.version === "string" ? manifest.version : undefined,
  };
}

function manifestOf(folder: string, name: string): Manifest {
  try {
    return JSON.parse(
      readIfPresent(join(folder, "package.json")) ?? "",
    ) as Manifest;
  } catch {
    throw unreadable(
      `The package.json of ${quote(name)} cannot be read`,
      `Install the package again: \`npm install --save-dev ${name}\`.`,
    );
  }
}

/** A file that the package's `exports` name otherwise than it is called. */
function exported(above: string, specifier: string): string | undefined {
  try {
    const found = createRequire(join(above, "package.json")).resolve(specifier);
    // A folder resolves to the code in it.
    return isData(found) ? found : undefined;
  } catch {
    // Not among them: packages seldom list their data, which is there all the same.
    return undefined;
  }
}

/** The document that a package is about: what its package.json names, where that is data, else the usual names. */
function documentOf(folder: string, { main, exports }: Manifest): string {
  const names = new Set(namesIn(folder));
  const usual = ["openapi", "asyncapi", "schema", "index"].flatMap((name) =>
    [".json", ".yaml", ".yml"].map((ending) => name + ending),
  );
  return (
    [...textsIn(main), ...textsIn(exports)].find(
      (name) =>
        isData(name) &&
        basename(name) !== "package.json" &&
        !isList(join(folder, name)),
    ) ??
    usual.find((name) => names.has(name) && !isList(join(folder, name))) ??
    (names.has("schemas") ? "schemas" : ".")
  );
}

/** Whether a file holds a list, which describes no event types: of examples, perhaps. */
function isList(path: string): boolean {
  return /^\s*\[/.test(readIfPresent(path)?.slice(0, 100) ?? "");
}

/** Paths without a pattern, at whatever depth of conditions. */
function textsIn(value: unknown, depth = 0): string[] {
  if (typeof value === "string") return value.includes("*") ? [] : [value];
  if (typeof value !== "object" || value === null || depth > 5) return [];
  return Object.values(value).flatMap((each) => textsIn(each, depth + 1));
}

/** Some of what could have been meant. */
function namesToChoose(folder: string, name: string, not: string): string {
  const places = ["", ...namesIn(folder).filter((each) => !each.includes("."))];
  const files = places
    .filter((place) => place !== "node_modules")
    .flatMap((place) =>
      namesIn(join(folder, place))
        .filter((each) => isData(each) && each !== "package.json")
        .map((each) => (place === "" ? each : `${place}/${each}`)),
    )
    .filter((file) => file !== not);
  const [first] = files;
  return first === undefined
    ? "It has no JSON and no YAML: name another package, or a file."
    : `Name one of its files, such as \`npm:${name}/${first}\`; it has ${files.slice(0, 8).join(", ")}${files.length > 8 ? ", …" : ""}.`;
}
