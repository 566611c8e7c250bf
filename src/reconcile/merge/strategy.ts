export type Strategy =
  | "json"
  | "typescript"
  | "env"
  | "ini"
  | "ignore"
  | "attributes"
  | "prose"
  | "lines";

const IGNORE_FILE = /^\.[a-z]+ignore$/;

/** How a file is merged, by its name. */
export function strategyFor(path: string): Strategy {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  if (/^\.env(\..+)?$|\.env$/.test(name)) return "env";
  if (name === ".npmrc") return "ini";
  if (name === ".gitattributes") return "attributes";
  if (IGNORE_FILE.test(name) || name === "_gitignore") return "ignore";
  if (/\.(json|jsonc|json5|code-workspace)$/.test(name)) return "json";
  if (/\.[cm]?[jt]sx?$/.test(name)) return "typescript";
  if (/\.(md|mdx|markdown|txt)$/.test(name)) return "prose";
  return "lines";
}

/** Whether files of this name are merged by key, so that two texts without a common base can be united. */
export function isKeyed(path: string): boolean {
  const strategy = strategyFor(path);
  return strategy !== "prose" && strategy !== "lines";
}
