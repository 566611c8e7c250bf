/** A text that is used instead of a template of ours. */
export interface TemplateOverride {
  /** Path below `templates/`. */
  readonly name: string;
  /** LF, without byte order mark. */
  readonly text: string;
  /** Where it lies, for messages: relative to the project where it is inside. */
  readonly file: string;
  /** As the manifest names the layer; undefined for the project's own. */
  readonly layer: string | undefined;
}

/** Longest template, in characters. */
export const LONGEST_TEMPLATE = 256 * 1024;
/** Longest text that a template may make, in characters. */
export const LONGEST_OUTPUT = 4 * 1024 * 1024;
/** How often the blocks of a template may run in all. */
export const MOST_ROUNDS = 100_000;
