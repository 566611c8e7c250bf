import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { quote } from "../../diagnostics/printable.js";
import { planImpact } from "../../impact/plan-impact.js";
import type { ProviderMigration } from "../../impact/provider-migration.js";
import { setProviderSchema } from "../../manifest/edit-events.js";
import { openProgramFiles } from "../../workspace/program-files.js";
import type { OpenApp } from "../app/open-app.js";
import { planApp } from "../app/plan-app.js";
import { readManifest } from "../app/read-manifest.js";
import type { CliContext } from "../context.js";
import type { ExitCode } from "../exit-code.js";
import { finishImpact } from "./finish-impact.js";
import { NO_IMPACT } from "./no-impact.js";

export interface MigrateOptions {
  readonly migration: ProviderMigration;
  readonly conflicts: "report" | "inline";
  readonly markdown: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** The command, over an app that was opened. What breaks is told and written: a migration is not done without. */
export async function runMigrate(
  context: CliContext,
  app: OpenApp,
  { migration, ...options }: MigrateOptions,
): Promise<ExitCode> {
  const { from, to } = migration;
  const finishing = {
    ...options,
    command: "migrate",
    record: `migrate ${from} ${to}`,
    accept: true,
    upToDate: `Nothing to do: the app is at ${to} already.`,
  };
  const { providers, webhooks } = readManifest(app);
  const ids = Object.keys(providers).filter(
    (id) => providers[id]?.schema === from,
  );
  const { lockfile, manifestText } = app;
  if (ids.length === 0) {
    const isThere = Object.values(providers).some(
      ({ schema }) => schema === to,
    );
    if (!isThere) throw notThere(from);
    return finishImpact(context, app, NO_IMPACT, finishing);
  }
  if (lockfile === undefined) throw notGenerated();
  const manifestNow = ids.reduce(
    (text, id) => setProviderSchema(text, id, to),
    manifestText,
  );
  const impact = await planImpact({
    manifestText,
    manifestNow,
    disk: app.workspace,
    lockfile,
    before: app.tool,
    now: app.tool,
    files: openProgramFiles(app.root),
    renames: new Map(
      Object.entries(migration.events).map(([name, event]) => [name, event.to]),
    ),
    migration,
    generate: (more) => planApp(app, { ...more, conflicts: options.conflicts }),
  });
  return finishImpact(context, app, impact, {
    ...finishing,
    handledOnly: new Set(
      webhooks
        .filter(({ provider }) => ids.includes(provider))
        .flatMap(({ events }) => events),
    ),
  });
}

function notThere(schema: string): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG110",
      severity: "error",
      message: `No provider of the app has the schema ${quote(schema)}`,
      hint: "See `providers` in frameio.jsonc.",
    },
  ]);
}

function notGenerated(): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG236",
      severity: "error",
      message: "Nothing was generated yet, so there is nothing to migrate",
      hint: "Change the schema in frameio.jsonc, and run `npx frameio-gen generate`.",
    },
  ]);
}
