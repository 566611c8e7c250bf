import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { openCustomSources } from "../../workspace/custom-sources.js";
import { commitRecorded } from "../app/commit.js";
import { finish, isEmpty } from "../app/finish.js";
import { openApp, type OpenApp } from "../app/open-app.js";
import { executable } from "../commandline/execute.js";
import {
  conflictFlag,
  dryRunFlag,
  type Flags,
  jsonFlag,
} from "../commandline/flag.js";
import type { CliContext } from "../context.js";
import { ExitCode } from "../exit-code.js";
import { print } from "../output.js";

const flags = {
  force: {
    type: "boolean",
    description: "Discard your edits of files that belong to the tool",
  },
  ...conflictFlag,
  ...dryRunFlag,
  ...jsonFlag,
} as const satisfies Flags;

export interface UpdateOptions {
  readonly force: boolean;
  readonly conflicts: "report" | "inline";
  readonly dryRun: boolean;
  readonly json: boolean;
}

export default executable({
  name: "frameio-gen update",
  summary: "Bring the app to this version of the tool: migrate, generate",
  details: [
    "Install the new version first. Your edits are kept, as with generate. A migration that needs your help says what to do;\n" +
      "run update again, and it goes on where it stopped. `undo` takes an update back.",
  ],
  positionals: { usage: "", min: 0, max: 0 },
  flags,
  examples: [
    {
      command:
        "npm install -D create-frameio-app@latest && npx frameio-gen update",
      does: "the newest version",
    },
    {
      command: "npx frameio-gen update --dry-run",
      does: "see first what would change",
    },
  ],
  run: async (context, { flags: given }) => {
    const dryRun = given["dry-run"] === true;
    return runUpdate(
      context,
      openApp(context, dryRun ? "read" : "write-any-version"),
      {
        force: given.force === true,
        conflicts: given.conflict ?? "report",
        dryRun,
        json: given.json === true,
      },
    );
  },
});

/** The command, over an app that was opened. */
export async function runUpdate(
  context: CliContext,
  app: OpenApp,
  { force, conflicts, dryRun, json }: UpdateOptions,
): Promise<ExitCode> {
  const { planUpdate } = await import("../../migrations/plan-update.js");
  const { workspace } = app;
  const plan = await planUpdate({
    ...app,
    disk: workspace,
    sources: openCustomSources(workspace.root),
    force,
    conflicts,
  });
  const { changeSet, failure, migrated, from, to } = plan;
  if (failure !== undefined) {
    if (!dryRun && !isEmpty(changeSet))
      await commitRecorded(workspace, changeSet, "update");
    throw new FrameioGenError([failure]);
  }
  const exitCode = await finish(context, workspace, changeSet, {
    command: "update",
    dryRun,
    json,
    extra: { from, to, migrations: migrated },
    upToDate: `Nothing to do: the app is up to date with version ${to}.`,
  });
  if (exitCode === ExitCode.done && !json && from !== to)
    print(
      context,
      `${dryRun ? "It would go" : "Updated"} from version ${from} to ${to}.`,
    );
  return exitCode;
}
