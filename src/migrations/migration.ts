import type { FileEdit } from "../reconcile/file-edit.js";

/** One step from an older form of apps to a newer one. Pure, and idempotent: on an app that has the newer form it changes nothing. */
export interface Migration {
  /** Never changes once released: the lockfile remembers it. Such as `handlers-moved`. */
  readonly id: string;
  /** The last version whose apps have the older form: apps of this version and of older ones need the migration. */
  readonly from: string;
  /** What it does, one sentence without a full stop, for people. */
  readonly description: string;
  /**
   * @throws MigrationFailed when the app is not as expected and a person has to help
   */
  readonly apply: (
    app: MigrationInput,
  ) => MigrationResult | Promise<MigrationResult>;
}

export interface MigrationInput {
  readonly manifestText: string;
  readonly files: MigrationFiles;
}

/** The project's files as earlier migrations left them. */
export interface MigrationFiles {
  /** Paths of every file below a folder, sorted; without node_modules, dist and hidden folders. */
  list(folder: string): readonly string[];
  /** Undefined when there is no such file. */
  read(path: string): string | undefined;
}

export interface MigrationResult {
  /** Default: as it was. */
  readonly manifestText?: string;
  readonly edits?: readonly FileEdit[];
}

/** A migration cannot go on without a person. */
export class MigrationFailed extends Error {
  override readonly name = "MigrationFailed";
  /** The file that has to be looked at. */
  readonly file: string | undefined;
  /** What to do about it. */
  readonly remedy: string | undefined;

  constructor(
    message: string,
    { file, remedy }: { readonly file?: string; readonly remedy?: string } = {},
  ) {
    super(message);
    this.file = file;
    this.remedy = remedy;
  }
}
