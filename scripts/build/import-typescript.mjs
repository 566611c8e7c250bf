// Plain Node 20 runs no TypeScript, so a module of ours is bundled before the build can use it.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { rolldown } from "rolldown";

/**
 * @param {string} root absolute path of the checkout
 * @param {string} path of the module below it; third-party imports are left to Node
 */
export async function importTypeScript(root, path) {
  // Below node_modules, to find its dependencies.
  const file = join(
    root,
    "node_modules/.cache/create-frameio-app",
    `${path.replaceAll(/\W+/g, "-")}-${process.pid}.mjs`,
  );
  const build = await rolldown({
    input: join(root, path),
    platform: "node",
    external: /^[^./]/,
  });
  try {
    await build.write({ file, format: "esm", codeSplitting: false });
    return await import(pathToFileURL(file).href);
  } finally {
    await build.close();
    rmSync(file, { force: true });
  }
}
