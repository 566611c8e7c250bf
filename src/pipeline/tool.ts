import type { Migration } from "../migrations/migration.js";
import type { Assets } from "../render/assets.js";
import type { TemplateRenderer } from "../render/template-renderer.js";
import type { ProviderArtifact } from "../schema/catalog.js";

/** What the installed tool brings along. */
export interface Tool {
  readonly version: string;
  /** Changes whenever anything that the tool emits may change. */
  readonly fingerprint: string;
  /** What the app's package.json should name for the tool: its version, or `file:…` where it was installed from a file. */
  readonly spec: string;
  readonly assets: Assets;
  /** Loads what renders the templates: a command that renders nothing does without. */
  readonly templates: () => Promise<TemplateRenderer>;
  readonly providers: ProviderStore;
  /** What brings apps of older versions to this one. */
  readonly migrations?: readonly Migration[];
}

/** The built-in providers, and those whose documents are pinned in the app. */
export interface ProviderStore {
  /** Of the built-in ones, such as `frameio@4`. */
  ids(): readonly string[];
  /**
   * By the manifest's `schema`. Types and validators of a pinned document must be prepared before they are read.
   *
   * @throws FrameioGenError with everything that is wrong with a pinned document
   */
  load(id: string): ProviderArtifact | undefined;
  /** Makes the types of a pinned document and the validators of the event types that are named. */
  prepare?(id: string, events: readonly string[]): Promise<void>;
}
