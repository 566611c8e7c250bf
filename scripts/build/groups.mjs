// Which modules share a chunk: every file that is loaded costs, and so does every byte that is read and not run.

/**
 * The chunks that commands share, each with the modules that it begins with; what these import statically goes with them.
 * A chunk may import those that stand before it.
 */
const GROUPS = {
  // What finds that there is nothing to do.
  core: /^src\/cli\/(process|gen|commands\/(generate|check))\.ts$/,
  // What makes files.
  make: /^src\/(cli\/commands\/(create|add-webhook)|handlers\/(plan-generate|hand-written))\.ts$/,
  // The commands that are run seldom, and what generating needs only now and then.
  seldom: /./,
};

/** Other chunks that `src/cli/code-cache.ts` keeps. */
const KEPT = ["customize", "parse", "merge-typescript", "typescript"];

/** Dependencies that weigh little and that most commands need. */
const LIGHT =
  /[\\/]node_modules[\\/](jsonc-parser|node-diff3|fastest-levenshtein)[\\/]/;

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
  /^src\/cli\/(\w+-main|code-cache)\.ts$/,
  /^src\/cli\/\w+\/(ask|git|install|trigger|doctor)\.ts$/,
  /^src\/(cli\/)?impact\/(?!provider-migration)/,
  /^src\/cli\/providers\//,
  /^src\/cli\/commands\/(add-provider|providers)\.ts$/,
  /^src\/workspace\/provider-files\.ts$/,
  // Compilers of schemas; the light reader of pinned documents is not among them.
  /^src\/schema\/(import\/|make-artifact|emit-|compile-|compact-code|schema-checks|survey|shared-schemas|members-in-turn|multiples|percent-names|split-validators|flat-module|format-code|type-|envelope|event-envelope|repeated-objects|jsdoc|read-catalog|registration|delivery-schema)/,
  /^src\/workspace\/(program-files|load-prettier)\.ts$/,
  /^src\/cli\/(trigger\/(?!environment)|doctor\/)/,
];

/**
 * Parts the light modules by what begins with them.
 *
 * @param {object} options
 * @param {string} options.root folder that holds node_modules
 * @param {readonly string[]} options.entries absolute paths
 * @param {(id: string) => import("rolldown").ModuleInfo | null} options.getModuleInfo
 * @returns {Map<string, string>} the name of a module's chunk, by the module's id; what is not in it stays apart
 */
export function groupModules({ root, entries, getModuleInfo }) {
  const isOfUs = (id) => isLight(id, root);
  const light = [
    ...reached(entries, (id) => linksOf(id, getModuleInfo, true)),
  ].filter(isOfUs);
  const groups = new Map();
  for (const [name, isFirst] of Object.entries(GROUPS)) {
    const first = light.filter((id) => isFirst.test(pathOf(id, root)));
    for (const id of reached(first, (id) => linksOf(id, getModuleInfo, false)))
      if (isOfUs(id) && !groups.has(id)) groups.set(id, name);
  }
  return groups;
}

function linksOf(id, getModuleInfo, all) {
  const { importedIds = [], dynamicallyImportedIds = [] } =
    getModuleInfo(id) ?? {};
  return all ? [...importedIds, ...dynamicallyImportedIds] : importedIds;
}

/** The ids themselves, and what they lead to. */
function reached(ids, linksFrom) {
  const seen = new Set(ids);
  // A set that grows while it is walked is walked to its end.
  for (const id of seen) for (const next of linksFrom(id)) seen.add(next);
  return seen;
}

/**
 * What most commands load must not draw in what few of them need.
 *
 * @param {readonly import("rolldown").OutputChunk[]} chunks
 */
export function assertStandAlone(chunks) {
  const mayImport = ["rolldown-runtime"];
  for (const name of Object.keys(GROUPS)) {
    const { imports } = chunks.find((chunk) => chunk.name === name);
    const drawn = imports.filter(
      (file) =>
        file.startsWith("chunks/") &&
        !mayImport.some((known) => file === `chunks/${known}.js`),
    );
    if (drawn.length > 0)
      throw new Error(
        `chunks/${name}.js imports ${drawn.join(", ")}: load it with import(), or see that it is light (GROUPS, HEAVY)`,
      );
    mayImport.push(name);
  }
  // What is compiled from the cache has no `import()` of its own: one that is left after bundling is of a file of the user's.
  for (const name of [...Object.keys(GROUPS), ...KEPT]) {
    const { code } = chunks.find((chunk) => chunk.name === name);
    if (/\bimport\((?!["'`\\$)])/.test(code))
      throw new Error(
        `chunks/${name}.js imports a module by a path that is computed: do that in a module that stays apart (HEAVY), or do not keep it (src/cli/code-cache.ts)`,
      );
  }
}

function isLight(id, root) {
  if (id.includes("node_modules")) return LIGHT.test(id);
  return (
    id.startsWith(root) &&
    !HEAVY.some((pattern) => pattern.test(pathOf(id, root)))
  );
}

function pathOf(id, root) {
  return id.slice(root.length).replaceAll("\\", "/").replace(/^\//, "");
}
