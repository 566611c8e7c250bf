import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import {
  diagnosticsToJson,
  renderDiagnostics,
} from "../../diagnostics/render.js";
import { toldOfComments } from "../../handlers/told-of-comments.js";
import type { Impact } from "../../impact/impact.js";
import { changesToJson, placesToJson } from "../../impact/report/json.js";
import { renderMarkdown } from "../../impact/report/markdown.js";
import {
  placesAsDiagnostics,
  renderChanges,
} from "../../impact/report/text.js";
import { count } from "../../impact/report/words.js";
import {
  finish,
  type FinishOptions,
  isBlocked,
  report,
  tellBlocked,
  tellProblems,
  UP_TO_DATE,
} from "../app/finish.js";
import type { OpenApp } from "../app/open-app.js";
import { hintsInWords } from "../commandline/in-words.js";
import type { CliContext } from "../context.js";
import { ExitCode } from "../exit-code.js";
import { paintFor, print, printJson, remark } from "../output.js";

export interface ImpactOptions {
  /** Name of the command. */
  readonly command: string;
  readonly accept: boolean;
  readonly markdown: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
  /** What `undo` calls it. Default: the command's name. */
  readonly record?: string;
  /** Events that are told of; default: all. */
  readonly handledOnly?: ReadonlySet<string>;
  /** Told when nothing had to be done. */
  readonly upToDate?: string;
  /** What new descriptions have that could not be read: told whether or not anything is written. */
  readonly unread?: readonly Diagnostic[];
  /** More members for `--json`. */
  readonly extra?: FinishOptions["extra"];
}

/** Reports what changes and what breaks; commits unless it breaks and nobody accepted it. */
export async function finishImpact(
  context: CliContext,
  { workspace }: Pick<OpenApp, "workspace">,
  impact: Impact,
  options: ImpactOptions,
): Promise<ExitCode> {
  const { providers, places } = impact;
  const { accept, json, markdown, command, unread = [] } = options;
  const changeSet = {
    ...impact.changeSet,
    warnings: [...remarksOf(impact), ...unread, ...impact.changeSet.warnings],
  };
  const breaks = places.filter(({ change }) => change !== "event-renamed");
  const extra = {
    ...options.extra,
    providers: changesToJson(providers),
    places: placesToJson(places),
    notes: diagnosticsToJson(hintsInWords(context, impact.notes)),
    removedComments: impact.comments.map((comment) => ({ ...comment })),
    breaks: breaks.length > 0,
    accepted: accept,
  };
  const source = (path: string) => workspace.read(path)?.text;
  if (!json && markdown)
    print(context, renderMarkdown(impact, source).trimEnd());
  if (!json && !markdown) tellImpact(context, impact, options, source);
  if (isBlocked(changeSet))
    return tellBlocked(context, workspace, changeSet, { ...options, extra });
  if (breaks.length > 0 && !accept) {
    const exitCode = ExitCode.drift;
    if (json) {
      const told = { ...options, dryRun: true, extra };
      printJson(context, report(context, workspace, changeSet, told, exitCode));
    } else {
      tellProblems(context, workspace, { conflicts: [], warnings: unread });
      remark(
        context,
        `\nNothing was written: ${count(breaks.length, "place")} in your code would break. Correct what you can, or write all the same with --accept.`,
      );
    }
    return exitCode;
  }
  if (markdown && !json) {
    // The document alone goes to the results.
    const quiet = { ...context, stdout: context.stderr };
    return finish(quiet, workspace, changeSet, { ...options, command, extra });
  }
  return finish(context, workspace, changeSet, {
    ...options,
    extra,
    upToDate:
      options.upToDate ??
      (providers.length === 0
        ? "Nothing to do: the event types are up to date."
        : UP_TO_DATE),
  });
}

function tellImpact(
  context: CliContext,
  { providers, places, notes }: Impact,
  { handledOnly }: ImpactOptions,
  source: (path: string) => string | undefined,
): void {
  const paint = paintFor(context.stdout, context.env);
  if (providers.length > 0)
    print(context, `${renderChanges(providers, paint, handledOnly)}\n`);
  const told = hintsInWords(context, [
    ...placesAsDiagnostics(places),
    ...notes,
  ]);
  if (told.length > 0)
    print(context, `${renderDiagnostics(told, { paint, source })}\n`);
}

function remarksOf({ released, comments, hasLibraries }: Impact): Diagnostic[] {
  return [
    ...toldOfComments(comments),
    ...released.map((file): Diagnostic => ({
      code: "FG334",
      severity: "warning",
      message: "This handler is yours alone now: its event is gone",
      file,
      hint: "Delete it, with its fixture and test, when you need it no longer.",
    })),
    ...(hasLibraries
      ? []
      : [
          {
            code: "FG234",
            severity: "warning",
            message:
              "TypeScript is not installed in the app, so only what the event types alone tell was checked",
          } as const,
        ]),
  ];
}
