// Rolldown's part of the build: the entries in, one folder of CommonJS modules out.
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { adaptations } from "./adaptations.mjs";
import { assertStandAlone, groupModules } from "./groups.mjs";

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
    // The bins export nothing; what `yo` loads exports a class.
    preserveEntrySignatures: "allow-extension",
    // Third-party modules are taken as they are; what rolldown says about ours must not be missed.
    onLog: (level, log, next) =>
      level === "warn" && (!isOurs(log, root) || EXPECTED.has(log.code))
        ? undefined
        : next(level, log),
  });
  let groupOf;
  try {
    const { output } = await build.write({
      dir: outDir,
      // Node reads it in one go, where modules are read by turns of the event loop, and each has every export of Node's own
      // modules looked at; together that is a tenth of the time that a command takes.
      format: "cjs",
      exports: "auto",
      entryFileNames: "[name].js",
      chunkFileNames: (chunk) => `chunks/${chunkName(chunk)}.js`,
      minify: true,
      comments: false,
      // Every file that is loaded costs, and so does every byte that is read and not run.
      codeSplitting: {
        includeDependenciesRecursively: false,
        groups: [
          {
            debugName: "groups",
            name: (id, context) => {
              groupOf ??= groupModules({
                root,
                entries: Object.values(entries),
                getModuleInfo: (each) => context.getModuleInfo(each),
              });
              return groupOf.get(id) ?? null;
            },
          },
        ],
      },
    });
    const chunks = output.filter((item) => item.type === "chunk");
    assertStandAlone(chunks);
    // Else the package's own says that these are ES modules.
    writeFileSync(join(outDir, "package.json"), '{ "type": "commonjs" }\n');
    for (const name of Object.keys(entries).filter(
      (entry) => !entry.includes("/"),
    ))
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

/** A dynamic import of what another command imports statically: it is all one chunk, and meant to be. */
const EXPECTED = new Set(["INEFFECTIVE_DYNAMIC_IMPORT"]);

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
