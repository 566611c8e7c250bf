import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { FrameioGenError } from "../diagnostics/diagnostic.js";
import { digest } from "../lockfile/digest.js";
import type { Digest, Lockfile } from "../lockfile/lockfile.js";
import {
  type Manifest,
  MANIFEST_PATH,
  type Named,
} from "../manifest/manifest.js";
import type { FilePlan } from "../plan/file-plan.js";
import type { Reconciled, ReconcileOptions } from "../reconcile/reconcile.js";
import type { Assets } from "../render/assets.js";
import { render } from "../render/render.js";
import type { TemplateRenderer } from "../render/template-renderer.js";
import type { Tree, TreeFile } from "../render/tree.js";
import type { Disk } from "../workspace/workspace.js";
import { applyLayers } from "./apply-layers.js";
import { templateNamed, unknownTemplate } from "./catalog.js";
import { checkOutput } from "./check-output.js";
import { customDigest } from "./digest.js";
import { reconcileEjected, upstreamOf } from "./ejected.js";
import type { Layer } from "./layer.js";
import { throwAll } from "./layer-report.js";
import type { TemplateOverride } from "./override.js";
import { checkOverrides, overridingRenderer } from "./override-renderer.js";
import { readLayer } from "./read-layer.js";
import type { CustomSources, SourceFolder } from "./sources.js";

export interface CustomizeRequest {
  readonly manifest: Manifest;
  readonly sources: CustomSources;
  readonly disk: Disk;
  readonly lockfile: Lockfile | undefined;
  /** Of the tool that runs. */
  readonly toolVersion: string;
  readonly assets: Assets;
  readonly conflicts: ReconcileOptions["conflicts"];
  /** Templates to copy into the project, by name. */
  readonly eject: readonly string[];
}

/** What a project adds to the tool's templates, checked. */
export interface Customization {
  /** Every template that is replaced, by name: a layer's, or the project's own. */
  readonly overrides: ReadonlyMap<string, TemplateOverride>;
  readonly layers: readonly Layer[];
  /** The project's own templates as files, which are merged like others. */
  readonly ejected: { readonly tree: Tree; readonly reconciled: Reconciled };
  readonly warnings: readonly Diagnostic[];
  readonly digest: Digest | undefined;
  /** Turns intents into text, with all of that. @throws FrameioGenError */
  render(plans: readonly FilePlan[], ours: TemplateRenderer): Promise<Tree>;
}

/**
 * Reads layers and the project's own templates. Order: ours, the layers in theirs, the project's own.
 *
 * @throws FrameioGenError with everything that is wrong with them
 */
export async function customize(
  request: CustomizeRequest,
): Promise<Customization> {
  const { manifest, sources, assets, disk, lockfile, conflicts } = request;
  const folders = manifest.layers.map((named) => openLayer(named, sources));
  const read = folders.map(({ name, folder }) => readLayer(name, folder));
  throwAll(read.flatMap(({ diagnostics }) => diagnostics));
  const layers = read.map(({ layer }) => layer);
  const fromLayers = new Map(
    layers.flatMap(({ templates }) =>
      templates.map((each) => [each.name, each]),
    ),
  );
  const there = sources.filesIn(manifest.templates);
  const ejected = await reconcileEjected({
    folder: manifest.templates,
    names: new Set([...there, ...request.eject]),
    disk,
    lockfile,
    conflicts,
    upstream: upstreamOf(assets, fromLayers),
  });
  const own = new Map(ejected.overrides.map((each) => [each.name, each]));
  const overrides = new Map([...fromLayers, ...own]);
  throwAll(checkOverrides(overrides.values()));
  return {
    overrides,
    layers,
    ejected,
    warnings: there
      .filter((name) => templateNamed(name) === undefined)
      .map((name) => unknownTemplate(name, `${manifest.templates}/${name}`)),
    digest: customDigest(
      folders.map(({ folder }) => folder),
      new Map([...own].map(([name, { text }]) => [name, text])),
    ),
    render: (plans, ours) =>
      renderWith(plans, ours, { assets, overrides, layers, request }),
  };
}

function openLayer(
  { name, place }: Named,
  sources: CustomSources,
): { readonly name: string; readonly folder: SourceFolder } {
  try {
    return { name, folder: sources.layer(name) };
  } catch (error) {
    if (!(error instanceof FrameioGenError)) throw error;
    throw new FrameioGenError(
      error.diagnostics.map((each) => ({
        file: MANIFEST_PATH,
        ...place,
        length: name.length + 2,
        ...each,
      })),
    );
  }
}

async function renderWith(
  plans: readonly FilePlan[],
  ours: TemplateRenderer,
  {
    assets,
    overrides,
    layers,
    request,
  }: Pick<Customization, "overrides" | "layers"> & {
    readonly assets: Assets;
    readonly request: CustomizeRequest;
  },
): Promise<Tree> {
  const rendered = render(
    plans,
    { ...assets, template: upstreamOf(assets, overrides) },
    overridingRenderer(overrides, ours),
  );
  const { tree, origins } = applyLayers(rendered, layers);
  const made = new Map([
    ...origins,
    ...plans.flatMap(({ path, source }) => {
      const name =
        source.kind === "template"
          ? source.template
          : source.kind === "asset"
            ? source.asset
            : "";
      const override = overrides.get(name);
      return override === undefined ? [] : [[path, override.file] as const];
    }),
  ]);
  throwAll(
    await checkOutput(
      [...tree.values()].filter(
        (file) => made.has(file.path) && !wasChecked(file, request),
      ),
      made,
    ),
  );
  return tree;
}

/** Whether this version of the tool generated the very text before: it was checked then. */
function wasChecked(
  { path, text }: TreeFile,
  { lockfile, toolVersion }: CustomizeRequest,
): boolean {
  if (lockfile?.toolVersion !== toolVersion) return false;
  const { files } = lockfile;
  const locked = Object.hasOwn(files, path) ? files[path] : undefined;
  return locked?.by === undefined && locked?.digest === digest(text);
}
