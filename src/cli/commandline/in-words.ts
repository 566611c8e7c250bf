import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { hintOf } from "../../diagnostics/render.js";
import type { PackageManager } from "../../manifest/manifest.js";
import {
  foldersUpwards,
  namesIn,
  readIfPresent,
} from "../../workspace/surroundings.js";
import type { CliContext } from "../context.js";
import { detectPackageManager } from "../package-manager.js";
import { inWordsOf } from "./in-words-of.js";

/** Looked up once for a command: many hints may name one. */
const managers = new WeakMap<CliContext, PackageManager>();

/** A text of the tool's own, with commands as the user's package manager has them. Never for what the user wrote. */
export function inWords(context: CliContext, text: string): string {
  if (!/\bnp[xm] /.test(text)) return text;
  const manager = managers.get(context) ?? managerOf(context);
  managers.set(context, manager);
  return inWordsOf(manager, text);
}

function managerOf({ env, cwd }: CliContext): PackageManager {
  return detectPackageManager(env, foldersUpwards(cwd), namesIn, readIfPresent);
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
