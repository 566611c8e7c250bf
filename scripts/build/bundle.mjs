// Rolldown's part of the build: two entries in, one folder of ES modules out.
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { adaptations } from "./adaptations.mjs";

const SHEBANG = "#!/usr/bin/env node\n";

/**
 * Bundles the entries into `outDir`; whatever is imported dynamically becomes a chunk of its own.
 *
 * @param {{ root: string, entries: Record<string, string>, outDir: string }} options
 *   `root` holds node_modules; `entries` maps the name of a bin to an absolute path
 * @returns {Promise<{ chunks: import("rolldown").OutputChunk[], moduleIds: string[] }>}
 */
export async function bundle({ root, entries, outDir }) {
  const build = await rolldown({
    input: entries,
    cwd: root,
    platform: "node",
    external: [/^node:/, ...builtinModules],
    plugins: [adaptations(root)],
    transform: { target: "node20.19" },
    // Third-party modules are taken as they are; what rolldown says about ours must not be missed.
    onLog: (level, log, next) =>
      level !== "warn" || isOurs(log, root) ? next(level, log) : undefined,
  });
  try {
    const { output } = await build.write({
      dir: outDir,
      format: "es",
      entryFileNames: "[name].js",
      chunkFileNames: (chunk) => `chunks/${chunkName(chunk)}.js`,
      minify: true,
      comments: false,
    });
    const chunks = output.filter((item) => item.type === "chunk");
    for (const name of Object.keys(entries))
      makeBin(join(outDir, `${name}.js`));
    return {
      chunks,
      moduleIds: [
        ...new Set(chunks.flatMap((chunk) => Object.keys(chunk.modules))),
      ].sort(),
    };
  } finally {
    await build.close();
  }
}

/** A chunk is named after the module whose import made it: `yeoman-generator`, `prettier-markdown`, `prompts`. */
function chunkName(chunk) {
  const id = chunk.facadeModuleId ?? chunk.moduleIds.at(-1);
  const [, path] = id?.match(/.*[\\/]node_modules[\\/](.+)$/) ?? [];
  if (path === undefined) return chunk.name;

  const parts = path.split(/[\\/]/);
  const owner = parts[0].startsWith("@")
    ? `${parts.shift().slice(1)}-${parts.shift()}`
    : parts.shift();
  const stem = parts.at(-1).replace(/\.\w+$/, "");
  return owner === stem || /^(index|main|lib|src)$/.test(stem)
    ? owner
    : `${owner}-${stem}`;
}

function makeBin(path) {
  const code = readFileSync(path, "utf8");
  if (!code.startsWith("#!")) writeFileSync(path, SHEBANG + code);
  chmodSync(path, 0o755);
}

function isOurs(log, root) {
  const id = log.id ?? log.loc?.file ?? log.ids?.[0];
  return (
    id === undefined || (id.startsWith(root) && !id.includes("node_modules"))
  );
}
