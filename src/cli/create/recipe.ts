import type { AppAnswers } from "../../../generators/app/answers.js";
import type { CliContext } from "../context.js";
import { shellQuote } from "../report/shell-quote.js";

/** The command line that gives these answers without asking anything, as the user would type it. */
export function recipe(env: CliContext["env"], answers: AppAnswers): string {
  const words = [
    answers.dir,
    ...(answers.name === answers.dir ? [] : ["--name", answers.name]),
    ...(answers.providers === undefined
      ? []
      : [
          "--provider",
          answers.providers.map(({ schema }) => schema).join(","),
        ]),
    "--events",
    answers.events.join(","),
    "--secret",
    answers.secret,
    "--package-manager",
    answers.packageManager,
    answers.git ? "--git" : "--no-git",
    answers.install ? "--install" : "--no-install",
    ...(answers.existing ? ["--existing"] : []),
  ];
  return `${starter(env)} ${words.map(quoted).join(" ")}`;
}

/** How we were started: npm takes flags for itself unless they stand behind `--`. */
function starter(env: CliContext["env"]): string {
  const manager = /^(npm|pnpm|yarn|bun)\//.exec(
    env["npm_config_user_agent"] ?? "",
  )?.[1];
  if (manager === undefined) return "create-frameio-app";
  return `${manager} create frameio-app${manager === "npm" ? " --" : ""}`;
}

function quoted(word: string): string {
  return /^--[a-z-]+$/.test(word) ? word : shellQuote(word);
}
