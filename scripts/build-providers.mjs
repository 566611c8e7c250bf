// Makes dist/providers/<id>.json of each schemas/providers/<name>-<major>.openapi.json.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";

const root = fileURLToPath(new URL("..", import.meta.url));
const schemas = join(root, "schemas", "providers");

/**
 * @param {string} outDir absolute path of the folder that gets the artifacts
 * @returns {Promise<string[]>} the providers' ids, sorted
 */
export async function buildProviders(outDir) {
  const { buildArtifact } = await loadBuilder();
  await mkdir(outDir, { recursive: true });
  const ids = [];
  for (const file of (await readdir(schemas)).sort()) {
    const [, name, major] = /^(.+)-(\d+)\.openapi\.json$/.exec(file) ?? [];
    if (name === undefined) continue;
    const id = `${name}@${major}`;
    const artifact = await buildArtifact(
      await readFile(join(schemas, file), "utf8"),
      id,
    );
    await writeFile(join(outDir, `${id}.json`), JSON.stringify(artifact));
    ids.push(id);
  }
  return ids.sort();
}

// Plain Node 20 runs no TypeScript, so the builder is bundled first. It stays below node_modules to find its dependencies.
async function loadBuilder() {
  const folder = join(root, "node_modules", ".cache", "create-frameio-app");
  const file = join(folder, `build-artifact-${process.pid}.mjs`);
  const bundle = await rolldown({
    input: join(root, "src", "schema", "build-artifact.ts"),
    platform: "node",
    external: /^[^./]/,
  });
  try {
    await bundle.write({ file, format: "esm" });
    return await import(pathToFileURL(file).href);
  } finally {
    await bundle.close();
    await rm(file, { force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const ids = await buildProviders(join(root, "dist", "providers"));
  console.log(`dist/providers: ${ids.join(", ")}`);
}
