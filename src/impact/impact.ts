import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Lockfile } from "../lockfile/lockfile.js";
import type { LostComment } from "../manifest/lost-comments.js";
import type { GenerateResult, Tool } from "../pipeline.js";
import type { ChangeSet } from "../reconcile/change-set.js";
import type { FileEdit } from "../reconcile/file-edit.js";
import type { SourceDisk } from "../workspace/workspace.js";
import type { CatalogChanges } from "./change.js";
import type { ProgramFiles } from "./compile/program-files.js";
import type { Place } from "./place.js";
import type { ProviderMigration } from "./provider-migration.js";

export interface ImpactRequest {
  /** On disk. */
  readonly manifestText: string;
  readonly disk: SourceDisk;
  readonly lockfile: Lockfile;
  /** The tool with the documents that the app was generated from, as far as they are there. */
  readonly before: Tool;
  /** The tool with the documents that it is to be generated from. */
  readonly now: Tool;
  readonly files: ProgramFiles;
  /** Event types that are called otherwise, old name → new name, beside those that are evident. */
  readonly renames: ReadonlyMap<string, string>;
  /** What the tool itself knows to be called otherwise, beside events. */
  readonly migration?: ProviderMigration;
  /** The manifest with the schemas that its providers are to have; default: as on disk. */
  readonly manifestNow?: string;
  /** Key of the manifest's `providers`: the renames are of this one's events. */
  readonly only?: string | undefined;
  /** Generates with the manifest and after the edits given. */
  readonly generate: (options: {
    readonly manifestText: string;
    readonly edits: readonly FileEdit[];
  }) => Promise<GenerateResult>;
}

export interface ProviderImpact {
  readonly provider: string;
  /** The manifest's `schema`, as it is now. */
  readonly schema: string;
  readonly changes: CatalogChanges;
  /** Families of events that are called otherwise; undefined for those that are gone. */
  readonly families: ReadonlyMap<string, string | undefined>;
}

export interface Impact {
  readonly providers: readonly ProviderImpact[];
  readonly places: readonly Place[];
  /** Handlers of events that are gone: no longer generated for, and the user's alone. */
  readonly released: readonly string[];
  /** What the user had written in the manifest at webhooks that are gone. */
  readonly comments: readonly LostComment[];
  /** What a migration cannot settle by itself, and files that cannot be compiled. */
  readonly notes: readonly Diagnostic[];
  readonly changeSet: ChangeSet;
  /** Whether the compiler had its own libraries. */
  readonly hasLibraries: boolean;
}
