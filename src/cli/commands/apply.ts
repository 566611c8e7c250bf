import { resolve } from "node:path";

import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { quote } from "../../diagnostics/printable.js";
import { parseLockfile } from "../../lockfile/parse.js";
import { checkPlan, isApplied } from "../../saved-plan/check-plan.js";
import { parsePlan } from "../../saved-plan/parse.js";
import { PLAN_LIMIT, type SavedPlan } from "../../saved-plan/saved-plan.js";
import { readLooseFile } from "../../workspace/loose-file.js";
import { finish, type FinishOptions } from "../app/finish.js";
import { openApp } from "../app/open-app.js";
import { inputsNow } from "../app/up-to-date.js";
import { executable } from "../commandline/execute.js";
import { dryRunFlag, type Flags, jsonFlag } from "../commandline/flag.js";
import type { CliContext } from "../context.js";

const flags = { ...dryRunFlag, ...jsonFlag } as const satisfies Flags;

export default executable({
  name: "frameio-gen apply",
  summary: "Do what a saved plan says, byte for byte",
  details: [
    "A plan is made by `generate --out` or `add-webhook --out`. It is done only by the build of the tool that made it, and only\n" +
      "as long as every file that it was made from is as it was then; else nothing is written.",
  ],
  positionals: { usage: "<plan>", min: 1, max: 1 },
  flags,
  examples: [
    {
      command: "npx frameio-gen generate --out plan.json",
      does: "make the plan, and look at it",
    },
    { command: "npx frameio-gen apply plan.json", does: "do it" },
    {
      command: "npx frameio-gen apply plan.json --dry-run",
      does: "see whether it can be done still, and what it does",
    },
  ],
  run: async (context, { flags: given, positionals: [file] }) => {
    if (file === undefined) throw missingPlan();
    const dryRun = given["dry-run"] === true;
    const app = openApp(context, dryRun ? "read" : "write");
    const { workspace, tool } = app;
    const plan = readPlan(context, file);
    const options: FinishOptions = {
      command: "apply",
      record: plan.command,
      dryRun,
      json: given.json === true,
      extra: { planned: plan.command },
      upToDate: "Nothing to do: the plan changes nothing.",
    };
    const { changes, outcomes, conflicts, warnings, lockfile } = plan;
    if (isApplied(plan, workspace)) {
      return finish(
        context,
        workspace,
        { changes: [], outcomes: [], conflicts: [], warnings, lockfile: null },
        { ...options, upToDate: "Nothing to do: the plan is applied already." },
      );
    }
    checkPlan(plan, { tool, inputs: inputsNow(app) }, workspace);
    return finish(
      context,
      workspace,
      {
        changes,
        outcomes,
        conflicts,
        warnings,
        lockfile: lockfile === null ? null : parseLockfile(lockfile),
      },
      options,
    );
  },
});

function missingPlan(): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG504",
      severity: "error",
      message: "The plan is missing",
      hint: "Make one with `npx frameio-gen generate --out plan.json`, then run `npx frameio-gen apply plan.json`.",
    },
  ]);
}

function readPlan({ cwd }: CliContext, file: string): SavedPlan {
  const read = readLooseFile(resolve(cwd, file), PLAN_LIMIT);
  if ("text" in read) return parsePlan(read.text, quote(file));
  throw new FrameioGenError([
    {
      code: "FG440",
      severity: "error",
      message: `${quote(file)} ${read.problem}`,
    },
  ]);
}
