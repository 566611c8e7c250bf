import { planApp } from "../generators/app/plan.js";
import { planWebhook } from "../generators/webhook/plan.js";
import { FrameioGenError, type Diagnostic } from "./diagnostics/diagnostic.js";
import { formatTree, type Formatter } from "./format/formatter.js";
import { inputsDigest } from "./lockfile/inputs.js";
import type { Lockfile } from "./lockfile/lockfile.js";
import { printLockfile } from "./lockfile/print.js";
import { MANIFEST_PATH, type Manifest } from "./manifest/manifest.js";
import { parseManifest } from "./manifest/parse.js";
import type { AppModel } from "./model/app-model.js";
import { buildModel } from "./model/build-model.js";
import type { FilePlan } from "./plan/file-plan.js";
import type { Change, ChangeSet } from "./reconcile/change-set.js";
import { chooseMerge } from "./reconcile/choose-merge.js";
import { reconcile } from "./reconcile/reconcile.js";
import type { Assets } from "./render/assets.js";
import { render } from "./render/render.js";
import type { TemplateRenderer } from "./render/template-renderer.js";
import type { Tree } from "./render/tree.js";
import type { ProviderArtifact } from "./schema/catalog.js";
import type { Disk } from "./workspace/workspace.js";

/** What the installed tool brings along. */
export interface Tool {
  readonly version: string;
  /** Changes whenever anything that the tool emits may change. */
  readonly fingerprint: string;
  /** What the app's package.json should name for the tool: its version, or `file:…` where it was installed from a file. */
  readonly spec: string;
  readonly assets: Assets;
  /** Loads what renders the templates: a command that renders nothing does without. */
  readonly templates: () => Promise<TemplateRenderer>;
  readonly providers: ProviderStore;
}

/** The built-in providers. */
export interface ProviderStore {
  /** Such as `frameio@4`. */
  ids(): readonly string[];
  load(id: string): ProviderArtifact | undefined;
}

export interface GenerateRequest {
  /** The manifest as it should be; differs from the one on disk when the command edits it. */
  readonly manifestText: string;
  readonly disk: Disk;
  readonly lockfile: Lockfile | undefined;
  readonly tool: Tool;
  /** The project's own code style, where it has one. */
  readonly formatter?: Formatter | undefined;
  /** Discards the user's edits of managed files instead of reporting a conflict. */
  readonly force?: boolean;
  /** `inline` writes conflicts into merged files, between markers, instead of writing nothing. */
  readonly conflicts?: "report" | "inline";
}

export interface GenerateResult {
  readonly model: AppModel;
  readonly tree: Tree;
  readonly changeSet: ChangeSet;
}

/**
 * The whole flow: manifest → model → plan → render → reconcile. Nothing is written; committing the change set is the caller's last step,
 * and `check`, `diff` and `--dry-run` just leave it out.
 *
 * @throws FrameioGenError with every mistake of the manifest
 */
export async function generate(
  request: GenerateRequest,
): Promise<GenerateResult> {
  const { disk, lockfile, tool } = request;
  const { manifest, warnings } = readManifest(
    request.manifestText,
    tool.providers,
  );
  const artifacts = loadArtifacts(manifest, tool.providers);
  const model = buildModel(
    manifest,
    artifacts,
    lockfile?.toolSpec ?? tool.spec,
  );
  const rendered = render(
    planAll(model, tool.assets),
    tool.assets,
    await tool.templates(),
  );
  const tree = request.formatter
    ? await formatTree(rendered, request.formatter)
    : rendered;
  const reconciled = reconcile(tree, lockfile, disk, {
    merge: await chooseMerge(tree, lockfile, disk),
    force: request.force ?? false,
    conflicts: request.conflicts ?? "report",
  });
  const next: Lockfile = {
    lockfileVersion: 1,
    toolVersion: tool.version,
    toolSpec: model.toolSpec,
    inputs: inputsDigest(request),
    providers: pinnedProviders(model),
    files: reconciled.files,
  };
  const changeSet: ChangeSet = {
    changes: [...manifestChange(request), ...reconciled.changes],
    outcomes: reconciled.outcomes,
    conflicts: reconciled.conflicts,
    warnings,
    lockfile:
      lockfile !== undefined && printLockfile(lockfile) === printLockfile(next)
        ? null
        : next,
  };
  return { model, tree, changeSet };
}

function readManifest(
  text: string,
  providers: ProviderStore,
): { manifest: Manifest; warnings: readonly Diagnostic[] } {
  const { manifest, diagnostics } = parseManifest(text, {
    providers: {
      ids: () => providers.ids(),
      events: (id) =>
        providers.load(id)?.catalog.events.map(({ name }) => name),
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

function planAll(model: AppModel, assets: Assets): FilePlan[] {
  return [
    ...planApp(model, assets),
    ...model.webhooks.flatMap((webhook) => planWebhook(webhook)),
  ];
}

function pinnedProviders(model: AppModel): Lockfile["providers"] {
  return Object.fromEntries(
    model.providers.map(({ id, artifact }) => [
      id,
      { schema: artifact.catalog.id, digest: artifact.catalog.digest },
    ]),
  );
}

function manifestChange({ manifestText, disk }: GenerateRequest): Change[] {
  const onDisk = disk.read(MANIFEST_PATH);
  if (onDisk?.text === manifestText) return [];
  const change = {
    path: MANIFEST_PATH,
    text: manifestText,
    executable: false,
  } as const;
  return [
    onDisk === undefined
      ? { ...change, kind: "create", expects: null, reason: "create" }
      : { ...change, kind: "update", expects: onDisk.digest, reason: "edit" },
  ];
}
