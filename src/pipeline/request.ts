import type { CustomSources } from "../customize/sources.js";
import type { Formatter } from "../format/formatter.js";
import type { Lockfile, Pin } from "../lockfile/lockfile.js";
import type { AppModel } from "../model/app-model.js";
import type { ChangeSet } from "../reconcile/change-set.js";
import type { FileEdit } from "../reconcile/file-edit.js";
import type { ReconcileOptions, Removal } from "../reconcile/reconcile.js";
import type { Tree } from "../render/tree.js";
import type { Disk } from "../workspace/workspace.js";
import type { Tool } from "./tool.js";

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
