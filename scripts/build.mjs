// Builds dist/: the two bins with their chunks, the built-in providers, the licences of what is bundled.
// Nothing is done when nothing changed; `--force` builds all the same.
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildProviders } from "./build-providers.mjs";
import { bundle } from "./build/bundle.mjs";
import { fingerprint } from "./build/fingerprint.mjs";
import { describeLicences } from "./build/licences.mjs";
import { precompileTemplates } from "./build/precompile-templates.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DIST = join(ROOT, "dist");
/** Says what dist/ was built from; also how the tool tells two builds of one version apart. */
const STAMP = "fingerprint";

const ENTRIES = {
  "create-frameio-app": "src/cli/create-main.ts",
  "frameio-gen": "src/cli/gen-main.ts",
  // For `yo`, which finds generators by such a path.
  "generators/app/index": "src/cli/yo-main.ts",
};

/**
 * Brings dist/ up to date.
 *
 * @param {{ force?: boolean, log?: (line: string) => void }} [options]
 * @returns {Promise<boolean>} whether anything had to be built
 */
export async function build({ force = false, log = () => {} } = {}) {
  const wanted = fingerprint(ROOT);
  if (!force && builtFrom() === wanted) {
    log("dist is up to date.");
    return false;
  }
  const started = performance.now();
  // Built beside the old one and renamed, so that whoever runs dist/ meanwhile sees a whole one.
  const staging = join(
    ROOT,
    "node_modules/.cache/create-frameio-app",
    `dist-${process.pid}`,
  );
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true });
  try {
    const { chunks, moduleIds } = await bundle({
      root: ROOT,
      entries: Object.fromEntries(
        Object.entries(ENTRIES).map(([name, path]) => [name, join(ROOT, path)]),
      ),
      outDir: staging,
    });
    assertOneTypeScript(moduleIds);
    const { markdown, packages } = describeLicences({ root: ROOT, moduleIds });
    writeFileSync(join(staging, "THIRD_PARTY_LICENSES.md"), markdown);
    const providers = await buildProviders(join(staging, "providers"));
    writeFileSync(
      join(staging, "templates.js"),
      await precompileTemplates(ROOT),
    );
    writeFileSync(join(staging, STAMP), wanted);
    replaceDist(staging);

    for (const line of sizes(chunks)) log(line);
    log(
      `dist: ${chunks.length} chunks, ${packages.length} packages, ${providers.join(", ")}, ${Math.round(performance.now() - started)} ms`,
    );
    return true;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function builtFrom() {
  const whole = Object.keys(ENTRIES).every((name) =>
    existsSync(join(DIST, `${name}.js`)),
  );
  return whole && existsSync(join(DIST, STAMP))
    ? readFileSync(join(DIST, STAMP), "utf8")
    : undefined;
}

function replaceDist(staging) {
  const old = `${staging}-old`;
  try {
    if (existsSync(DIST)) renameSync(DIST, old);
    renameSync(staging, DIST);
  } catch (error) {
    // Another build came first; theirs is as good when it read the same.
    if (builtFrom() !== readFileSync(join(staging, STAMP), "utf8")) throw error;
  }
  rmSync(old, { recursive: true, force: true });
}

function assertOneTypeScript(moduleIds) {
  const copies = moduleIds.filter(
    (id) => /[\\/]typescript\.js$/.test(id) && !id.includes("prettier"),
  );
  if (copies.length > 1) {
    throw new Error(
      `TypeScript is bundled more than once:\n  ${copies.join("\n  ")}`,
    );
  }
}

function* sizes(chunks) {
  const bySize = chunks
    .map(({ fileName, code }) => ({ fileName, bytes: Buffer.byteLength(code) }))
    .sort((a, b) => b.bytes - a.bytes);
  for (const { fileName, bytes } of bySize) {
    if (bytes >= 10_000)
      yield `${`${Math.round(bytes / 1000)} kB`.padStart(8)}  ${fileName}`;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build({ force: process.argv.includes("--force"), log: console.log });
}
