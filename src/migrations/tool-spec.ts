import { findNodeAtLocation, parseTree } from "jsonc-parser";
import type { Lockfile } from "../lockfile/lockfile.js";
import type { FileEdit } from "../reconcile/file-edit.js";
import type { Disk } from "../workspace/workspace.js";
import { compareVersions } from "./version.js";

const PACKAGE_JSON = "package.json";
const TOOL = "create-frameio-app";

/**
 * What the app's package.json shall name for the tool, and the edit that makes it so. A version, or a range that begins with one, becomes
 * this version; whatever else is named (`file:…`, a tag, an address) stays.
 */
export function raiseToolSpec(
  disk: Disk,
  lockfile: Lockfile,
  version: string,
): { readonly toolSpec: string; readonly edits: readonly FileEdit[] } {
  const text = disk.read(PACKAGE_JSON)?.text ?? "";
  const root = parseTree(text);
  const node = ["devDependencies", "dependencies"]
    .map((group) => root && findNodeAtLocation(root, [group, TOOL]))
    .find((found) => typeof found?.value === "string");
  const current = (node?.value as string | undefined) ?? lockfile.toolSpec;
  const toolSpec = raised(current, version);
  if (node === undefined || toolSpec === current)
    return { toolSpec, edits: [] };
  const { offset, length } = node;
  const edited =
    text.slice(0, offset) +
    JSON.stringify(toolSpec) +
    text.slice(offset + length);
  return {
    toolSpec,
    edits: [{ kind: "write", path: PACKAGE_JSON, text: edited }],
  };
}

function raised(spec: string, version: string): string {
  const match = /^(\^|~|>=)?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)$/.exec(spec);
  if (match === null) return spec;
  const [, range = "", named = ""] = match;
  return compareVersions(named, version) < 0 ? range + version : spec;
}
