import type { AppAnswers } from "../../../generators/app/answers.js";
import { packageManagers } from "../../model/package-managers.js";
import { shellQuote } from "../report/shell-quote.js";

export interface NextStep {
  /** To be copied as it stands. */
  readonly command: string;
  readonly does?: string;
}

/** What to type after the app was created. */
export function nextSteps(answers: AppAnswers): readonly NextStep[] {
  const { dir, packageManager, events } = answers;
  const { install, start, exec, run } = packageManagers[packageManager];
  return [
    ...(isHere(dir) ? [] : [{ command: `cd ${shellQuote(dir)}` }]),
    ...(answers.install ? [] : [{ command: install }]),
    { command: `${run} test` },
    { command: start },
    ...(answers.secret === "resolver"
      ? []
      : [
          {
            command: `${exec} frameio-gen trigger ${events[0] ?? "file.ready"}`,
            does: "in another terminal: sends it a signed sample",
          },
        ]),
  ];
}

/** Installs the dependencies by hand, from where the user is. */
export function installCommand({ dir, packageManager }: AppAnswers): string {
  const { install } = packageManagers[packageManager];
  return isHere(dir) ? install : `cd ${shellQuote(dir)} && ${install}`;
}

function isHere(dir: string): boolean {
  return /^\.?\/?$/.test(dir);
}
