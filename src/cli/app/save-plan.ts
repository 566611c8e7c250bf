import { resolve } from "node:path";

import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { quote } from "../../diagnostics/printable.js";
import { printPlan } from "../../saved-plan/print.js";
import { PLAN_LIMIT } from "../../saved-plan/saved-plan.js";
import { readLooseFile, writeLooseFile } from "../../workspace/loose-file.js";
import { inWords } from "../commandline/in-words.js";
import type { CliContext } from "../context.js";
import type { ExitCode } from "../exit-code.js";
import { remark } from "../output.js";
import { shellQuote } from "../report/shell-quote.js";
import {
  type FinishOptions,
  isBlocked,
  tellBlocked,
  tellDryRun,
} from "./finish.js";
import type { OpenApp } from "./open-app.js";
import type { PlannedApp } from "./plan-app.js";
import { inputsNow } from "./up-to-date.js";

export const outFlag = {
  out: {
    type: "string",
    value: "file",
    description:
      "Save what would be done as a plan, write nothing else; `apply` does it",
  },
} as const;

/**
 * Last step of a command with `--out`: shows the change set like a dry run, and saves it for `apply`.
 *
 * @throws {FrameioGenError} FG443 where the file cannot be written, or is there and is no plan
 */
export function savePlan(
  context: CliContext,
  app: OpenApp,
  { changeSet, observed }: Pick<PlannedApp, "changeSet" | "observed">,
  options: FinishOptions & { readonly out: string; readonly record: string },
): ExitCode {
  const { out, record, json, extra } = options;
  const { workspace, tool } = app;
  if (isBlocked(changeSet))
    return tellBlocked(context, workspace, changeSet, options);
  const path = resolve(context.cwd, out);
  const inputs = inputsNow(app);
  // Planning read them a moment ago.
  if (inputs === undefined) throw new Error("The inputs vanished");
  const text = printPlan({
    changeSet,
    tool,
    command: record,
    inputs,
    observed,
  });
  assertReplaceable(path, out);
  const problem =
    Buffer.byteLength(text) > PLAN_LIMIT
      ? "would be larger than a plan may be"
      : writeLooseFile(path, text);
  if (problem !== undefined) throw cannotSave(`${quote(out)} ${problem}`);
  const exitCode = tellDryRun(context, workspace, changeSet, {
    ...options,
    dryRun: true,
    extra: { ...extra, plan: path },
  });
  if (!json)
    remark(
      context,
      `Saved to ${out}. Do it with: ${inWords(context, "npx frameio-gen apply")} ${shellQuote(out)}`,
    );
  return exitCode;
}

/** Replaces an older plan, and nothing else. */
function assertReplaceable(path: string, out: string): void {
  const there = readLooseFile(path, PLAN_LIMIT);
  const isFree = "problem" in there && there.problem === "does not exist";
  const isPlan =
    "text" in there && there.text.startsWith('{\n  "planVersion":');
  if (!isFree && !isPlan)
    throw cannotSave(`${quote(out)} is there already, and is no plan`);
}

function cannotSave(message: string): FrameioGenError {
  return new FrameioGenError([{ code: "FG443", severity: "error", message }]);
}
