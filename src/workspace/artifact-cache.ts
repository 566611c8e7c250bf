import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import type { ArtifactCache } from "../schema/pinned-providers.js";

/** Older entries than these are of documents that changed since. */
const KEPT = 16;

/**
 * A cache among the installed packages, where tools keep theirs; without `node_modules` nothing is kept.
 * Whatever the file system refuses only costs time.
 *
 * @param root absolute path of the app
 */
export function artifactCache(root: string): ArtifactCache {
  const modules = join(root, "node_modules");
  const folder = join(modules, ".cache", "create-frameio-app", "providers");
  const fileOf = (key: string) =>
    join(folder, `${key.replaceAll(/[^a-z0-9-]/g, "")}.json`);
  return {
    read(key) {
      try {
        return readFileSync(fileOf(key), "utf8");
      } catch {
        return undefined;
      }
    },
    write(key, text) {
      try {
        if (!existsSync(modules)) return;
        mkdirSync(folder, { recursive: true });
        const draft = `${fileOf(key)}.new`;
        writeFileSync(draft, text);
        renameSync(draft, fileOf(key));
        prune(folder);
      } catch {
        // It is made again next time.
      }
    },
  };
}

function prune(folder: string): void {
  const byAge = readdirSync(folder)
    .map((name) => join(folder, name))
    .map((path) => ({ path, time: statSync(path).mtimeMs }))
    .sort((a, b) => b.time - a.time);
  for (const { path } of byAge.slice(KEPT)) rmSync(path, { force: true });
}
