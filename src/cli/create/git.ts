import { spawnSync } from "node:child_process";

import type { CliContext } from "../context.js";

export type GitOutcome =
  | "committed"
  /** A repository was made, but git knows no name to commit under. */
  | "initialised"
  /** The folder lies in a work tree already. */
  | "inside a repository"
  | "git not available"
  | "skipped";

/**
 * Makes a repository, with a first commit when git can make one. Never fails the command.
 *
 * @param commit false where files that are not ours would go into the commit
 */
export function initialiseGit(
  { env }: Pick<CliContext, "env">,
  root: string,
  { message, commit }: { readonly message: string; readonly commit: boolean },
): GitOutcome {
  // Variables such as GIT_DIR, set while a hook runs, would lead git into another repository.
  const clean = Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !/^GIT_(?:DIR|WORK_TREE|INDEX_FILE|PREFIX)$/.test(name),
    ),
  );
  const git = (...args: string[]) =>
    spawnSync("git", args, {
      cwd: root,
      env: clean,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 30_000,
    });
  const inside = git("rev-parse", "--is-inside-work-tree");
  if (inside.error !== undefined) return "git not available";
  if (inside.stdout.trim() === "true") return "inside a repository";
  if (git("init", "--quiet").status !== 0) return "git not available";
  if (!commit) return "initialised";
  const committed =
    git("add", "--all").status === 0 &&
    git(
      "-c",
      "commit.gpgsign=false",
      "commit",
      "--quiet",
      "--no-verify",
      "--message",
      message,
    ).status === 0;
  return committed ? "committed" : "initialised";
}
