import type { Ownership } from "../plan/file-plan.js";
import type { Json } from "../schema/catalog.js";
import type { TemplateOverride } from "./override.js";

/** Templates, files and keyed fragments over ours. Data only. */
export interface Layer {
  /** As the manifest names it. */
  readonly name: string;
  readonly templates: readonly TemplateOverride[];
  readonly files: readonly LayerFile[];
  readonly fragments: readonly Fragment[];
}

/** A whole file that the layer adds to the app. */
export interface LayerFile {
  /** Relative to the project's root. */
  readonly path: string;
  readonly ownership: Ownership;
  readonly text: string;
  /** Where it lies in the layer, for messages. */
  readonly file: string;
}

/** One key, line, variable or import that goes into a file that ours writes. */
export type Fragment = {
  /** Path of the app's file. */
  readonly target: string;
  /** Where it is written down, for messages. */
  readonly file: string;
} & (
  | {
      readonly kind: "key";
      /** Such as `["scripts", "lint:css"]`. */
      readonly key: readonly string[];
      readonly value: Json;
      /** Replaces what is there, on purpose. */
      readonly override: boolean;
    }
  | { readonly kind: "line"; readonly line: string }
  | {
      readonly kind: "variable";
      readonly name: string;
      readonly description: string;
      readonly value: string;
    }
  | {
      readonly kind: "import";
      /** The whole statement, on one line. */
      readonly statement: string;
      /** What it imports from. */
      readonly module: string;
    }
);

/** How the files that take fragments take them. */
export const fragmentTargets: Readonly<Record<string, Fragment["kind"]>> = {
  "package.json": "key",
  ".oxlintrc.json": "key",
  "tsconfig.json": "key",
  "tsconfig.build.json": "key",
  ".gitignore": "line",
  ".dockerignore": "line",
  ".gitattributes": "line",
  ".env.example": "variable",
  "src/app.ts": "import",
  "src/server.ts": "import",
};
