import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { quote } from "../diagnostics/printable.js";
import type { Lockfile } from "../lockfile/lockfile.js";
import { applyEdits, type FileEdit } from "../reconcile/file-edit.js";
import type { SourceDisk } from "../workspace/workspace.js";
import {
  type Migration,
  MigrationFailed,
  type MigrationFiles,
} from "./migration.js";

export interface MigrationRun {
  readonly manifestText: string;
  readonly edits: readonly FileEdit[];
  /** Ids of those that went well, in their order. */
  readonly done: readonly string[];
  /** The one that did not: none after it was tried. */
  readonly failed?: { readonly id: string; readonly diagnostic: Diagnostic };
}

/** Runs migrations one after the other, each over what the ones before it left. Nothing is written. */
export async function runMigrations(
  migrations: readonly Migration[],
  app: {
    readonly manifestText: string;
    readonly disk: SourceDisk;
    readonly lockfile: Lockfile | undefined;
  },
): Promise<MigrationRun> {
  let { manifestText } = app;
  let edits: readonly FileEdit[] = [];
  const done: string[] = [];
  for (const migration of migrations) {
    const files = filesAfter(app.disk, app.lockfile, edits);
    try {
      const result = await migration.apply({ manifestText, files });
      edits = [
        ...edits,
        ...(result.edits ?? []).map((edit) => carrying(edit, files)),
      ];
      manifestText = result.manifestText ?? manifestText;
    } catch (error) {
      const { id } = migration;
      const failed = { id, diagnostic: told(migration, error) };
      return { manifestText, edits, done, failed };
    }
    done.push(migration.id);
  }
  return { manifestText, edits, done };
}

function filesAfter(
  disk: SourceDisk,
  lockfile: Lockfile | undefined,
  edits: readonly FileEdit[],
): MigrationFiles {
  const { disk: after } = applyEdits(disk, lockfile, edits);
  const written = edits.map((edit) =>
    edit.kind === "move" ? edit.to : edit.path,
  );
  return {
    read: (path) => after.read(path)?.text,
    list: (folder) =>
      [...new Set([...disk.list(folder), ...written])]
        .filter(
          (path) =>
            path.startsWith(`${folder}/`) && after.read(path) !== undefined,
        )
        .sort(),
  };
}

/** A migration that moves a file need not say what is in it. */
function carrying(edit: FileEdit, files: MigrationFiles): FileEdit {
  if (edit.kind !== "move" || edit.text !== undefined || edit.fresh === true)
    return edit;
  const text = files.read(edit.from);
  return text === undefined ? edit : { ...edit, text };
}

function told({ id, description }: Migration, error: unknown): Diagnostic {
  const message = error instanceof Error ? error.message : String(error);
  const { file, remedy } =
    error instanceof MigrationFailed
      ? error
      : { file: undefined, remedy: undefined };
  return {
    code: "FG321",
    severity: "error",
    message: `The migration ${quote(id)} (${description}) cannot go on: ${message}`,
    ...(file !== undefined && { file }),
    ...(remedy !== undefined && {
      hint: `${remedy} Then run \`npx frameio-gen update\` again: it goes on where it stopped.`,
    }),
  };
}
