import { quote } from "../diagnostics/printable.js";
import { DEFAULT_TEMPLATES } from "./defaults.js";
import type { Named } from "./manifest.js";
import { folderProblem, sourceProblem } from "./names.js";
import type { Report } from "./report.js";
import { at, readArray, readString, type Value } from "./values.js";

/** Most entries of `layers` and of `generators`. */
const MOST = 20;

/** Folder of the project's own templates. */
export function readTemplates(
  value: Value | undefined,
  report: Report,
): string | undefined {
  if (value === undefined) return DEFAULT_TEMPLATES;
  return readString(value, report, folderProblem)?.replace(/^\.\/|\/$/g, "");
}

/** Packages, or folders inside the project, each once. */
export function readNamed(
  value: Value | undefined,
  report: Report,
): readonly Named[] {
  const items = value === undefined ? [] : (readArray(value, report) ?? []);
  if (value !== undefined && items.length > MOST)
    report.at(
      value.node,
      "FG103",
      `${value.path} may name ${MOST}, not ${items.length}`,
    );
  const first = new Map<string, Value>();
  return items.slice(0, MOST).flatMap((item): Named[] => {
    const name = readString(item, report, sourceProblem);
    if (name === undefined) return [];
    const twin = first.get(name);
    if (twin !== undefined) {
      report.at(
        item.node,
        "FG106",
        `${quote(name)} is named twice, first at ${at(twin.node, report)}`,
        "Keep one of them.",
      );
      return [];
    }
    first.set(name, item);
    return [{ name, place: report.locate(item.node.offset) }];
  });
}
