import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { quote } from "../diagnostics/printable.js";
import { MANIFEST_PATH } from "../manifest/manifest.js";
import type { Ownership } from "../plan/file-plan.js";
import type { Json } from "../schema/catalog.js";
import { pathProblem } from "../workspace/path-guard.js";
import { templateNamed, unknownTemplate } from "./catalog.js";
import type { Layer, LayerFile } from "./layer.js";
import { layerReport, type LayerReport } from "./layer-report.js";
import type { TemplateOverride } from "./override.js";
import { isObject, parseData } from "./parse-data.js";
import { readFragments } from "./read-fragments.js";
import type { SourceFolder } from "./sources.js";

/** What a layer may not write: the tool's own files, secrets, and other people's code. */
const FORBIDDEN =
  /^(?:\.frameio|src\/frameio|node_modules|\.git)(?:\/|$)|^\.env(?!\.example$)|(?:^|\/)node_modules\//i;
/** Package managers run these, or what they name, on their own: whoever installs would run them without having asked. */
const RUN_BY_INSTALL =
  /^(?:binding\.gyp|\.pnpmfile\.[cm]?js|\.yarnrc(?:\.yml)?|\.yarn\/.*)$/i;
const OWNERSHIPS: readonly string[] = ["managed", "scaffolded", "merged"];
const KEYS = ["$schema", "name", "description", "files"];

/** Reads a layer's files. Everything that is wrong is told; the layer is to be used only when nothing is. */
export function readLayer(
  name: string,
  { path, files }: SourceFolder,
): { readonly layer: Layer; readonly diagnostics: readonly Diagnostic[] } {
  const report = layerReport();
  const at = (each: string) => `${path}/${each}`;
  const header = readHeader(files, path, report);
  const templates: TemplateOverride[] = [];
  const added: LayerFile[] = [];
  for (const [each, text] of files) {
    if (each.startsWith("templates/")) {
      const template = each.slice("templates/".length);
      if (templateNamed(template) === undefined)
        report.found.push({
          ...unknownTemplate(template, at(each)),
          severity: "error",
        });
      else
        templates.push({ name: template, text, file: at(each), layer: name });
    } else if (each.startsWith("files/")) {
      const target = each.slice("files/".length);
      if (mayWrite(target, at(each), report))
        added.push({
          path: target,
          ownership: header.get(target) ?? "merged",
          text,
          file: at(each),
        });
    }
  }
  for (const target of header.keys())
    if (!files.has(`files/${target}`))
      report.add(
        at("layer.json"),
        `"files" names ${quote(target)}, which is not below files/`,
      );
  const fragments = files.get("fragments.json");
  return {
    layer: {
      name,
      templates,
      files: added,
      fragments:
        fragments === undefined
          ? []
          : readFragments(fragments, at("fragments.json"), report),
    },
    diagnostics: report.found,
  };
}

/** Ownership by path, from `layer.json` or from the key `frameioLayer` of package.json: one of them makes a folder a layer. */
function readHeader(
  files: SourceFolder["files"],
  path: string,
  report: LayerReport,
): ReadonlyMap<string, Ownership> {
  const own = files.get("layer.json");
  const manifest = files.get("package.json");
  const file = `${path}/${own === undefined ? "package.json" : "layer.json"}`;
  const value =
    own === undefined
      ? keyOfPackage(manifest ?? "{}", file, report)
      : parseData(own, file, report);
  if (value === undefined) {
    if (report.found.length === 0)
      report.add(path, "It is no layer: there is no layer.json", {
        code: "FG706",
        hint: 'Add "layer.json" (it may be {}), or the key "frameioLayer" to its package.json.',
      });
    return new Map();
  }
  for (const key of Object.keys(value))
    if (!KEYS.includes(key))
      report.add(file, `Unknown key ${quote(key)}`, {
        hint: `Known keys: ${KEYS.join(", ")}.`,
      });
  const ownership = new Map<string, Ownership>();
  const { files: declared = {} } = value;
  if (!isObject(declared)) report.add(file, '"files" must be an object');
  else
    for (const [each, word] of Object.entries(declared)) {
      if (typeof word === "string" && OWNERSHIPS.includes(word))
        ownership.set(each, word as Ownership);
      else
        report.add(
          file,
          `The ownership of ${quote(each)} must be ${OWNERSHIPS.join(", ")}`,
        );
    }
  return ownership;
}

function keyOfPackage(
  text: string,
  file: string,
  report: LayerReport,
): { readonly [key: string]: Json } | undefined {
  const key = parseData(text, file, report)?.["frameioLayer"];
  if (key === undefined) return undefined;
  if (isObject(key)) return key;
  report.add(file, '"frameioLayer" must be an object');
  return undefined;
}

function mayWrite(path: string, file: string, report: LayerReport): boolean {
  const problem =
    pathProblem(path) ??
    layerMayNot(path) ??
    (RUN_BY_INSTALL.test(path)
      ? "would be run by a package manager when somebody installs the app"
      : undefined);
  if (problem === undefined) return true;
  report.add(file, `The path ${quote(path)} ${problem}`, { code: "FG709" });
  return false;
}

/** Why neither layers nor the user's generators may write a path, as the end of a sentence; undefined when they may. */
export function layerMayNot(path: string): string | undefined {
  return FORBIDDEN.test(path) || path.toLowerCase() === MANIFEST_PATH
    ? "does not belong to layers"
    : undefined;
}
