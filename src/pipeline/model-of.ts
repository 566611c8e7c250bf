import { planApp } from "../../generators/app/plan.js";
import { planWebhook } from "../../generators/webhook/plan.js";
import { type Diagnostic, FrameioGenError } from "../diagnostics/diagnostic.js";
import type { Manifest } from "../manifest/manifest.js";
import { parseManifest } from "../manifest/parse.js";
import { versionProblem } from "../migrations/pending.js";
import type { AppModel } from "../model/app-model.js";
import { buildModel } from "../model/build-model.js";
import type { FilePlan } from "../plan/file-plan.js";
import type { Assets } from "../render/assets.js";
import type { ProviderArtifact } from "../schema/catalog.js";
import type { GenerateRequest } from "./request.js";
import type { ProviderStore, Tool } from "./tool.js";

export interface Modelled {
  readonly manifest: Manifest;
  readonly model: AppModel;
  readonly warnings: readonly Diagnostic[];
}

/** The last answer for each tool: one command asks several times. */
const modelled = new WeakMap<
  Tool,
  { readonly manifestText: string; readonly spec: string } & Modelled
>();

/**
 * Everything that is decided before a text is made.
 *
 * @throws FrameioGenError with every mistake of the manifest; FG320 and FG423 for an app of another version of the tool
 */
export function modelOf({
  manifestText,
  lockfile,
  tool,
}: Pick<GenerateRequest, "manifestText" | "lockfile" | "tool">): Modelled {
  const problem = versionProblem(lockfile, tool);
  if (problem !== undefined) throw new FrameioGenError([problem]);
  const spec = lockfile?.toolSpec ?? tool.spec;
  const last = modelled.get(tool);
  if (last?.manifestText === manifestText && last.spec === spec) return last;
  const { manifest, warnings } = readManifest(manifestText, tool.providers);
  const artifacts = loadArtifacts(manifest, tool.providers);
  const model = buildModel(manifest, artifacts, spec);
  const made = { manifest, model, warnings };
  modelled.set(tool, { manifestText, spec, ...made });
  return made;
}

/** Paths of everything that the app consists of. */
export function plannedPaths(
  model: AppModel,
  { assets }: Pick<Tool, "assets">,
): readonly string[] {
  return planAll(model, assets).map(({ path }) => path);
}

/**
 * The manifest with what it does not say filled in.
 *
 * @throws FrameioGenError with every mistake
 */
export function readManifest(
  text: string,
  providers: ProviderStore,
): { manifest: Manifest; warnings: readonly Diagnostic[] } {
  const { manifest, diagnostics } = parseManifest(text, {
    providers: {
      ids: () => providers.ids(),
      events: (id) =>
        providers.load(id)?.catalog.events.map(({ name }) => name),
      isOpen: (id) => providers.load(id)?.catalog.anyEvent !== undefined,
    },
  });
  if (
    manifest === undefined ||
    diagnostics.some(({ severity }) => severity === "error")
  ) {
    throw new FrameioGenError(diagnostics);
  }
  return { manifest, warnings: diagnostics };
}

function loadArtifacts(
  manifest: Manifest,
  store: ProviderStore,
): Map<string, ProviderArtifact> {
  const artifacts = new Map<string, ProviderArtifact>();
  for (const { schema } of Object.values(manifest.providers)) {
    const artifact = store.load(schema);
    if (artifact !== undefined) artifacts.set(schema, artifact);
  }
  return artifacts;
}

/** Every file that the app consists of, as an intent. */
export function planAll(model: AppModel, assets: Assets): FilePlan[] {
  return [
    ...planApp(model, assets),
    ...model.webhooks.flatMap((webhook) => planWebhook(model, webhook)),
  ];
}
