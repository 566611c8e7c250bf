import { fixturePath } from "../../generators/webhook/paths.js";
import { moveFiles } from "../handlers/move-files.js";
import { sameEvents } from "../handlers/search.js";
import { rewriteImports } from "../handlers/syntax/rewrite-imports.js";
import { movedWebhookFiles } from "../handlers/webhook-files.js";
import { digest } from "../lockfile/digest.js";
import { removeWebhook } from "../manifest/edit.js";
import { renameEvent } from "../manifest/edit-events.js";
import type { AppModel } from "../model/app-model.js";
import { modelOf } from "../pipeline.js";
import type { FileEdit } from "../reconcile/file-edit.js";
import type { EventType } from "../schema/catalog.js";
import type { SourceDisk } from "../workspace/workspace.js";
import type { CatalogChanges } from "./change.js";
import type { renameInCode } from "./compile/rename-code.js";
import { applyTextEdits } from "./compile/text-edits.js";
import type { ImpactRequest, ProviderImpact } from "./impact.js";
import { type ProviderVersions, toolWithEvents } from "./versions.js";

/** The manifest with renamed events under their new names, and without those that are gone. */
export function editManifest(
  text: string,
  { provider, changes, families }: ProviderImpact,
  disk: SourceDisk,
): string {
  const steps = [
    ...changes.events.flatMap((event): [string, string | undefined][] => {
      if (event.kind === "event-renamed") return [[event.from, event.event]];
      return event.kind === "event-removed" ? [[event.event, undefined]] : [];
    }),
    ...families,
  ];
  const isTaken = (path: string) => disk.has(path);
  return steps.reduce(
    (current, [from, to]) =>
      to === undefined
        ? removeWebhook(current, { events: [from], provider }).text
        : renameEvent(current, { from, to, provider }, isTaken),
    text,
  );
}

export interface Models {
  /** The app as it was: with the events that are gone. */
  readonly model: AppModel;
  readonly after: AppModel;
}

/** @param edited the manifest as it is to be */
export function modelsOf(
  { manifestText, lockfile, now, before }: ImpactRequest,
  edited: string,
  versions: readonly ProviderVersions[],
): Models {
  const then = versions.reduce(
    (tool, { catalog, before: old }) => {
      const names = new Set(catalog.events.map(({ name }) => name));
      const gone = old.events.filter(({ name }) => !names.has(name));
      return toolWithEvents(tool, catalog.id, [
        ...catalog.events,
        ...(gone as readonly EventType[]),
      ]);
    },
    before === now ? before : now,
  );
  return {
    model: modelOf({ manifestText, lockfile, tool: then }).model,
    after: modelOf({ manifestText: edited, lockfile, tool: now }).model,
  };
}

/** What is done to the user's files: names in them, their places, and samples that are as they were generated. */
export async function fileEdits(
  { lockfile, disk }: ImpactRequest,
  { model, after }: Models,
  providers: readonly ProviderImpact[],
  codeEdits: ReturnType<typeof renameInCode>,
) {
  const changes = new Map(
    providers.map((one) => [one.provider, one.changes] as const),
  );
  const stay = new Set(model.webhooks.map(({ handlerPath }) => handlerPath));
  const moves = movedWebhookFiles(model, after, (path) => {
    const webhook = model.webhooks.find(
      ({ handlerPath }) => handlerPath === path,
    );
    const renamed = new Map(
      changes
        .get(webhook?.provider.id ?? "")
        ?.events.flatMap((event) =>
          event.kind === "event-renamed" ? [[event.from, event.event]] : [],
        ),
    );
    const names = (webhook?.events ?? []).map(
      ({ name }) => renamed.get(name) ?? name,
    );
    const later = after.webhooks.filter(
      ({ provider, events }) =>
        provider.id === webhook?.provider.id &&
        events.some(({ name }) => names.includes(name)),
    );
    const same =
      later.find(({ handlerPath }) => handlerPath === path) ??
      later.find(
        ({ events, handlerPath }) =>
          !stay.has(handlerPath) &&
          sameEvents(
            events.map(({ name }) => name),
            names,
          ),
      ) ??
      later.find(({ handlerPath }) => !stay.has(handlerPath));
    return same?.handlerPath ?? path;
  });
  const isUntouched = (path: string) =>
    disk.read(path)?.digest === lockfile.files[path]?.digest;
  const texts = new Map(
    [...codeEdits].flatMap(([path, list]) => {
      const text = disk.read(path)?.text;
      const isShared = lockfile.files[path]?.ownership === "merged";
      // What is as it was generated is generated anew: shared files always, those of the user's at their new place.
      return text === undefined ||
        ((isShared || moves.has(path)) && isUntouched(path))
        ? []
        : [
            [
              path,
              // Generating makes the same of what the template says there; paths must be the same, too.
              isShared
                ? rewriteImports(path, applyTextEdits(text, list), moves)
                : applyTextEdits(text, list),
            ] as const,
          ];
    }),
  );
  const overlaid: SourceDisk = {
    list: (folder) => disk.list(folder),
    has: (path) => disk.has(path),
    read(path) {
      const text = texts.get(path);
      return text === undefined
        ? disk.read(path)
        : { text, digest: digest(text) };
    },
  };
  const moved = await moveFiles(moves, overlaid, lockfile);
  const written = new Set(
    moved.flatMap((edit) => (edit.kind === "move" ? [edit.from] : [edit.path])),
  );
  const touched = new Map(
    providers.map((one) => [one.provider, touchedEvents(one.changes)] as const),
  );
  const renewed = after.webhooks
    .filter(({ provider, events }) =>
      events.some(({ name }) => touched.get(provider.id)?.has(name) === true),
    )
    .map(fixturePath)
    .filter((path) => lockfile.files[path] !== undefined && isUntouched(path));
  const edits: FileEdit[] = [
    ...moved,
    ...[...texts]
      .filter(([path]) => !written.has(path) && !renewed.includes(path))
      .map(([path, text]): FileEdit => ({ kind: "write", path, text })),
    ...renewed.map((path): FileEdit => ({ kind: "renew", path })),
  ];
  const kept = new Set(after.webhooks.map(({ handlerPath }) => handlerPath));
  return {
    edits,
    moves,
    released: model.webhooks
      .map(({ handlerPath }) => handlerPath)
      .filter((path) => !kept.has(path) && !moves.has(path)),
  };
}

/** By their new names. */
function touchedEvents({
  events,
  shared,
}: CatalogChanges): ReadonlySet<string> {
  return new Set([
    ...events.flatMap((event) =>
      event.kind === "event-removed" ? [] : [event.event],
    ),
    ...shared.flatMap((one) => one.events.map(({ event }) => event)),
  ]);
}
