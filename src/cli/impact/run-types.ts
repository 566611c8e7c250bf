import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { didYouMean } from "../../diagnostics/nearest.js";
import { quote } from "../../diagnostics/printable.js";
import { finish } from "../app/finish.js";
import type { OpenApp } from "../app/open-app.js";
import { planApp } from "../app/plan-app.js";
import { isUpToDate } from "../app/up-to-date.js";
import type { CliContext } from "../context.js";
import type { ExitCode } from "../exit-code.js";
import { finishImpact } from "./finish-impact.js";
import { NO_IMPACT } from "./no-impact.js";
import { newDocuments } from "./new-documents.js";
import { planRenewal } from "./plan-renewal.js";

export interface TypesOptions {
  /** Provider to look at; default: all. */
  readonly only?: string | undefined;
  /** New description of a provider: a file, folder, url or package. */
  readonly schema?: string | undefined;
  /** Descriptions are read again where they came from. */
  readonly refresh: boolean;
  /** Variables that may be sent where the lockfile says so, each as `NAME@host`. */
  readonly allowedEnv: readonly string[];
  readonly renames: ReadonlyMap<string, string>;
  readonly accept: boolean;
  readonly conflicts: "report" | "inline";
  readonly markdown: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** The command, over an app that was opened. */
export async function runTypes(
  context: CliContext,
  app: OpenApp,
  options: TypesOptions,
): Promise<ExitCode> {
  assertProvider(app, options.only);
  const { documents, pins, warnings } = await newDocuments(context, app, {
    ...options,
    accept: options.accept || options.dryRun,
  });
  if (documents.size === 0 && options.renames.size === 0 && isUpToDate(app))
    return finishImpact(context, app, NO_IMPACT, {
      ...options,
      command: "types",
      unread: warnings,
    });
  const { lockfile } = app;
  if (lockfile === undefined) {
    // Nothing was generated yet: there is nothing to compare with, and nothing that could break.
    const { changeSet } = await planApp(app, {
      conflicts: options.conflicts,
    });
    return finish(context, app.workspace, changeSet, {
      command: "types",
      ...options,
    });
  }
  const impact = await planRenewal(
    { ...app, lockfile },
    { ...options, documents, pins },
  );
  return finishImpact(context, app, impact, {
    ...options,
    command: "types",
    unread: warnings,
  });
}

function assertProvider(
  { lockfile }: OpenApp,
  asked: string | undefined,
): void {
  const ids = Object.keys(lockfile?.providers ?? {});
  if (asked === undefined || ids.includes(asked)) return;
  const hint = didYouMean(asked, ids);
  throw new FrameioGenError([
    {
      code: "FG110",
      severity: "error",
      message: `The app has no provider ${quote(asked)}`,
      hint: `${hint === undefined ? "" : `${hint} `}It has ${ids.join(", ")}.`,
    },
  ]);
}
