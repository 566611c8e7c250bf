import { companionFiles, planApp } from "../generators/app/plan.js";
import { planWebhook } from "../generators/webhook/plan.js";
import {
  customizationOf,
  joined,
  looksAt,
  withoutOthers,
} from "./customize/in-pipeline.js";
import type { CustomSources } from "./customize/sources.js";
import { FrameioGenError, type Diagnostic } from "./diagnostics/diagnostic.js";
import { formatTree, type Formatter } from "./format/formatter.js";
import { inputsDigest } from "./lockfile/inputs.js";
import type { Lockfile, Pin } from "./lockfile/lockfile.js";
import { printLockfile } from "./lockfile/print.js";
import { missingHandlers } from "./handlers/missing.js";
import { MANIFEST_PATH, type Manifest } from "./manifest/manifest.js";
import { parseManifest } from "./manifest/parse.js";
import type { Migration } from "./migrations/migration.js";
import { versionProblem } from "./migrations/pending.js";
import type { AppModel } from "./model/app-model.js";
import { buildModel } from "./model/build-model.js";
import type { FilePlan } from "./plan/file-plan.js";
import type { Change, ChangeSet } from "./reconcile/change-set.js";
import { chooseMerge } from "./reconcile/choose-merge.js";
import { applyEdits, type FileEdit } from "./reconcile/file-edit.js";
import { partSettled } from "./reconcile/settled.js";
import {
  reconcile,
  type ReconcileOptions,
  type Removal,
} from "./reconcile/reconcile.js";
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
  /** What brings apps of older versions to this one. */
  readonly migrations?: readonly Migration[];
}

/** The built-in providers, and those whose documents are pinned in the app. */
export interface ProviderStore {
  /** Of the built-in ones, such as `frameio@4`. */
  ids(): readonly string[];
  /**
   * By the manifest's `schema`. Types and validators of a pinned document must be prepared before they are read.
   *
   * @throws FrameioGenError with everything that is wrong with a pinned document
   */
  load(id: string): ProviderArtifact | undefined;
  /** Makes the types of a pinned document and the validators of the event types that are named. */
  prepare?(id: string, events: readonly string[]): Promise<void>;
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
  /** `inline` writes conflicts into merged files, between markers, instead of writing nothing; `ours` keeps the user's side, with a warning. */
  readonly conflicts?: ReconcileOptions["conflicts"];
  /** What the command does to the project's files before anything is generated; part of the change set. */
  readonly edits?: readonly FileEdit[];
  /** What is deleted, rather than released, when it is no longer generated. */
  readonly remove?: Removal | undefined;
  /** False where nobody is told which of their own files the user edited: those need not be read then. Default: true. */
  readonly tellEdited?: boolean | undefined;
  /** Whether the tree has every text, those too that would not be written whatever they say. Default: false. */
  readonly everyText?: boolean | undefined;
  /** Where layers and the project's own templates come from; without it there are none. */
  readonly sources?: CustomSources | undefined;
  /** Templates to copy into the project, by name. */
  readonly eject?: readonly string[];
  /** Documents that the command pins, by provider: where they are from, and when they were read. */
  readonly pins?: Readonly<Record<string, Pin>>;
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
  const { tool } = request;
  const { manifest, model, warnings } = modelOf(request);
  await prepareProviders(model, tool.providers);
  const edited = applyEdits(
    request.disk,
    request.lockfile,
    request.edits ?? [],
  );
  const { disk } = edited;
  const conflicts = request.conflicts ?? "report";
  const custom = await customizationOf({
    manifest,
    sources: request.sources,
    disk,
    lockfile: edited.lockfile,
    assets: tool.assets,
    conflicts,
    eject: request.eject ?? [],
  });
  const lockfile = withoutOthers(edited.lockfile, custom, manifest);
  const { open: plans, settled } = partSettled(
    planAll(model, tool.assets),
    lockfile,
    (plan) => request.everyText === true || looksAt(custom, plan),
  );
  const templates = await tool.templates();
  const rendered =
    custom === undefined
      ? render(plans, tool.assets, templates)
      : await custom.render(plans, templates);
  const tree = request.formatter
    ? await formatTree(rendered, request.formatter)
    : rendered;
  const made = reconcile(tree, lockfile, disk, {
    merge: await chooseMerge(tree, lockfile, disk),
    force: request.force ?? false,
    conflicts,
    remove: request.remove,
    companions: companionFiles,
    settled,
    tellEdited: request.tellEdited,
  });
  const reconciled = joined(made, custom, edited.lockfile);
  const missing = missingHandlers(model, reconciled.outcomes);
  if (missing.length > 0) throw new FrameioGenError(missing);
  const next: Lockfile = {
    lockfileVersion: 1,
    toolVersion: tool.version,
    toolSpec: model.toolSpec,
    inputs: inputsDigest({ ...request, custom: custom?.digest }),
    ...(custom?.digest !== undefined && { templates: custom.digest }),
    providers: lockedProviders(model, request),
    files: reconciled.files,
    migrations: lockfile?.migrations,
  };
  const changeSet: ChangeSet = {
    changes: [...manifestChange(request), ...edited.onto(reconciled.changes)],
    outcomes: edited.outcomes(reconciled.outcomes),
    conflicts: reconciled.conflicts,
    warnings: [...warnings, ...reconciled.warnings],
    lockfile:
      request.lockfile !== undefined &&
      request.lockfile.inputs === next.inputs &&
      printLockfile(request.lockfile) === printLockfile(next)
        ? null
        : next,
  };
  return {
    model,
    tree: new Map([...(custom?.ejected.tree ?? []), ...tree]),
    changeSet,
  };
}

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

function planAll(model: AppModel, assets: Assets): FilePlan[] {
  return [
    ...planApp(model, assets),
    ...model.webhooks.flatMap((webhook) => planWebhook(model, webhook)),
  ];
}

async function prepareProviders(
  { providers, webhooks }: AppModel,
  store: ProviderStore,
): Promise<void> {
  for (const provider of providers) {
    const handled = webhooks
      .filter((webhook) => webhook.provider.artifact === provider.artifact)
      .flatMap(({ events }) => events.map(({ name }) => name));
    await store.prepare?.(provider.artifact.catalog.id, handled);
  }
}

function lockedProviders(
  { providers }: AppModel,
  { lockfile, pins = {} }: GenerateRequest,
): Lockfile["providers"] {
  return Object.fromEntries(
    providers.map(({ id, artifact }) => {
      const { id: schema, digest } = artifact.catalog;
      const before = lockfile?.providers[id];
      const { source, date } =
        pins[id] ?? (before?.schema === schema ? before : {});
      return [
        id,
        {
          schema,
          digest,
          ...(source !== undefined && { source }),
          ...(date !== undefined && { date }),
        },
      ];
    }),
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
