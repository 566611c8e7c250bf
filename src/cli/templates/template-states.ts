import { templateCatalog, templateNamed } from "../../customize/catalog.js";
import { readLayer } from "../../customize/read-layer.js";
import type { TemplateDescription } from "../../customize/template-description.js";
import { plain } from "../../customize/ejected-text.js";
import { openCustomSources } from "../../workspace/custom-sources.js";
import type { OpenApp } from "../app/open-app.js";
import { readManifest } from "../app/read-manifest.js";

/** Whose version of a template is in use. */
export interface TemplateState {
  readonly template: TemplateDescription;
  readonly inUse: "ours" | "layer" | "ejected";
  /** As the manifest names it; where a layer replaces ours, whether or not the project replaces it again. */
  readonly layer: string | undefined;
  /** Where the text in use lies; undefined for ours. */
  readonly file: string | undefined;
  /** The text in use. */
  readonly text: string;
  /** The text that would be in use without the project's own: ours, or a layer's. */
  readonly below: string;
}

/**
 * Every template, sorted by name. Nothing is rendered or checked: a broken template can still be listed and compared.
 *
 * @throws FrameioGenError with the mistakes of the manifest, or when a layer cannot be read
 */
export function templateStates(app: OpenApp): readonly TemplateState[] {
  const { layers, templates: folder } = readManifest(app);
  const sources = openCustomSources(app.root);
  const fromLayers = new Map(
    layers.flatMap(({ name }) =>
      readLayer(name, sources.layer(name)).layer.templates.map(
        (each) => [each.name, each] as const,
      ),
    ),
  );
  const own = new Set(
    sources.filesIn(folder).filter((name) => templateNamed(name) !== undefined),
  );
  return templateCatalog.map((template): TemplateState => {
    const { name } = template;
    const override = fromLayers.get(name);
    const below = override?.text ?? app.tool.assets.template(name);
    const common = { template, layer: override?.layer, below };
    if (own.has(name)) {
      const file = `${folder}/${name}`;
      const text = plain(app.workspace.read(file)?.text ?? "");
      return { ...common, inUse: "ejected", file, text };
    }
    return override === undefined
      ? { ...common, inUse: "ours", file: undefined, text: below }
      : { ...common, inUse: "layer", file: override.file, text: below };
  });
}
