import type { PackageManager } from "../manifest/manifest.js";
import type { CliContext } from "./context.js";

export const packageManagerNames = [
  "npm",
  "pnpm",
  "yarn",
  "bun",
] as const satisfies readonly PackageManager[];

const lockfiles: Readonly<Record<string, PackageManager>> = {
  "package-lock.json": "npm",
  "npm-shrinkwrap.json": "npm",
  "pnpm-lock.yaml": "pnpm",
  "yarn.lock": "yarn",
  "bun.lock": "bun",
  "bun.lockb": "bun",
};

/** Reads a file by its absolute path; undefined when there is none. */
export type ReadFile = (path: string) => string | undefined;

/**
 * The package manager that the user works with: the one that started us, else the one that the nearest package.json or lockfile
 * above `folders` names, else npm.
 *
 * @param folders absolute paths, innermost first
 * @param names of the entries of a folder
 */
export function detectPackageManager(
  env: CliContext["env"],
  folders: readonly string[],
  names: (folder: string) => readonly string[],
  read: ReadFile,
): PackageManager {
  return (
    named(env["npm_config_user_agent"]) ??
    folders
      .map((folder) => ofFolder(folder, names(folder), read))
      .find((manager) => manager !== undefined) ??
    "npm"
  );
}

function ofFolder(
  folder: string,
  names: readonly string[],
  read: ReadFile,
): PackageManager | undefined {
  const declared = names.includes("package.json")
    ? named(packageManagerField(read(`${folder}/package.json`)))
    : undefined;
  if (declared !== undefined) return declared;
  const lockfile = Object.keys(lockfiles).find((name) => names.includes(name));
  return lockfile === undefined ? undefined : lockfiles[lockfile];
}

function packageManagerField(text: string | undefined): string | undefined {
  try {
    const { packageManager } = JSON.parse(text ?? "{}") as Record<
      string,
      unknown
    >;
    return typeof packageManager === "string" ? packageManager : undefined;
  } catch {
    return undefined;
  }
}

/** `pnpm@9.1.0` and `pnpm/9.1.0 npm/? node/v20` → `pnpm` */
function named(text: string | undefined): PackageManager | undefined {
  const name = /^[a-z]+/.exec(text ?? "")?.[0];
  return packageManagerNames.find((manager) => manager === name);
}
