import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Formatter } from "../format/formatter.js";
import { digest } from "../lockfile/digest.js";
import type { Prettier } from "./load-prettier.js";

/** Files that configure Prettier in a project's root, besides the `prettier` key of package.json. */
const configFiles = [
  ".prettierrc",
  ...["json", "json5", "yaml", "yml", "toml", "js", "cjs", "mjs", "ts"].map(
    (extension) => `.prettierrc.${extension}`,
  ),
  ...["js", "cjs", "mjs", "ts"].map(
    (extension) => `prettier.config.${extension}`,
  ),
];

/**
 * The project's Prettier with the project's configuration; undefined where the project has none, or has not installed it.
 * The project's own copy is used, so that its result is what the project's editor and CI give.
 *
 * @param root absolute path of the project
 */
export function projectPrettier(root: string): Formatter | undefined {
  const config = configurationText(root);
  const manifest = join(root, "node_modules/prettier/package.json");
  if (config === undefined || !existsSync(manifest)) return undefined;
  let loading: Promise<Prettier> | undefined;
  return {
    fingerprint: digest(`${config}\0${readFileSync(manifest, "utf8")}`),
    async format(path, text) {
      loading ??= import("./load-prettier.js").then(({ loadPrettier }) =>
        loadPrettier(root),
      );
      const prettier = await loading;
      const file = join(root, path);
      const { ignored, inferredParser } = await prettier.getFileInfo(file, {
        ignorePath: [join(root, ".prettierignore")],
        resolveConfig: true,
      });
      if (ignored || inferredParser === null) return text;
      const options = await prettier.resolveConfig(file, {
        editorconfig: true,
      });
      return prettier.format(text, { ...options, filepath: file });
    },
  };
}

function configurationText(root: string): string | undefined {
  const texts = configFiles
    .map((name) => join(root, name))
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, "utf8"));
  const key = packageJsonKey(join(root, "package.json"));
  if (key !== undefined) texts.push(key);
  if (texts.length === 0) return undefined;
  const ignore = join(root, ".prettierignore");
  if (existsSync(ignore)) texts.push(readFileSync(ignore, "utf8"));
  return texts.join("\0");
}

function packageJsonKey(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, "utf8");
  // Most projects have no such key: spare them the parsing.
  if (!text.includes('"prettier"')) return undefined;
  try {
    const { prettier } = JSON.parse(text) as { prettier?: unknown };
    return prettier === undefined ? undefined : JSON.stringify(prettier);
  } catch {
    // A broken package.json is reported by the merge, with its place.
    return undefined;
  }
}
