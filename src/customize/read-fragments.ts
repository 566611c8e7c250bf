import { didYouMean } from "../diagnostics/nearest.js";
import { quote } from "../diagnostics/printable.js";
import { variableProblem } from "../manifest/names.js";
import type { Json } from "../schema/catalog.js";
import { type Fragment, fragmentTargets } from "./layer.js";
import type { LayerReport } from "./layer-report.js";
import { isObject, parseData } from "./parse-data.js";
import { showsSecrets } from "./secret-files.js";

/** Run by package managers on their own: whoever installs would run them without having asked. */
const INSTALL_SCRIPTS =
  /^(?:pre|post)?(?:install|prepare|prepublish|prepublishOnly|pack|publish|version|uninstall)$|^dependencies$/;
const IMPORT =
  /^import (?:(?:type )?[^"';]{1,300} from )?"([^"\\\n]{1,200})";$/;
const MOST = 500;
/** No file of ours is called so. */
const OVERRIDE = "override";

/** Reads `fragments.json`: what goes into which file, each by its key. */
export function readFragments(
  text: string,
  file: string,
  report: LayerReport,
): readonly Fragment[] {
  const value = parseData(text, file, report);
  if (value === undefined) return [];
  const found: Fragment[] = [];
  for (const [target, content] of Object.entries(value)) {
    if (target === "$schema") continue;
    if (target === OVERRIDE) {
      found.push(...readOverrides(content, file, report));
      continue;
    }
    const kind = Object.hasOwn(fragmentTargets, target)
      ? fragmentTargets[target]
      : undefined;
    if (kind === undefined) {
      const known = Object.keys(fragmentTargets);
      report.add(file, `${quote(target)} takes no fragments`, {
        hint: `${didYouMean(target, known) ?? ""} There are ${known.join(", ")}; add other files whole, below files/.`.trim(),
      });
      continue;
    }
    found.push(...readTarget(kind, target, content, file, report));
  }
  if (found.length > MOST)
    report.add(file, `There are more than ${MOST} fragments`);
  return found;
}

/** Keys that replace what ours or a layer below says, in the same form as those that are added. */
function readOverrides(
  content: Json,
  file: string,
  report: LayerReport,
): Fragment[] {
  if (!isObject(content)) {
    report.add(file, `${quote(OVERRIDE)} must be an object`);
    return [];
  }
  return Object.entries(content).flatMap(([target, keys]): Fragment[] => {
    const known = Object.keys(fragmentTargets).filter(
      (name) => fragmentTargets[name] === "key",
    );
    if (!known.includes(target)) {
      report.add(file, `Nothing of ${quote(target)} can be overridden by key`, {
        hint: `${didYouMean(target, known) ?? ""} There are ${known.join(", ")}; other files have templates.`.trim(),
      });
      return [];
    }
    return readTarget("key", target, keys, file, report).map((fragment) =>
      fragment.kind === "key" ? { ...fragment, override: true } : fragment,
    );
  });
}

function readTarget(
  kind: Fragment["kind"],
  target: string,
  content: Json,
  file: string,
  report: LayerReport,
): Fragment[] {
  if (kind === "key" || kind === "variable") {
    if (!isObject(content)) {
      report.add(file, `${quote(target)} must be an object`);
      return [];
    }
    return kind === "key"
      ? readKeys(target, [], content, file, report)
      : Object.entries(content).flatMap(([name, value]) =>
          readVariable(target, name, value, file, report),
        );
  }
  const lines = Array.isArray(content) ? (content as readonly Json[]) : [];
  if (
    !Array.isArray(content) ||
    !lines.every((line) => typeof line === "string")
  ) {
    report.add(file, `${quote(target)} must be a list of texts`);
    return [];
  }
  return (lines as readonly string[]).flatMap((line) =>
    kind === "line"
      ? readLine(target, line, file, report)
      : readImport(target, line, file, report),
  );
}

function readKeys(
  target: string,
  path: readonly string[],
  content: { readonly [key: string]: Json },
  file: string,
  report: LayerReport,
): Fragment[] {
  return Object.entries(content).flatMap(([name, value]): Fragment[] => {
    const key = [...path, name];
    if (target === "package.json") {
      const [section, script = ""] = key;
      if (section === "scripts" && INSTALL_SCRIPTS.test(script)) {
        report.add(
          file,
          `The script ${quote(script)} would run by itself when somebody installs the app`,
          { hint: "Give it another name, and let people run it." },
        );
        return [];
      }
    }
    if (isObject(value) && Object.keys(value).length > 0)
      return readKeys(target, key, value, file, report);
    return [{ kind: "key", target, file, key, value, override: false }];
  });
}

function readVariable(
  target: string,
  name: string,
  value: Json,
  file: string,
  report: LayerReport,
): Fragment[] {
  const problem = variableProblem(name);
  if (problem !== undefined) {
    report.add(file, problem.message, problem);
    return [];
  }
  const { description, default: preset = "" } = isObject(value) ? value : {};
  if (
    typeof description !== "string" ||
    typeof preset !== "string" ||
    /[\r\n]/.test(preset)
  ) {
    report.add(
      file,
      `The variable ${quote(name)} needs a description, and may have a default on one line`,
      { hint: '"NAME": { "description": "…", "default": "…" }' },
    );
    return [];
  }
  return [{ kind: "variable", target, file, name, description, value: preset }];
}

function readLine(
  target: string,
  line: string,
  file: string,
  report: LayerReport,
): Fragment[] {
  if (line.trim() !== line || line === "" || /[\r\n]/.test(line)) {
    report.add(file, `${quote(line)} is not one line of ${quote(target)}`);
    return [];
  }
  if (target !== ".gitattributes" && showsSecrets(line)) {
    report.add(
      file,
      `${quote(line)} would take .env, which holds secrets, out of ${quote(target)}`,
    );
    return [];
  }
  return [{ kind: "line", target, file, line }];
}

function readImport(
  target: string,
  statement: string,
  file: string,
  report: LayerReport,
): Fragment[] {
  const [, module] = IMPORT.exec(statement) ?? [];
  if (module === undefined) {
    report.add(file, `${quote(statement)} is not one import statement`, {
      hint: "Write it as Prettier would, such as 'import \"./tracing.js\";'.",
    });
    return [];
  }
  return [{ kind: "import", target, file, statement, module }];
}
