import type { Lockfile } from "../lockfile/lockfile.js";
import { handledSenders } from "../../generators/app/shared-names.js";
import { namesToHandle } from "../manifest/families.js";
import { fixturePath, testPath } from "../../generators/webhook/paths.js";
import type { AppModel } from "../model/app-model.js";
import { eventTypeName } from "../schema/event-names.js";
import { isUnchanged } from "./change.js";
import { typesPath } from "./compare-versions.js";
import { changedFields, type OwnedChange } from "./compile/changed-fields.js";
import { eventTypesOf } from "./compile/event-types.js";
import type { Compiled } from "./compile/program.js";
import type { CodeRenames } from "./compile/code-renames.js";
import type { SharedNames } from "./compile/say-provider.js";
import type { ProviderImpact } from "./impact.js";
import { collectNames, type NewName, newNames } from "./new-names.js";
import type { ProviderMigration } from "./provider-migration.js";
import type { EventType } from "../schema/catalog.js";
import type { ProviderVersions } from "./versions.js";

/** What the user's code may call by an old name, and where what changed is declared: each provider by its own types. */
export type NamesInCode = Omit<CodeRenames, "values" | "fixtures">;

/** @param current the project as it is on disk */
export function namesInCode(
  current: Compiled,
  providers: readonly ProviderImpact[],
  versions: readonly ProviderVersions[],
  lockfile: Lockfile,
): NamesInCode {
  const events = newNames(providers, versions);
  const fields = new Map<
    Parameters<CodeRenames["fields"]["get"]>[0],
    readonly OwnedChange[]
  >();
  const exports: NewName[] = [];
  const goneTypes = new Map<string, string>();
  for (const { id, before, now, catalog } of versions) {
    const path = typesPath(id, lockfile);
    const types = eventTypesOf(current, (file) => file === path);
    const one = providers.find(({ provider }) => provider === id);
    if (one !== undefined && !isUnchanged(one.changes))
      for (const [declaration, owned] of changedFields(one.changes, types))
        fields.set(declaration, [...(fields.get(declaration) ?? []), ...owned]);
    const typeNow = new Map(
      catalog.events.map(({ name, typeName }) => [name, typeName]),
    );
    // What was read from generated types does not know what they were called.
    const isDocument = now === catalog;
    for (const { name, typeName } of before.events) {
      const fates = events.get(name);
      const to = fates === undefined ? name : fates.get(id);
      const later = to === undefined ? undefined : typeNow.get(to);
      // Which of two types of one spelling has a number depends on the other one, so that of an event that stays may change.
      if (fates === undefined && (!isDocument || later === typeName)) continue;
      const type = isDocument
        ? typeName
        : (types.event(name)?.symbol?.name ?? eventTypeName(name));
      if (to === undefined) goneTypes.set(type, name);
      exports.push({
        provider: id,
        from: type,
        to: to === undefined ? type : (later ?? eventTypeName(to)),
      });
    }
  }
  return {
    events,
    exports: collectNames(exports),
    fields,
    goneTypes,
  };
}

/** Values of open lists that a migration calls otherwise: with the providers that migrate, and with no other. */
export function valuesInCode(
  migration: ProviderMigration | undefined,
  providers: readonly ProviderImpact[],
): CodeRenames["values"] {
  return collectNames(
    Object.entries(migration?.values ?? {}).flatMap(([from, to]) =>
      providers.map((one) => ({
        provider: one.provider,
        from,
        to: isMigrated(one, migration) ? to : from,
      })),
    ),
  );
}

export function isMigrated(
  { schema, changes }: ProviderImpact,
  migration: ProviderMigration | undefined,
): boolean {
  return schema === migration?.to && !isUnchanged(changes);
}

/** Who has which names, before the change and after it. */
export function sharedNames(
  after: AppModel,
  versions: readonly ProviderVersions[],
): Omit<SharedNames, "events"> {
  return {
    before: havingNames(versions.map(({ id, before }) => [id, before.events])),
    after: havingNames(
      after.providers.map(({ id, artifact }) => [id, artifact.catalog.events]),
    ),
    handled: handledSenders(after),
  };
}

/** Event types and families → providers. */
function havingNames(
  providers: readonly (readonly [id: string, events: readonly EventType[]])[],
): ReadonlyMap<string, readonly string[]> {
  const having = new Map<string, string[]>();
  for (const [id, events] of providers)
    for (const name of namesToHandle(events.map((event) => event.name)))
      having.set(name, [...(having.get(name) ?? []), id]);
  return having;
}

/** Whose events the files of webhooks handle, and try: provider by path from the root. */
export function ownersOf({ webhooks }: AppModel): ReadonlyMap<string, string> {
  return new Map(
    webhooks.flatMap((webhook) =>
      [webhook.handlerPath, testPath(webhook), fixturePath(webhook)].map(
        (path) => [path, webhook.provider.id] as const,
      ),
    ),
  );
}
