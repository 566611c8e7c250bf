// Makes dist/providers/<id>.json of each schemas/providers/<name>.openapi.json; `frameio-4` is `frameio@4`.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { importTypeScript } from "./build/import-typescript.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const schemas = join(root, "schemas", "providers");

/**
 * @param {string} outDir absolute path of the folder that gets the artifacts
 * @returns {Promise<string[]>} the providers' ids, sorted
 */
export async function buildProviders(outDir) {
  const { buildArtifact } = await importTypeScript(
    root,
    "src/schema/build-artifact.ts",
  );
  await mkdir(outDir, { recursive: true });
  const ids = [];
  for (const file of (await readdir(schemas)).sort()) {
    const [, name, major] =
      /^(.+?)(?:-(\d+))?\.openapi\.json$/.exec(file) ?? [];
    if (name === undefined) continue;
    const id = major === undefined ? name : `${name}@${major}`;
    const artifact = await buildArtifact(
      await readFile(join(schemas, file), "utf8"),
      id,
    );
    await writeFile(join(outDir, `${id}.json`), inAscii(artifact));
    ids.push(id);
  }
  return ids.sort();
}

/** JSON in ASCII: text with other characters takes V8 twice the memory, and twice the time to parse. */
function inAscii(value) {
  return JSON.stringify(value).replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const ids = await buildProviders(join(root, "dist", "providers"));
  console.log(`dist/providers: ${ids.join(", ")}`);
}
