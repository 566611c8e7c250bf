import { join } from "node:path";

import type { AppAnswers } from "../../../generators/app/answers.js";
import type { AppModel } from "../../model/app-model.js";
import {
  createPrivateFile,
  readIfPresent,
} from "../../workspace/surroundings.js";
import type { CliContext } from "../context.js";
import type { GitOutcome } from "./git.js";
import { localEnv } from "./local-env.js";
import { installCommand } from "./next-steps.js";

/** What happened beside the generated files. */
export interface Effects {
  readonly env: "written" | "kept" | "not needed";
  readonly install: "done" | "skipped";
  readonly git: GitOutcome;
}

/**
 * What makes a generated folder ready for work: local settings, dependencies, a repository.
 *
 * @param options.filled whether the folder held something before
 * @throws FrameioGenError when the settings cannot be written or the dependencies not be installed; the app stays
 */
export async function applyEffects(
  context: CliContext,
  root: string,
  answers: AppAnswers,
  {
    model,
    filled,
    quiet,
  }: {
    readonly model: AppModel;
    readonly filled: boolean;
    readonly quiet: boolean;
  },
): Promise<Effects> {
  const env = writeLocalEnv(root, model);
  // Starting programs takes more of Node than the rest of a run without them.
  if (answers.install) {
    const { install } = await import("./install.js");
    const retry = installCommand(answers);
    await install(context, root, answers.packageManager, { retry, quiet });
  }
  // After the installation, so that the first commit holds the package manager's lockfile.
  const git = answers.git
    ? (await import("./git.js")).initialiseGit(context, root, {
        message: `Create ${model.name}`,
        commit: !filled,
      })
    : "skipped";
  return { env, install: answers.install ? "done" : "skipped", git };
}

function writeLocalEnv(root: string, { variables }: AppModel): Effects["env"] {
  const example = readIfPresent(join(root, ".env.example")) ?? "";
  const text = localEnv(example, variables);
  if (text === undefined) return "not needed";
  return createPrivateFile(root, ".env", text) ? "written" : "kept";
}
