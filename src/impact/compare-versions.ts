import { FrameioGenError } from "../diagnostics/diagnostic.js";
import type { Lockfile } from "../lockfile/lockfile.js";
import type { Tool } from "../pipeline.js";
import { eventTypeName } from "../schema/event-names.js";
import { eventTypesOf } from "./compile/event-types.js";
import type { Compiled } from "./compile/program.js";
import { catalogOfTypes } from "./compile/schemas-of-types.js";
import type { ImpactRequest } from "./impact.js";
import { isToolFile } from "./tool-file.js";
import { type ProviderVersions, readEitherManifest } from "./versions.js";

/**
 * The events of each provider, as they were and as they are: from the documents, and from what was generated where the old document is gone.
 *
 * @param current the project as it is on disk
 */
export async function versionsOf(
  { manifestText, manifestNow, lockfile, before, now }: ImpactRequest,
  current: Compiled,
  compile: (overlay: ReadonlyMap<string, string>) => Compiled,
): Promise<readonly ProviderVersions[]> {
  const all = eventTypesOf(current, (path) => isToolFile(path, lockfile)).names;
  const manifest = readEitherManifest(manifestNow ?? manifestText, now, all);
  const versions: ProviderVersions[] = [];
  for (const [id, { schema }] of Object.entries(manifest.providers)) {
    const catalog = now.providers.load(schema)?.catalog;
    const known = lockfile.providers[id];
    if (catalog === undefined || known === undefined) continue;
    const old = catalogOf(before, known.schema);
    if (old !== undefined && old.digest === known.digest) {
      versions.push({ id, before: old, now: catalog, catalog });
      continue;
    }
    // The old document is gone; what was made from it is there.
    await now.providers.prepare?.(schema, []);
    const path = typesPath(id, lockfile);
    const after = compile(
      new Map([[path, now.providers.load(schema)?.types ?? ""]]),
    );
    const read = (compiled: Compiled) =>
      catalogOfTypes(
        compiled,
        eventTypesOf(compiled, (file) => file === path),
        eventTypeName,
      );
    versions.push({ id, before: read(current), now: read(after), catalog });
  }
  return versions;
}

/** Of a document that can be read: a damaged one is as good as gone. */
function catalogOf({ providers }: Tool, schema: string) {
  try {
    return providers.load(schema)?.catalog;
  } catch (error) {
    if (error instanceof FrameioGenError) return undefined;
    throw error;
  }
}

/** Where the types of one provider are: a file of their own where there are several. */
export function typesPath(id: string, { files }: Lockfile): string {
  const own = `src/frameio/events/${id}.gen.ts`;
  return Object.hasOwn(files, own) ? own : "src/frameio/events.gen.ts";
}
