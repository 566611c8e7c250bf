import { join } from "node:path";

import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { didYouMean } from "../../diagnostics/nearest.js";
import { quote } from "../../diagnostics/printable.js";
import type { ChangeSet } from "../../reconcile/change-set.js";
import { packageRootOf, readIfPresent } from "../../workspace/surroundings.js";
import type { Workspace } from "../../workspace/workspace.js";
import { finish } from "../app/finish.js";
import { openApp } from "../app/open-app.js";
import { executable } from "../commandline/execute.js";
import { dryRunFlag, type Flags, jsonFlag } from "../commandline/flag.js";
import { attributes, mergeDrivers } from "../merge/driver.js";
import { withAttributes, withoutAttributes } from "../merge/edit-attributes.js";
import { openGit } from "../merge/git-config.js";
import { ExitCode } from "../exit-code.js";
import { remark } from "../output.js";

const flags = { ...dryRunFlag, ...jsonFlag } as const satisfies Flags;

const ACTIONS = ["install", "uninstall"] as const;
const ATTRIBUTES_PATH = ".gitattributes";
const BIN = "dist/frameio-gen.js";

export default executable({
  name: "frameio-gen merge-driver",
  summary: "Let git merge the app's files by structure",
  details: [
    "Adds lines to .gitattributes, which everybody gets, and the drivers to this clone's own git configuration, which nobody else gets:\n" +
      "each clone installs them once. Where they are not installed, git merges by line as ever. Of generated files git keeps your side;\n" +
      "run `npx frameio-gen generate` after a merge.",
  ],
  positionals: { usage: "install | uninstall", min: 1, max: 1 },
  flags,
  examples: [
    {
      command: "npx frameio-gen merge-driver install",
      does: "from now on, in this clone",
    },
    { command: "npx frameio-gen merge-driver uninstall", does: "no more" },
  ],
  run: async (context, { flags: given, positionals: [asked = ""] }) => {
    const action = actionOf(asked);
    const dryRun = given["dry-run"] === true;
    const json = given.json === true;
    const { root, workspace } = openApp(context, dryRun ? "read" : "write");
    const git = openGit(context, root);
    const drivers = mergeDrivers(programOf(root));
    if (!dryRun) git[action](drivers);
    const exitCode = await finish(
      context,
      workspace,
      changeOf(workspace, action),
      {
        command: "merge-driver",
        record: `merge-driver ${action}`,
        dryRun,
        json,
        extra: { action, drivers: drivers.map(({ name }) => name) },
        upToDate: `${ATTRIBUTES_PATH} is as it should be.`,
      },
    );
    if (exitCode === ExitCode.done && !dryRun && !json)
      remark(
        context,
        action === "install"
          ? "Git merges the app's files by structure now, in this clone."
          : "Git merges by line again.",
      );
    return exitCode;
  },
});

function actionOf(asked: string): (typeof ACTIONS)[number] {
  const action = ACTIONS.find((each) => each === asked);
  if (action !== undefined) return action;
  const hint = didYouMean(asked, ACTIONS);
  throw new FrameioGenError([
    {
      code: "FG504",
      severity: "error",
      message:
        asked === ""
          ? "What to do is missing: install or uninstall"
          : `${quote(asked)} is neither "install" nor "uninstall"`,
      ...(hint === undefined ? {} : { hint }),
    },
  ]);
}

/** The app's own copy of the tool, whichever version is installed by then; else the one that runs. */
function programOf(root: string): string {
  const own = join(root, "node_modules", "create-frameio-app");
  const isThere = readIfPresent(join(own, BIN)) !== undefined;
  return join(isThere ? own : packageRootOf(import.meta.url), BIN);
}

function changeOf(
  workspace: Workspace,
  action: (typeof ACTIONS)[number],
): ChangeSet {
  const path = ATTRIBUTES_PATH;
  const before = workspace.read(path);
  const edit = action === "install" ? withAttributes : withoutAttributes;
  const text = edit(before?.text ?? "", attributes);
  const isSame = text === (before?.text ?? "");
  const change = { path, text, executable: false } as const;
  return {
    changes: isSame
      ? []
      : before === undefined
        ? [{ ...change, kind: "create", expects: null, reason: "create" }]
        : [
            {
              ...change,
              kind: "update",
              expects: before.digest,
              reason: "edit",
            },
          ],
    outcomes: isSame
      ? []
      : [{ path, outcome: before === undefined ? "create" : "edit" }],
    conflicts: [],
    warnings: [],
    lockfile: null,
  };
}
