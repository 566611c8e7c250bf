import type { FilePlan, FileSource } from "../plan/file-plan.js";
import type { Assets } from "./assets.js";
import { printJson } from "./json.js";
import { endedOnce } from "./last-line.js";
import type { TemplateRenderer } from "./template-renderer.js";
import type { Tree, TreeFile } from "./tree.js";

/**
 * Turns intents into text.
 *
 * @throws Error when two plans want the same path, an asset is missing, or a template names an unknown variable: mistakes of ours, not of the user
 */
export function render(
  plans: readonly FilePlan[],
  assets: Assets,
  renderTemplate: TemplateRenderer,
): Tree {
  const files = new Map<string, TreeFile>();
  for (const plan of [...plans].sort((a, b) =>
    a.path < b.path ? -1 : a.path > b.path ? 1 : 0,
  )) {
    if (files.has(plan.path))
      throw new Error(`two plans for one path: ${plan.path}`);
    files.set(plan.path, {
      path: plan.path,
      ownership: plan.ownership,
      text: endedOnce(renderSource(plan.source, assets, renderTemplate)),
      executable: plan.executable ?? false,
    });
  }
  return files;
}

function renderSource(
  source: FileSource,
  assets: Assets,
  renderTemplate: TemplateRenderer,
): string {
  switch (source.kind) {
    case "template":
      return renderTemplate(source.template, source.data);
    case "asset":
      return assets.template(source.asset);
    case "json":
      return printJson(source.value);
    case "text":
      return source.text;
  }
}
