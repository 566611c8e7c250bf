import type { Json } from "../schema/catalog.js";

/**
 * Who owns a file after it was emitted.
 * `managed`: ours, replaced while untouched. `scaffolded`: the user's from the moment it exists. `merged`: shared, merged three-way.
 */
export type Ownership = "managed" | "scaffolded" | "merged";

/** The intent to have a file. Pure data; nothing has been rendered yet. */
export interface FilePlan {
  /** Relative to the project's root, POSIX. */
  readonly path: string;
  readonly ownership: Ownership;
  readonly source: FileSource;
  readonly executable?: boolean;
}

export type FileSource =
  /** A Handlebars template below `templates/`; every variable it uses must be in `data`. */
  | {
      readonly kind: "template";
      readonly template: string;
      readonly data: object;
    }
  /** A file below `templates/`, copied as it is. */
  | { readonly kind: "asset"; readonly asset: string }
  /** A value, printed as JSON in Prettier's form, keys in the order given. */
  | { readonly kind: "json"; readonly value: Json }
  /** Text that was derived elsewhere, such as event types. */
  | { readonly kind: "text"; readonly text: string };
