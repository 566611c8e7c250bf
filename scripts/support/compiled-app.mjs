// An app that is generated and compiled, without an installation: it uses the packages of this repository.
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "../journey/run.mjs";

/** @typedef {"memory" | "sqlite" | "redis" | "postgres"} Engine */

/**
 * Makes an app with a handler of `file.ready`, whose deliveries are kept in an inbox.
 *
 * @param {string} root of the repository, built
 * @param {string} folder that gets the app; made anew
 * @param {Engine} engine
 * @param {Record<string, string>} [files] texts of the user's own files, by path
 */
export async function compiledApp(root, folder, engine, files = {}) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const node = (...args) => run(process.execPath, args, { cwd: folder });
  const create = join(root, "dist/create-frameio-app.js");
  const options = ["--yes", "--existing", "--no-install", "--no-git"];
  await node(create, ".", ...options);
  const manifest = {
    name: "app",
    webhooks: [{ event: "file.ready" }],
    inbox: { engine },
  };
  writeFileSync(join(folder, "frameio.jsonc"), JSON.stringify(manifest));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  await node(join(root, "dist/frameio-gen.js"), "generate");
  // The versions that an app pins are those that this repository has.
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const tsc = join(root, "node_modules/typescript7/bin/tsc");
  await node(tsc, "-p", "tsconfig.build.json", "--noCheck");
}
