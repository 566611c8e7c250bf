import type { Lockfile } from "./lockfile/lockfile.js";
import type { AppModel } from "./model/app-model.js";
import type { ChangeSet } from "./reconcile/change-set.js";
import type { Assets } from "./render/assets.js";
import type { Tree } from "./render/tree.js";
import type { ProviderArtifact } from "./schema/catalog.js";
import type { Disk } from "./workspace/workspace.js";

/** What the installed tool brings along. */
export interface Tool {
  readonly version: string;
  /** What the app's package.json should name for the tool: its version, or `file:…` where it was installed from a file. */
  readonly spec: string;
  readonly assets: Assets;
  readonly providers: ProviderStore;
}

/** The built-in providers. */
export interface ProviderStore {
  /** Such as `frameio@4`. */
  ids(): readonly string[];
  load(id: string): ProviderArtifact | undefined;
}

export interface GenerateRequest {
  /** The manifest as it should be; differs from the one on disk when the command edits it. */
  readonly manifestText: string;
  readonly disk: Disk;
  readonly lockfile: Lockfile | undefined;
  readonly tool: Tool;
  /** Discards the user's edits of managed files instead of reporting a conflict. */
  readonly force?: boolean;
}

export interface GenerateResult {
  readonly model: AppModel;
  readonly tree: Tree;
  readonly changeSet: ChangeSet;
}
