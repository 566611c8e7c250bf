import { commandCodes } from "./command-codes.js";
import { customizeCodes } from "./customize-codes.js";
import { environmentCodes } from "./environment-codes.js";
import { manifestCodes } from "./manifest-codes.js";
import { reconcileCodes } from "./reconcile-codes.js";
import { schemaCodes } from "./schema-codes.js";
import { workspaceCodes } from "./workspace-codes.js";

/**
 * Every diagnostic code with the next step that holds when the diagnostic itself names none.
 * Families: 1xx manifest, 2xx event schemas, 3xx reconcile, 4xx workspace, 5xx command line, 6xx app environment, 7xx templates, layers and generators, 9xx internal.
 */
export const codes = {
  ...manifestCodes,
  ...schemaCodes,
  ...reconcileCodes,
  ...workspaceCodes,
  ...commandCodes,
  ...environmentCodes,
  ...customizeCodes,
  FG901: {
    title: "Internal error",
    hint: "This is a mistake of the tool. Please report it, with the command that you ran.",
  },
} as const satisfies Record<string, { title: string; hint: string }>;

export type DiagnosticCode = keyof typeof codes;
