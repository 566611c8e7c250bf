// What is changed in third-party modules so that they work, and stay small, inside of a bundle.
// Each entry fails the build when its target is gone, so that none outlives its reason.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** @type {{ why: string, module: RegExp, edit(code: string, id: string): string, replaces?: true }[]} */
const ADAPTATIONS = [
  {
    why: "reads its own package.json when it is loaded, which is not beside a chunk",
    module: /[\\/]yeoman-generator[\\/]dist[\\/]generator\.js$/,
    edit: inlinePackage(
      "JSON.parse(readFileSync(pathJoin(_dirname, '../package.json'), 'utf8'))",
    ),
  },
  {
    why: "reads its own package.json when it is loaded, which is not beside a chunk",
    module: /[\\/]yeoman-environment[\\/]dist[\\/]module-lookup\.js$/,
    edit: inlinePackage(
      "JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json')).toString())",
    ),
  },
  {
    why: "requires its own package.json, which is not beside a chunk",
    module: /[\\/]yeoman-environment[\\/]dist[\\/]environment-base\.js$/,
    edit: inlinePackage("require('../package.json')"),
  },
  {
    why: "installs generators at run time with npm's own installer (1 MB), which is never asked for",
    module: /[\\/]fly-import[\\/]dist[\\/]index\.js$/,
    edit: () =>
      [
        "export class FlyRepository {",
        "  constructor(config) { this.repositoryPath = config.repositoryPath; }",
        "}",
        "export function flyImport(name) {",
        "  throw new Error(`${name} is not installed; install it beside create-frameio-app.`);",
        "}",
      ].join("\n"),
    replaces: true,
  },
  {
    why: "asks by Inquirer (with RxJS and tables of character sets, 0.3 MB) where no other adapter is given, and one always is",
    module: /[\\/]@yeoman[\\/]adapter[\\/]dist[\\/]index\.js$/,
    edit: () =>
      [
        "export class QueuedAdapter {",
        '  constructor() { throw new Error("Yeoman was given no adapter."); }',
        "}",
      ].join("\n"),
    replaces: true,
  },
  {
    why: "asks for the name of its own file when it is loaded, which an ES module does not have",
    module: /[\\/]node_modules[\\/]typescript[\\/]lib[\\/]typescript\.js$/,
    edit: (code, id) =>
      replaceOnce(
        code.replaceAll(/\b__dirname\b/g, '"/"'),
        id,
        /\b__filename\b/g,
        '"/typescript.js"',
      ),
  },
  {
    why: "carries every lib.*.d.ts as text (2.4 MB); only syntax is edited, no type is ever asked for",
    module: /[\\/]@ts-morph[\\/]common[\\/]dist[\\/]ts-morph-common\.js$/,
    edit: (code, id) =>
      replaceOnce(
        code,
        id,
        /^const libFiles = \[\{\n.*?^ {4}\}\];$/ms,
        "const libFiles = [];",
      ),
  },
  {
    why: "lists of file name extensions under the Artistic License; without them the contents decide",
    module: /[\\/]node_modules[\\/](binary|text)extensions[\\/].*\.js$/,
    edit: () => "export default [];",
    replaces: true,
  },
  {
    why: "a language that is never formatted here",
    module:
      /[\\/]prettier[\\/]plugins[\\/](acorn|angular|flow|glimmer|graphql|html|meriyah|postcss)\.mjs$/,
    edit: () => "export default {};",
    replaces: true,
  },
];

/** Modules that are taken from elsewhere than the importer says. */
const REDIRECTS = [
  {
    why: "ts-morph brings its own TypeScript 5.9; everybody shares the one that we depend on",
    request: /^\.\/typescript$/,
    importer: /[\\/]@ts-morph[\\/]common[\\/]/,
    target: (require) => require.resolve("typescript"),
  },
  {
    why: "the UMD build hides its parts behind a `require` that no bundler sees",
    request: /^jsonc-parser$/,
    importer: /./,
    target: (require) =>
      join(
        dirname(require.resolve("jsonc-parser/package.json")),
        "lib/esm/main.js",
      ),
  },
];

/**
 * A rolldown plugin that carries the adaptations out.
 *
 * @param {string} root folder that holds node_modules
 * @returns {import("rolldown").Plugin}
 */
export function adaptations(root) {
  const require = createRequire(join(root, "package.json"));
  return {
    name: "adaptations",
    resolveId: {
      filter: { id: REDIRECTS.map(({ request }) => request) },
      handler: (id, importer = "") =>
        REDIRECTS.find(
          (redirect) =>
            redirect.request.test(id) && redirect.importer.test(importer),
        )?.target(require),
    },
    transform: {
      filter: { id: ADAPTATIONS.map(({ module }) => module) },
      handler: (code, id) =>
        ADAPTATIONS.find(({ module }) => module.test(id)).edit(code, id),
    },
  };
}

/** Whether nothing of the module's own text is left in the bundle. */
export function isReplaced(moduleId) {
  return ADAPTATIONS.some(
    ({ module, replaces }) => replaces === true && module.test(moduleId),
  );
}

function inlinePackage(expression) {
  return (code, id) => {
    const path = join(dirname(id), "../package.json");
    const { name, version } = JSON.parse(readFileSync(path, "utf8"));
    return replaceOnce(code, id, expression, JSON.stringify({ name, version }));
  };
}

function replaceOnce(code, id, from, to) {
  const replaced = code.replace(from, () => to);
  if (replaced === code) throw new Error(`${id} no longer holds: ${from}`);
  return replaced;
}
