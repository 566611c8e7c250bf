import { resolve } from "node:path";

import {
  type AppAnswers,
  defaultAnswers,
  manifestOf,
  nameOf,
} from "../../../generators/app/answers.js";
import { appFlags } from "../../../generators/app/flags.js";
import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { MANIFEST_PATH } from "../../manifest/manifest.js";
import { openWorkspace } from "../../workspace/open-workspace.js";
import { projectPrettier } from "../../workspace/project-prettier.js";
import {
  folderState,
  foldersUpwards,
  namesIn,
  readIfPresent,
} from "../../workspace/surroundings.js";
import type { Workspace } from "../../workspace/workspace.js";
import { commitRecorded } from "../app/commit.js";
import { isEmpty, tellBlocked, tellDryRun } from "../app/finish.js";
import { readLockfile, recover } from "../app/open-app.js";
import { planApp } from "../app/plan-app.js";
import { executable } from "../commandline/execute.js";
import {
  dryRunFlag,
  type Flags,
  type FlagValues,
  jsonFlag,
} from "../commandline/flag.js";
import type { CliContext } from "../context.js";
import { checkGiven } from "../create/check-given.js";
import { decideWithoutAsking, isComplete } from "../create/decide.js";
import { applyEffects } from "../create/effects.js";
import { tellCreated } from "../create/tell.js";
import { checkTargetFolder } from "../create/target-folder.js";
import { builtInEvents } from "../events/built-in-events.js";
import { ExitCode } from "../exit-code.js";
import { print } from "../output.js";
import { detectPackageManager } from "../package-manager.js";
import { chosenProviders, firstEvents } from "../create/providers.js";
import { openTool, toolVersion } from "../tool.js";
import { appEnvironment, unsetVariables } from "../trigger/environment.js";

const flags = {
  ...appFlags,
  yes: {
    type: "boolean",
    short: "y",
    description:
      "Take the default for everything that is not given, ask nothing",
  },
  ...dryRunFlag,
  ...jsonFlag,
  version: { type: "boolean", short: "v", description: "Show the version" },
} as const satisfies Flags;

export default executable({
  name: "create-frameio-app",
  summary: "Create a webhook app for Frame.io: typed, verified, tested",
  details: [
    "In a terminal, what you do not give is asked for. Elsewhere nothing is asked: give the flags, or --yes.",
  ],
  positionals: { usage: "[dir]", min: 0, max: 1 },
  flags,
  examples: [
    { command: "npm create frameio-app", does: "ask me everything" },
    {
      command: "npm create frameio-app my-app -- --yes",
      does: "take the defaults",
    },
    {
      command:
        "npm create frameio-app my-app -- --events file.ready,comment.created --secret per-webhook --yes",
      does: "two webhooks, each with its own secret",
    },
    {
      command:
        "npm create frameio-app my-app -- --provider frameio --provider loopcanvas --yes",
      does: "two providers",
    },
    {
      command: "npm create frameio-app . -- --existing --dry-run --yes",
      does: "see what would be added to the folder you are in",
    },
  ],
  run: async (context, { flags: asked, positionals: [dir] }) => {
    const json = asked.json === true;
    if (asked.version === true) {
      print(context, toolVersion());
      return ExitCode.done;
    }
    // Given before npm's `--`, npm keeps the flag and sets the variable: whoever typed it wants nothing written.
    const dryRun =
      asked["dry-run"] === true || context.env["npm_config_dry_run"] === "true";
    const tool = openTool();
    const providers =
      asked.provider === undefined
        ? undefined
        : chosenProviders(asked.provider, tool);
    const events =
      providers?.flatMap(({ catalog }) => catalog.events) ??
      builtInEvents(tool);
    const given = {
      ...givenAnswers(asked, dir),
      ...(providers && { providers }),
    };
    checkGiven(given, events);
    const { answers, manifestText } = await settle(context, given, {
      yes: asked.yes === true,
      dryRun,
      json,
      events,
      ...(providers && { firstEvents: firstEvents(providers) }),
    });

    const root = resolve(context.cwd, answers.dir);
    const workspace = openWorkspace(root);
    if (!dryRun && folderState(root) === "filled") recover(context, workspace);
    const filled = checkTargetFolder(root, answers.dir, answers.existing);
    assertSameManifest(workspace, manifestText);
    const { changeSet, model } = await planApp({
      workspace,
      manifestText,
      lockfile: readLockfile(workspace),
      tool,
      formatter: projectPrettier(root),
    });

    if (changeSet.conflicts.length > 0) {
      return tellBlocked(context, workspace, changeSet, {
        command: "create",
        dryRun,
        json,
      });
    }
    if (dryRun) {
      return tellDryRun(context, workspace, changeSet, {
        command: "create",
        dryRun,
        json,
      });
    }
    if (!isEmpty(changeSet))
      await commitRecorded(workspace, changeSet, "create");
    const effects = await applyEffects(context, root, answers, {
      model,
      filled,
      quiet: json,
    });
    const unset = unsetVariables(
      model.variables,
      appEnvironment(openWorkspace(root), context.env),
    );
    tellCreated(context, { root, answers, changeSet, effects, unset, json });
    return ExitCode.done;
  },
});

/** The answers, complete: asked for in a terminal, else by flags and defaults. */
async function settle(
  context: CliContext,
  given: Partial<AppAnswers>,
  options: {
    readonly yes: boolean;
    readonly dryRun: boolean;
    readonly json: boolean;
    readonly events: ReturnType<typeof builtInEvents>;
    readonly firstEvents?: readonly string[];
  },
): Promise<{ readonly answers: AppAnswers; readonly manifestText: string }> {
  const isFilled = (dir: string): boolean =>
    folderState(resolve(context.cwd, dir)) === "filled";
  const root = resolve(context.cwd, given.dir ?? given.name ?? ".");
  // A path that cannot be used is told before anything is asked.
  if (given.dir !== undefined) checkTargetFolder(root, given.dir, true);
  const folder = given.dir === undefined ? undefined : root;
  const packageManager = detectPackageManager(
    context.env,
    foldersUpwards(root),
    namesIn,
    readIfPresent,
  );
  const mayAsk = !options.yes && !options.json && context.interactive;
  const unsettled =
    !isComplete(given) ||
    (given.existing === undefined && isFilled(given.dir ?? given.name ?? "."));
  if (mayAsk && unsettled) {
    const { askForApp } = await import("../create/ask.js");
    const name = folder === undefined ? undefined : nameOf(folder);
    const known = name === undefined ? given : { name, ...given };
    return askForApp(context, known, {
      defaults: defaultAnswers(
        given,
        packageManager,
        folder,
        options.firstEvents,
      ),
      events: options.events,
      isFilled,
    });
  }
  const answers = decideWithoutAsking(context, given, {
    ...options,
    packageManager,
    folder,
  });
  return { answers, manifestText: manifestOf(answers) };
}

function givenAnswers(
  asked: FlagValues<typeof flags>,
  dir: string | undefined,
): Partial<AppAnswers> {
  const { name, events, secret, target, git, install, existing } = asked;
  const packageManager = asked["package-manager"];
  const all = {
    dir,
    name,
    events,
    secret,
    target,
    packageManager,
    git,
    install,
    existing,
  };
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined),
  );
}

/** Running it again with the same answers is fine; another manifest is somebody's work. */
function assertSameManifest(workspace: Workspace, manifestText: string): void {
  const there = workspace.read(MANIFEST_PATH);
  if (there === undefined || there.text === manifestText) return;
  throw new FrameioGenError([
    {
      code: "FG512",
      severity: "error",
      file: MANIFEST_PATH,
      message: "The folder holds an app already, with another manifest",
    },
  ]);
}
