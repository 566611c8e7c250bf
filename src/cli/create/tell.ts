import type { AppAnswers } from "../../../generators/app/answers.js";
import { diagnosticsToJson } from "../../diagnostics/render.js";
import type { ChangeSet } from "../../reconcile/change-set.js";
import type { CliContext } from "../context.js";
import { ExitCode } from "../exit-code.js";
import { paintFor, print, printJson, remark } from "../output.js";
import {
  changesFiles,
  outcomesToJson,
  summarizeOutcomes,
} from "../report/change-report.js";
import type { Effects } from "./effects.js";
import { type NextStep, nextSteps } from "./next-steps.js";

export interface Created {
  /** Absolute path. */
  readonly root: string;
  readonly answers: AppAnswers;
  readonly changeSet: ChangeSet;
  readonly effects: Effects;
  /** Variables that the app needs and does not find, because a `.env` was there already. */
  readonly unset: readonly string[];
  readonly json: boolean;
}

/** Tells of the app that was created, and what to do next. */
export function tellCreated(context: CliContext, created: Created): void {
  const { root, answers, changeSet, effects, unset, json } = created;
  const steps = nextSteps(answers);
  if (json) {
    printJson(context, {
      ok: true,
      exitCode: ExitCode.done,
      command: "create",
      root,
      name: answers.name,
      packageManager: answers.packageManager,
      dryRun: false,
      changed: changesFiles(changeSet),
      env: effects.env,
      unsetVariables: unset,
      install: effects.install,
      git: effects.git,
      files: outcomesToJson(changeSet),
      conflicts: [],
      warnings: diagnosticsToJson(changeSet.warnings),
      nextSteps: steps.map(({ command }) => command),
    });
    return;
  }
  const { strong } = paintFor(context.stdout, context.env);
  const summary = summarizeOutcomes(changeSet);
  print(
    context,
    summary === ""
      ? `${strong(answers.name)} is there already, and up to date.`
      : `${strong(answers.name)}: ${summary} in ${root}`,
  );
  const note = gitNote(effects.git);
  if (note !== undefined) remark(context, note);
  if (unset.length > 0) remark(context, unsetNote(unset));
  print(context, `\nNext:\n\n${renderSteps(context, steps)}\n`);
  if (answers.secret !== "resolver") {
    print(
      context,
      "The sender shows you the real secret when you create the webhook: put it into .env. README.md tells how.",
    );
  }
}

function renderSteps(context: CliContext, steps: readonly NextStep[]): string {
  const { info, faint } = paintFor(context.stdout, context.env);
  return steps
    .map(({ command, does }) =>
      does === undefined
        ? `  ${info(command)}`
        : `  ${info(command)}   ${faint(`# ${does}`)}`,
    )
    .join("\n");
}

/** What to do about variables that are not set. */
export function unsetNote(names: readonly string[]): string {
  return `The app needs ${names.join(", ")}: set ${names.length === 1 ? "it" : "them"} in .env before you start it; .env.example explains.`;
}

function gitNote(git: Effects["git"]): string | undefined {
  switch (git) {
    case "initialised":
      return "A git repository was made, without a commit.";
    case "inside a repository":
      return "The folder lies in a git repository already; none was made.";
    case "git not available":
      return "git is not available; no repository was made.";
    case "committed":
    case "skipped":
      return undefined;
  }
}
