// The tool as its users get it: packed, and installed from the tarball.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run.mjs";

/**
 * @typedef {object} Tarball
 * @property {string} file absolute path
 * @property {number} bytes
 * @property {number} unpackedBytes
 * @property {string[]} paths of the files inside, without `package/`
 */

/**
 * Packs the package as `npm publish` would; `prepack` builds it first.
 *
 * @param {string} root of the repository
 * @param {string} folder that gets the tarball
 * @returns {Promise<Tarball>}
 */
export async function packTool(root, folder) {
  mkdirSync(folder, { recursive: true });
  const { stdout } = await run(
    "npm",
    ["pack", "--json", "--pack-destination", folder],
    { cwd: root },
  );
  const parsed = JSON.parse(stdout.slice(stdout.search(/^[[{]/m)));
  const [{ filename, size, unpackedSize, files }] = Object.values(parsed);
  return {
    file: join(folder, filename),
    bytes: size,
    unpackedBytes: unpackedSize,
    paths: files.map(({ path }) => path),
  };
}

/**
 * Installs the tarball into a new folder.
 *
 * @param {Tarball} tarball
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<string>} the folder
 */
export async function installTool(tarball, folder, env) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  await run("npm", ["install", "--no-audit", "--no-fund", tarball.file], {
    cwd: folder,
    env,
  });
  return folder;
}
