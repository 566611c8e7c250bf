import { isAbsolute, join, resolve, sep } from "node:path";

import type { ReadFile } from "./package-manager.js";

const PACKAGE = "create-frameio-app";

/**
 * What an app's package.json should say for this tool, so that the app installs the same tool that made it:
 * our version where we came from a registry, else `file:` and the tarball or folder that we were installed from.
 *
 * @param packageRoot absolute path of our package
 * @param version our version
 */
export function detectToolSpec(
  packageRoot: string,
  version: string,
  read: ReadFile,
): string {
  const owner = folderAboveNodeModules(packageRoot);
  if (owner === undefined) return fileSpec(packageRoot);
  return (
    specOfHiddenLockfile(owner, packageRoot, read) ??
    specOfPackageJson(owner, read) ??
    version
  );
}

/** The project that we are installed in: the folder that holds the outermost of our `node_modules` that lies directly above us. */
function folderAboveNodeModules(packageRoot: string): string | undefined {
  const parts = packageRoot.split(sep);
  const index = parts.lastIndexOf("node_modules");
  if (index === -1) return undefined;
  // pnpm: <project>/node_modules/.pnpm/<name>@<version>/node_modules/<name>
  const store = parts.lastIndexOf(".pnpm", index);
  const top =
    store > 0 && parts[store - 1] === "node_modules" ? store - 1 : index;
  return parts.slice(0, top).join(sep) || sep;
}

function specOfPackageJson(owner: string, read: ReadFile): string | undefined {
  const manifest = readJson(join(owner, "package.json"), read);
  const groups = ["dependencies", "devDependencies", "optionalDependencies"];
  for (const group of groups) {
    const spec = member(member(manifest, group), PACKAGE);
    if (typeof spec === "string") return localSpec(spec, owner);
  }
  return undefined;
}

/** npm keeps there where each package was taken from, also for `npx` and for installs that saved nothing. */
function specOfHiddenLockfile(
  owner: string,
  packageRoot: string,
  read: ReadFile,
): string | undefined {
  const path = join(owner, "node_modules", ".package-lock.json");
  const packages = member(readJson(path, read), "packages");
  const location = packageRoot
    .slice(owner.length)
    .replaceAll(sep, "/")
    .replace(/^\//, "");
  const resolved = member(member(packages, location), "resolved");
  if (typeof resolved !== "string") return undefined;
  return localSpec(resolved, owner);
}

/** `file:` with an absolute path for anything local; undefined for versions, ranges, tags and addresses. */
function localSpec(spec: string, owner: string): string | undefined {
  const path = /^(?:file:|link:)(.*)$/.exec(spec)?.[1];
  if (path !== undefined) {
    const plain = path.startsWith("//") ? path.slice(2) : path;
    return fileSpec(isAbsolute(plain) ? plain : resolve(owner, plain));
  }
  if (/^(?:\.{1,2}\/|\/)/.test(spec)) return fileSpec(resolve(owner, spec));
  return undefined;
}

function fileSpec(path: string): string {
  return `file:${path.replaceAll("\\", "/")}`;
}

function readJson(path: string, read: ReadFile): unknown {
  try {
    return JSON.parse(read(path) ?? "null");
  } catch {
    return undefined;
  }
}

function member(value: unknown, key: string): unknown {
  return typeof value === "object" &&
    value !== null &&
    Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
