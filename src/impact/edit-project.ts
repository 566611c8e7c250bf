import { typeNamespace } from "../../generators/app/types.js";
import { fixturePath } from "../../generators/webhook/paths.js";
import { moveFiles } from "../handlers/move-files.js";
import { rewriteImports } from "../handlers/syntax/rewrite-imports.js";
import { movedWebhookFiles } from "../handlers/webhook-files.js";
import { digest } from "../lockfile/digest.js";
import { removeWebhook } from "../manifest/edit.js";
import { renameEvent } from "../manifest/edit-events.js";
import type { WebhookModel } from "../model/app-model.js";
import { modelOf } from "../pipeline.js";
import type { FileEdit } from "../reconcile/file-edit.js";
import type { EventType } from "../schema/catalog.js";
import type { SourceDisk } from "../workspace/workspace.js";
import type { CatalogChanges } from "./change.js";
import { applyTextEdits, type TextEdit } from "./compile/text-edits.js";
import type { ImpactRequest, ProviderImpact } from "./impact.js";
import type { Models } from "./later-webhooks.js";
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
  later: ReadonlyMap<WebhookModel, WebhookModel>,
  providers: readonly ProviderImpact[],
  elsewhere: readonly string[],
  codeEdits: ReadonlyMap<string, readonly TextEdit[]>,
) {
  const handlerAfter = new Map(
    [...later].map(([webhook, next]) => [
      webhook.handlerPath,
      next.handlerPath,
    ]),
  );
  const moves = movedWebhookFiles(
    model,
    after,
    (path) => handlerAfter.get(path) ?? path,
  );
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
  const moved = await moveFiles(
    moves,
    overlaid,
    lockfile,
    new Set(),
    elsewhere,
  );
  const written = new Set(
    moved.flatMap((edit) => (edit.kind === "move" ? [edit.from] : [edit.path])),
  );
  const touched = new Map(
    providers.map((one) => [one.provider, touchedEvents(one.changes)] as const),
  );
  // With a type of one provider goes the name that one of another provider's had.
  const isNamed = ({ provider, events }: WebhookModel) =>
    typeNamespace(
      after,
      provider,
      events.map(({ typeName }) => typeName),
    ) !== null;
  const lessening = new Set(
    [...later].flatMap(([webhook, next]) =>
      next.events.length < webhook.events.length ? [next] : [],
    ),
  );
  const renewed = after.webhooks
    .filter(
      (webhook) =>
        lessening.has(webhook) ||
        webhook.events.some(
          ({ name }) => touched.get(webhook.provider.id)?.has(name) === true,
        ) ||
        isNamed(webhook),
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
