import {
  type AppAnswers,
  defaultAnswers,
} from "../../../generators/app/answers.js";
import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import type { PackageManager } from "../../manifest/manifest.js";
import type { CliContext } from "../context.js";
import { recipe } from "./recipe.js";

export interface DecideOptions {
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly packageManager: PackageManager;
  /** Absolute path of the folder that was given, where one was. */
  readonly folder: string | undefined;
  /** Event types to begin with, where the providers are not the default ones. */
  readonly firstEvents?: readonly string[];
}

/**
 * Completes the answers that flags gave by defaults, without asking.
 *
 * @throws FrameioGenError FG505 that names every flag that is missing, with the whole command to copy
 */
export function decideWithoutAsking(
  context: CliContext,
  given: Partial<AppAnswers>,
  { yes, dryRun, packageManager, folder, firstEvents }: DecideOptions,
): AppAnswers {
  const answers = defaultAnswers(given, packageManager, folder, firstEvents);
  const missing = yes ? [] : missingFlags(given, dryRun);
  if (missing.length === 0) return answers;
  throw new FrameioGenError([
    {
      code: "FG505",
      severity: "error",
      message: `${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} missing, and there is no terminal to ask`,
      hint: `Run \`${recipe(context.env, answers)}\`, or take the defaults with \`--yes\`.`,
    },
  ]);
}

/** Whether nothing is left to ask. */
export function isComplete(given: Partial<AppAnswers>): boolean {
  return (
    missingFlags(given, false).length === 0 &&
    given.packageManager !== undefined
  );
}

function missingFlags(given: Partial<AppAnswers>, dryRun: boolean): string[] {
  const flags: [string, boolean][] = [
    ["the folder", given.dir === undefined && given.name === undefined],
    ["--events", given.events === undefined],
    ["--secret", given.secret === undefined],
    ["--git or --no-git", given.git === undefined && !dryRun],
    ["--install or --no-install", given.install === undefined && !dryRun],
  ];
  return flags.filter(([, missing]) => missing).map(([flag]) => flag);
}
