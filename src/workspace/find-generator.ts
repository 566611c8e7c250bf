import { existsSync } from "node:fs";
import { join } from "node:path";
import { findSource } from "./custom-sources.js";
import { readIfPresent } from "./surroundings.js";

/** Where a Yeoman generator's class is looked for, in this order, after what its package.json says. */
const MODULES = [
  "generators/app/index.js",
  "generators/app/index.mjs",
  "app/index.js",
  "index.js",
  "index.mjs",
];

/**
 * The module of a generator; nothing of it is run.
 *
 * @param root absolute path of the project
 * @param name a package, or a path that begins with `./`
 * @returns its absolute path; undefined when the folder has none
 * @throws FrameioGenError FG706 when there is no such package or folder
 */
export function findGeneratorModule(
  root: string,
  name: string,
): string | undefined {
  const { folder } = findSource(root, name);
  return [mainOf(folder), ...MODULES]
    .filter((path) => path !== undefined)
    .map((path) => join(folder, path))
    .find((path) => path.startsWith(folder) && existsSync(path));
}

function mainOf(folder: string): string | undefined {
  try {
    const { main } = JSON.parse(
      readIfPresent(join(folder, "package.json")) ?? "{}",
    ) as { readonly main?: unknown };
    return typeof main === "string" ? main : undefined;
  } catch {
    return undefined;
  }
}
