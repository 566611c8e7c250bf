import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { hintOf } from "../../diagnostics/render.js";
import {
  foldersUpwards,
  namesIn,
  readIfPresent,
} from "../../workspace/surroundings.js";
import type { CliContext } from "../context.js";
import { detectPackageManager } from "../package-manager.js";
import { inWordsOf } from "./in-words-of.js";

/** A text of the tool's own, with commands as the user's package manager has them. Never for what the user wrote. */
export function inWords({ env, cwd }: CliContext, text: string): string {
  if (!/\bnp[xm] /.test(text)) return text;
  const folders = foldersUpwards(cwd);
  const manager = detectPackageManager(env, folders, namesIn, readIfPresent);
  return inWordsOf(manager, text);
}

/** The same for what is to be done next. */
export function hintsInWords<T extends Diagnostic>(
  context: CliContext,
  diagnostics: readonly T[],
): T[] {
  return diagnostics.map((diagnostic) => ({
    ...diagnostic,
    hint: inWords(context, hintOf(diagnostic)),
  }));
}
