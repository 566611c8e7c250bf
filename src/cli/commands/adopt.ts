import { basename } from "node:path";

import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { MANIFEST_PATH } from "../../manifest/manifest.js";
import type { Adoption } from "../../handlers/plan-adoption.js";
import { openWorkspace } from "../../workspace/open-workspace.js";
import { projectPrettier } from "../../workspace/project-prettier.js";
import {
  foldersUpwards,
  namesIn,
  readIfPresent,
} from "../../workspace/surroundings.js";
import type { Workspace } from "../../workspace/workspace.js";
import { finish } from "../app/finish.js";
import { readLockfile, recover } from "../app/open-app.js";
import { planApp } from "../app/plan-app.js";
import { executable } from "../commandline/execute.js";
import {
  dryRunFlag,
  type Flags,
  type FlagValues,
  jsonFlag,
} from "../commandline/flag.js";
import { inWords } from "../commandline/in-words.js";
import type { CliContext } from "../context.js";
import { builtInEvents } from "../events/built-in-events.js";
import { assertKnownEvents } from "../events/known-events.js";
import { ExitCode } from "../exit-code.js";
import { print, remark } from "../output.js";
import { detectPackageManager } from "../package-manager.js";
import { openTool } from "../tool.js";

const flags = {
  events: {
    type: "list",
    value: "event,…",
    default: "those that your handlers are for",
    description: "Event types to handle, beside those that you handle already",
  },
  secret: {
    type: "string",
    value: "source",
    choices: ["single", "per-webhook", "resolver"],
    default: "single",
    description: "Where the signing secrets come from",
  },
  yes: {
    type: "boolean",
    short: "y",
    description: "Do it; without, only the plan is shown",
  },
  ...dryRunFlag,
  ...jsonFlag,
} as const satisfies Flags;

export default executable({
  name: "frameio-gen adopt",
  summary: "Make an app of a project that is there already",
  details: [
    "Finds your handlers by their use of onWebhook, proposes frameio.jsonc, and adds what is missing. Nothing of yours is overwritten:\n" +
      "where your files say otherwise, yours stay and you are told.",
  ],
  positionals: { usage: "", min: 0, max: 0 },
  flags,
  examples: [
    { command: "npx frameio-gen adopt", does: "see what would be added" },
    { command: "npx frameio-gen adopt --yes", does: "do it" },
    {
      command: "npx frameio-gen adopt --events file.ready --yes",
      does: "where there are no handlers yet",
    },
  ],
  run: async (context, { flags: given }) => {
    const json = given.json === true;
    const yes = given.yes === true;
    const mayAsk = context.interactive && !json;
    if (!mayAsk && !yes && given["dry-run"] !== true) throw undecided();
    const dryRun = !yes || given["dry-run"] === true;
    const workspace = openWorkspace(context.cwd);
    if (!dryRun) recover(context, workspace);
    if (workspace.read(MANIFEST_PATH) !== undefined) throw adoptedAlready();
    const { adoption, ...app } = await prepare(
      context,
      workspace,
      given,
      mayAsk,
    );
    const { gentleAdoption } =
      await import("../../handlers/gentle-adoption.js");
    const { omitTests } = await import("../../handlers/hand-written.js");
    const { modelOf } = await import("../../pipeline.js");
    const { manifestText, found } = adoption;
    const { model } = modelOf({ ...app, manifestText });
    const planned = await planApp(app, {
      conflicts: "ours",
      edits: omitTests(model, found, app.lockfile),
    });
    const changeSet = gentleAdoption(
      planned.changeSet,
      planned.tree,
      workspace,
    );
    const warnings = [...adoption.warnings, ...changeSet.warnings];
    const exitCode = await finish(
      context,
      workspace,
      { ...changeSet, warnings },
      {
        command: "adopt",
        dryRun,
        json,
        extra: {
          name: adoption.manifest.name,
          manifest: manifestText,
          handlers: [...found].map(([event, file]) => ({ event, file })),
        },
      },
    );
    if (exitCode === ExitCode.done && !json)
      tellNext(context, adoption, dryRun && !yes);
    return exitCode;
  },
});

async function prepare(
  context: CliContext,
  workspace: Workspace,
  { events = [], secret = "single" }: FlagValues<typeof flags>,
  mayAsk: boolean,
) {
  const tool = openTool();
  const known = builtInEvents(tool);
  assertKnownEvents(events, known);
  const { planAdoption } = await import("../../handlers/plan-adoption.js");
  const { root } = workspace;
  const request = {
    disk: workspace,
    lockfile: readLockfile(workspace),
    tool,
    folderName: basename(root),
    packageManager: detectPackageManager(
      context.env,
      foldersUpwards(root),
      namesIn,
      readIfPresent,
    ),
    secret,
  };
  let adoption = await planAdoption({ ...request, events });
  if (adoption.manifest.webhooks.length === 0) {
    if (!mayAsk) throw noEvents();
    const { askForWebhook } = await import("../events/ask.js");
    const { added } = await askForWebhook(context, {
      given: { secret },
      manifest: adoption.manifest,
      manifestText: adoption.manifestText,
      events: known,
      secret,
    });
    adoption = await planAdoption({ ...request, events: added });
  }
  const { lockfile } = request;
  const formatter = projectPrettier(root);
  const { manifestText } = adoption;
  return { adoption, workspace, manifestText, lockfile, tool, formatter };
}

function tellNext(
  context: CliContext,
  { manifestText, manifest, found }: Adoption,
  isProposal: boolean,
): void {
  for (const [event, file] of found)
    remark(context, `Your ${file} handles ${event}.`);
  if (isProposal) {
    print(context, `\n${MANIFEST_PATH} would be:\n\n${manifestText.trimEnd()}`);
    print(
      context,
      inWords(context, "\nDo it with `npx frameio-gen adopt --yes`."),
    );
  } else
    print(
      context,
      `Next: ${manifest.packageManager} install, then set the secrets that .env.example names.`,
    );
}

function undecided(): FrameioGenError {
  return usage(
    "Whether to do it is not said, and there is no terminal to ask",
    "Look at the plan with `--dry-run`, or do it with `--yes`.",
  );
}

function noEvents(): FrameioGenError {
  return usage(
    "No handler was found in src/, and --events is missing",
    "Run `npx frameio-gen adopt --events file.ready`; `npx frameio-gen events` lists the event types.",
  );
}

function usage(message: string, hint: string): FrameioGenError {
  return new FrameioGenError([
    { code: "FG505", severity: "error", message, hint },
  ]);
}

function adoptedAlready(): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG542",
      severity: "error",
      file: MANIFEST_PATH,
      message: `There is a ${MANIFEST_PATH} already: this is an app`,
    },
  ]);
}
