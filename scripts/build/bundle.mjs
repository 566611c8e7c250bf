// Rolldown's part of the build: two entries in, one folder of ES modules out.
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { adaptations } from "./adaptations.mjs";
import { builtinsByLookUp } from "./builtins.mjs";

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
    plugins: [
      adaptations(root),
      builtinsByLookUp(({ name }) => name === "core"),
    ],
    transform: { target: "node20.19" },
    // The bins export nothing; what `yo` loads exports a class.
    preserveEntrySignatures: "allow-extension",
    // Third-party modules are taken as they are; what rolldown says about ours must not be missed.
    onLog: (level, log, next) =>
      level === "warn" && (!isOurs(log, root) || EXPECTED.has(log.code))
        ? undefined
        : next(level, log),
  });
  try {
    const { output } = await build.write({
      dir: outDir,
      format: "es",
      entryFileNames: "[name].js",
      chunkFileNames: (chunk) => `chunks/${chunkName(chunk)}.js`,
      minify: true,
      comments: false,
      // Every file that is loaded costs: what is small and often wanted is one file.
      codeSplitting: {
        includeDependenciesRecursively: false,
        groups: [
          {
            name: "core",
            test: (id) => isLight(id, root) && !isSeldom(id, root),
          },
          {
            name: "seldom",
            test: (id) => isLight(id, root) && isSeldom(id, root),
          },
        ],
      },
    });
    const chunks = output.filter((item) => item.type === "chunk");
    assertCoreStandsAlone(chunks);
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

/** What every command loads first must not draw in what few of them need. */
function assertCoreStandsAlone(chunks) {
  const core = chunks.find(({ name }) => name === "core");
  const drawn = core.imports.filter((file) =>
    /^chunks\/(?!rolldown)/.test(file),
  );
  if (drawn.length > 0)
    throw new Error(
      `chunks/core.js imports ${drawn.join(", ")}: load it with import(), or keep it in the core (SELDOM, HEAVY)`,
    );
}

/** A dynamic import of what another command imports statically: it is all one chunk, and meant to be. */
const EXPECTED = new Set(["INEFFECTIVE_DYNAMIC_IMPORT"]);

/** Dependencies that weigh little and that most commands need. */
const LIGHT =
  /[\\/]node_modules[\\/](jsonc-parser|node-diff3|fastest-levenshtein)[\\/]/;

/** What generating needs only now and then, and the commands that are run seldom: one chunk of its own, so that the others need not even be read. */
const SELDOM = [
  /^src\/cli\/commands\/(?!add-webhook|create|generate)/,
  /^src\/cli\/(drift|merge)\//,
  /^src\/cli\/(commandline\/help|create\/progress)\.ts$/,
  /^src\/reconcile\/merge\/(?!markers|take-ours|strategy|typescript\/)/,
  /^src\/handlers\/plan-(adoption|removal|rename)/,
  /^src\/history\/(parse|plan-undo)/,
  /^src\/(cli\/)?impact\/provider-migration/,
  /^src\/migrations\/(plan-update|run-migrations|tool-spec)/,
  /^src\/saved-plan\/(check-plan|parse)/,
  /^src\/workspace\/find-generator/,
  /^node_modules\/node-diff3\//,
];

/** Modules of ours that draw in what is heavy, of others or of Node (network, processes): they stay apart, to be loaded when needed. */
const HEAVY = [
  /^generators\/\w+\/questions\.ts$/,
  /^src\/yeoman\//,
  /^generators\/\w+\/index\.ts$/,
  /^src\/reconcile\/merge\/typescript\//,
  /^src\/render\/compile-templates\.ts$/,
  /^src\/customize\/(?!catalog|digest|ejected-text|in-pipeline|template-description)/,
  /^src\/cli\/(commands\/)?(templates|run)[./]/,
  /^src\/handlers\/syntax\//,
  /^src\/cli\/\w+-main\.ts$/,
  /^src\/cli\/\w+\/(ask|git|install|trigger|doctor)\.ts$/,
  /^src\/(cli\/)?impact\/(?!provider-migration)/,
  /^src\/cli\/providers\//,
  /^src\/cli\/commands\/(add-provider|providers)\.ts$/,
  /^src\/workspace\/provider-files\.ts$/,
  // Compilers of schemas; the light reader of pinned documents is not among them.
  /^src\/schema\/(import\/|make-artifact|emit-|compile-|compact-code|split-validators|format-code|type-|envelope|jsdoc|read-catalog|registration|delivery-schema)/,
  /^src\/workspace\/program-files\.ts$/,
  /^src\/cli\/(trigger\/(?!environment)|doctor\/)/,
];

function isLight(id, root) {
  if (id.includes("node_modules")) return LIGHT.test(id);
  return (
    id.startsWith(root) &&
    !HEAVY.some((pattern) => pattern.test(pathOf(id, root)))
  );
}

function isSeldom(id, root) {
  const path = pathOf(id, root);
  return SELDOM.some((pattern) => pattern.test(path));
}

function pathOf(id, root) {
  return id.slice(root.length).replaceAll("\\", "/").replace(/^\//, "");
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
