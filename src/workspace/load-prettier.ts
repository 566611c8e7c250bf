import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The part of Prettier's interface that is used. */
export interface Prettier {
  resolveConfig(file: string, options: object): Promise<object | null>;
  getFileInfo(
    file: string,
    options: object,
  ): Promise<{ ignored: boolean; inferredParser: string | null }>;
  format(text: string, options: object): Promise<string>;
}

/** @param root absolute path of a project that has Prettier installed */
export async function loadPrettier(root: string): Promise<Prettier> {
  const resolve = createRequire(join(root, "package.json")).resolve;
  const module = (await import(
    pathToFileURL(resolve("prettier")).href
  )) as Prettier & { default?: Prettier };
  return module.default ?? module;
}
