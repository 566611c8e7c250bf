import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Every file and folder below a folder, with mode and text, by path.
 *
 * @param {string} root
 * @returns {Map<string, string>} empty when there is no such folder
 */
export function treeOf(root) {
  const found = new Map();
  const walk = (folder, prefix) => {
    for (const name of readdirSync(folder).sort()) {
      const file = join(folder, name);
      const stats = lstatSync(file);
      const mode = (stats.mode & 0o777).toString(8);
      if (stats.isDirectory()) {
        found.set(`${prefix}${name}/`, mode);
        walk(file, `${prefix}${name}/`);
      } else
        found.set(
          `${prefix}${name}`,
          `${mode} ${readFileSync(file, "latin1")}`,
        );
    }
  };
  if (lstatSync(root, { throwIfNoEntry: false }) !== undefined) walk(root, "");
  return found;
}

/**
 * The paths at which two trees differ; empty when they are equal, byte for byte.
 *
 * @param {Map<string, string>} one
 * @param {Map<string, string>} other
 */
export function differences(one, other) {
  return [...new Set([...one.keys(), ...other.keys()])].filter(
    (path) => one.get(path) !== other.get(path),
  );
}
