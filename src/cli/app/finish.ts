import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import {
  diagnosticsToJson,
  renderDiagnostics,
} from "../../diagnostics/render.js";
import type { ChangeSet } from "../../reconcile/change-set.js";
import type { Json } from "../../schema/catalog.js";
import type { Workspace } from "../../workspace/workspace.js";
import { hintsInWords, inWords } from "../commandline/in-words.js";
import type { CliContext } from "../context.js";
import { ExitCode } from "../exit-code.js";
import { paintFor, print, printJson, remark } from "../output.js";
import {
  changesFiles,
  fileOutcomes,
  outcomesToJson,
  renderOutcomes,
  summarizeOutcomes,
} from "../report/change-report.js";
import { renderFileTree } from "../report/file-tree.js";
import { commitRecorded } from "./commit.js";

export interface FinishOptions {
  /** Name of the command, for `--json`. */
  readonly command: string;
  /** What `undo` calls it: the command as it was typed. Default: its name. False: there is no taking it back. */
  readonly record?: string | false;
  readonly dryRun: boolean;
  readonly json: boolean;
  /** More members for `--json`. */
  readonly extra?: Readonly<Record<string, Json>>;
  /** Told when nothing had to be done. */
  readonly upToDate?: string;
}

/** Last step of the commands that generate: commit the change set, or tell why not, and report. Returns the exit code. */
export async function finish(
  context: CliContext,
  workspace: Workspace,
  changeSet: ChangeSet,
  options: FinishOptions,
): Promise<ExitCode> {
  if (isBlocked(changeSet)) {
    return tellBlocked(context, workspace, changeSet, options);
  }
  if (options.dryRun) return tellDryRun(context, workspace, changeSet, options);
  if (!isEmpty(changeSet)) await commit(workspace, changeSet, options);
  const exitCode = codeOf(changeSet);
  if (options.json) {
    printJson(
      context,
      report(context, workspace, changeSet, options, exitCode),
    );
    return exitCode;
  }
  tellProblems(context, workspace, changeSet);
  if (exitCode === ExitCode.conflicts) tellMarkers(context, changeSet);
  if (changesFiles(changeSet)) {
    const paint = paintFor(context.stdout, context.env);
    print(context, renderOutcomes(changeSet, paint));
    print(context, `${summarizeOutcomes(changeSet)}.`);
  } else print(context, options.upToDate ?? UP_TO_DATE);
  return exitCode;
}

function commit(
  workspace: Workspace,
  changeSet: ChangeSet,
  { command, record = command }: FinishOptions,
): Promise<void> {
  return record === false
    ? workspace.commit(changeSet)
    : commitRecorded(workspace, changeSet, record);
}

export const UP_TO_DATE = "Nothing to do: everything is up to date.";

/** Tells how to go on where conflicts were written between markers. */
function tellMarkers(context: CliContext, { conflicts }: ChangeSet): void {
  const files = [...new Set(conflicts.map(({ path }) => path))].join(", ");
  const next = inWords(context, "`npx frameio-gen generate`");
  remark(
    context,
    `\nThe conflicts are between markers in ${files}: choose, delete the markers, and run ${next}.`,
  );
}

/** Tells of conflicts that keep everything from being written. */
export function tellBlocked(
  context: CliContext,
  workspace: Workspace,
  changeSet: ChangeSet,
  options: FinishOptions,
): ExitCode {
  if (options.json) {
    const document = report(
      context,
      workspace,
      changeSet,
      options,
      ExitCode.conflicts,
    );
    printJson(context, document);
    return ExitCode.conflicts;
  }
  tellProblems(context, workspace, changeSet);
  const { length } = changeSet.conflicts;
  remark(
    context,
    `\nNothing was written: ${length === 1 ? "a conflict is" : `${length} conflicts are`} left.`,
  );
  return ExitCode.conflicts;
}

/** Tells what would be done. */
export function tellDryRun(
  context: CliContext,
  workspace: Workspace,
  changeSet: ChangeSet,
  options: FinishOptions,
): ExitCode {
  const exitCode = codeOf(changeSet);
  if (options.json) {
    printJson(
      context,
      report(context, workspace, changeSet, options, exitCode),
    );
    return exitCode;
  }
  tellProblems(context, workspace, changeSet);
  if (!changesFiles(changeSet)) {
    print(context, options.upToDate ?? UP_TO_DATE);
    return exitCode;
  }
  const changing = fileOutcomes(changeSet).filter(
    ({ outcome }) => outcome !== "unchanged",
  );
  const paint = paintFor(context.stdout, context.env);
  print(context, renderFileTree(changing, paint));
  print(
    context,
    `\nDry run, nothing was written. It would be: ${summarizeOutcomes(changeSet)}.`,
  );
  return exitCode;
}

/** Nothing to write at all, not even to the lockfile. */
export function isEmpty({ changes, lockfile }: ChangeSet): boolean {
  return changes.length === 0 && lockfile === null;
}

/** The document of `--json`. */
export function report(
  context: CliContext,
  { root }: Workspace,
  changeSet: ChangeSet,
  { command, dryRun, extra }: FinishOptions,
  exitCode: ExitCode,
): Json {
  const { conflicts, warnings } = changeSet;
  const blocked = isBlocked(changeSet);
  const told = (diagnostics: readonly Diagnostic[]) =>
    diagnosticsToJson(hintsInWords(context, diagnostics));
  return {
    ok: exitCode === ExitCode.done,
    exitCode,
    command,
    root,
    dryRun,
    changed: !dryRun && !blocked && changesFiles(changeSet),
    ...extra,
    files: outcomesToJson(changeSet),
    conflicts: told(conflicts.map(({ diagnostic }) => diagnostic)),
    warnings: told(warnings),
  };
}

function codeOf({ conflicts }: ChangeSet): ExitCode {
  return conflicts.length > 0 ? ExitCode.conflicts : ExitCode.done;
}

/** Whether conflicts keep everything from being written. */
export function isBlocked(changeSet: ChangeSet): boolean {
  return changeSet.conflicts.length > 0 && !allWrittenInline(changeSet);
}

/** With `--conflict inline` a conflict goes into the file, between markers, unless the file is not one to merge. */
function allWrittenInline({ changes, conflicts }: ChangeSet): boolean {
  return conflicts.every((conflict) =>
    changes.some(({ path }) => path === conflict.path),
  );
}

/** Conflicts and warnings, beside the results. */
export function tellProblems(
  context: CliContext,
  workspace: Workspace,
  { conflicts, warnings }: Pick<ChangeSet, "conflicts" | "warnings">,
): void {
  const diagnostics = [
    ...warnings,
    ...conflicts.map(({ diagnostic }) => diagnostic),
  ];
  if (diagnostics.length === 0) return;
  remark(
    context,
    renderDiagnostics(hintsInWords(context, diagnostics), {
      paint: paintFor(context.stderr, context.env),
      source: (file) => workspace.read(file)?.text,
    }),
  );
}
