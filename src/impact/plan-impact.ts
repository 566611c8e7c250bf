import type { Lockfile } from "../lockfile/lockfile.js";
import { lostComments } from "../manifest/lost-comments.js";
import { prepareProviders } from "../pipeline/providers.js";
import type { ChangeSet } from "../reconcile/change-set.js";
import type { FileEdit } from "../reconcile/file-edit.js";
import { type CatalogChanges, isUnchanged } from "./change.js";
import { changedFamilies } from "./changed-families.js";
import { compareCatalogs } from "./compare-catalogs.js";
import { versionsOf } from "./compare-versions.js";
import { damagedFiles } from "./compile/damaged.js";
import { findPlaces } from "./compile/find-places.js";
import { leftovers } from "./compile/leftovers.js";
import { type Compiled, createCompiler } from "./compile/program.js";
import { renameInCode } from "./compile/rename-code.js";
import { senderFinder } from "./compile/senders.js";
import { sayProvider } from "./compile/say-provider.js";
import { sharedComparisons } from "./compile/shared-comparisons.js";
import { placeBefore, type TextEdit } from "./compile/text-edits.js";
import { editManifest, fileEdits, modelsOf } from "./edit-project.js";
import type { Impact, ImpactRequest } from "./impact.js";
import { laterWebhooks, renamedFixtures } from "./later-webhooks.js";
import { migrationNotes } from "./migration-notes.js";
import {
  isMigrated,
  namesInCode,
  ownersOf,
  sharedNames,
  valuesInCode,
} from "./names-in-code.js";
import type { Place } from "./place.js";
import { assertRenames, renamesFor } from "./renames.js";
import { assertFollowed } from "./assert-followed.js";
import { beyondTypeScript } from "./compile/beyond-typescript.js";
import { isToolFile } from "./tool-file.js";

/**
 * What becomes of an app when the events of its providers change: the changes themselves, everything that is written, and the places in
 * the user's code that break. Nothing is written here.
 *
 * @throws FrameioGenError FG232 for a rename that names no such events, and with every mistake of the manifest
 */
export async function planImpact(request: ImpactRequest): Promise<Impact> {
  try {
    return await planned(request);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw beyondTypeScript(error);
  }
}

async function planned(request: ImpactRequest): Promise<Impact> {
  const { manifestText, lockfile, disk, files, renames, only } = request;
  const { manifestNow = manifestText, migration } = request;
  const members = new Map(Object.entries(migration?.members ?? {}));
  const compiler = createCompiler(files);
  const current = compiler.compile(new Map());
  const isGenerated = (path: string) => isToolFile(path, lockfile);
  const versions = await versionsOf(request, current, (overlay) =>
    compiler.compile(overlay),
  );
  const isMeant = (id: string) => only === undefined || id === only;
  assertRenames(
    renames,
    versions.filter(({ id }) => isMeant(id)),
  );
  const providers = versions.map(({ id, before, now, catalog }) => {
    const asked = isMeant(id) ? renames : new Map<string, string>();
    const renamed = renamesFor(asked, { before, now });
    const changes = compareCatalogs(before, now, renamed, members);
    const known = migration?.families;
    const families = changedFamilies({ before, now }, changes, known);
    return { provider: id, schema: catalog.id, changes, families };
  });
  const changes: CatalogChanges = {
    events: providers.flatMap((one) => one.changes.events),
    shared: providers.flatMap((one) => one.changes.shared),
    delivery: providers.flatMap((one) => one.changes.delivery),
  };
  const edit = (before: string) =>
    providers.reduce((text, one) => editManifest(text, one, disk), before);
  const edited = edit(manifestNow);
  const models = modelsOf(request, edited, versions);
  const names = namesInCode(current, providers, versions, lockfile);
  await assertFollowed(request, models.model, names.events);
  const senderOf = senderFinder(
    current,
    new Set(models.model.providers.map(({ id }) => id)),
    ownersOf(models.model),
  );
  const isOthers = (sender: string | undefined) =>
    providers.some(
      (one) => one.provider === sender && !isMigrated(one, migration),
    );
  const later = laterWebhooks(models, providers);
  // What samples are called depends on what the types of all providers are called.
  await prepareProviders(models.after, request.now.providers);
  const surroundings = { senderOf, isGenerated };
  const shared = {
    events: names.events,
    ...sharedNames(models.after, versions),
  };
  const codeEdits = withMore(
    renameInCode(
      current,
      {
        ...names,
        fixtures: renamedFixtures(models, later, providers),
        values: valuesInCode(migration, providers),
      },
      surroundings,
    ),
    sayProvider(current, shared, surroundings),
  );
  const { edits, moves, released } = await fileEdits(
    request,
    models,
    later,
    providers,
    codeElsewhere(current),
    codeEdits,
  );
  const result = await request.generate({ manifestText: edited, edits });
  const changeSet = withoutIdle(result.changeSet, edits);
  const overlay = new Map(
    changeSet.changes.map((change) => [
      change.path,
      change.kind === "delete" ? undefined : change.text,
    ]),
  );
  // What is made anew says nothing of what it said; what breaks in it would break anew.
  const renewed = new Set(
    edits.flatMap((one) => (one.kind === "renew" ? [one.path] : [])),
  );
  const isLeft = ({ kind, file }: Place) =>
    kind === "breaks" || !renewed.has(file);
  const oldPath = new Map([...moves].map(([from, to]) => [to, from]));
  // What no type tells, such as another format, changes none.
  const isChanged = changes.events.length + changes.shared.length > 0;
  const found =
    isChanged || touchesTypes(changeSet, lockfile)
      ? findPlaces(compiler, {
          changes,
          ...names,
          senderOf,
          overlay,
          isGenerated,
          original(path, offset) {
            const from = oldPath.get(path) ?? path;
            const now = overlay.get(path);
            const old = current.fileAt(from)?.text;
            return now === undefined || old === undefined || now === old
              ? { path: from, offset }
              : { path: from, offset: placeBefore(old, now, offset) };
          },
        })
      : [];
  return {
    providers: providers.filter((one) => !isUnchanged(one.changes)),
    places: [
      ...found,
      ...sharedComparisons(current, shared, surroundings),
      ...leftovers(current, names.events, codeEdits, isGenerated, senderOf),
    ].filter(isLeft),
    released,
    comments: lostComments(manifestNow, edit),
    notes: [
      ...(touchesTypes(changeSet, lockfile)
        ? damagedFiles(current, isGenerated)
        : []),
      ...(migration === undefined
        ? []
        : migrationNotes(migration, current, isGenerated, (node) =>
            isOthers(senderOf(node)),
          )),
    ],
    changeSet,
    hasLibraries: compiler.hasLibraries,
  };
}

/** Files of other projects that `tsconfig.json` refers to, scripts and settings. */
function codeElsewhere({ program, pathOf }: Compiled): readonly string[] {
  return program.getSourceFiles().flatMap((file) => {
    const path = pathOf(file);
    return path === undefined || /^(?:src|test)\//.test(path) ? [] : [path];
  });
}

function withMore(
  edits: ReadonlyMap<string, readonly TextEdit[]>,
  more: ReadonlyMap<string, readonly TextEdit[]>,
): ReadonlyMap<string, readonly TextEdit[]> {
  const all = new Map(edits);
  for (const [path, list] of more)
    all.set(path, [...(all.get(path) ?? []), ...list]);
  return all;
}

function touchesTypes({ changes }: ChangeSet, lockfile: Lockfile): boolean {
  return changes.some(
    ({ path }) => path.endsWith(".ts") && isToolFile(path, lockfile),
  );
}

/** A sample that is generated anew and says the same was not changed. */
function withoutIdle(changeSet: ChangeSet, edits: readonly FileEdit[]) {
  const renewed = new Set(
    edits.flatMap((edit) => (edit.kind === "renew" ? [edit.path] : [])),
  );
  const changed = new Set(changeSet.changes.map(({ path }) => path));
  return {
    ...changeSet,
    outcomes: changeSet.outcomes.map((one) =>
      renewed.has(one.path) && !changed.has(one.path)
        ? { ...one, outcome: "unchanged" as const }
        : one,
    ),
  };
}
