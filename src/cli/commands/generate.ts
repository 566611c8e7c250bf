import { finish, UP_TO_DATE } from "../app/finish.js";
import { openApp } from "../app/open-app.js";
import { planApp } from "../app/plan-app.js";
import { outFlag, savePlan } from "../app/save-plan.js";
import { isUpToDate } from "../app/up-to-date.js";
import { executable } from "../commandline/execute.js";
import {
  conflictFlag,
  dryRunFlag,
  type Flags,
  jsonFlag,
} from "../commandline/flag.js";
import { ExitCode } from "../exit-code.js";
import { print, printJson } from "../output.js";

const flags = {
  force: {
    type: "boolean",
    description: "Discard your edits of files that belong to the tool",
  },
  ...conflictFlag,
  ...outFlag,
  ...dryRunFlag,
  ...jsonFlag,
} as const satisfies Flags;

export default executable({
  name: "frameio-gen generate",
  summary: "Generate the app anew from frameio.jsonc",
  details: [
    "Your edits are kept: files of your own are never touched, shared ones are merged. Files that belong to the tool are replaced\n" +
      "unless you edited them; then nothing is written and the conflict is told (exit code 4).",
  ],
  positionals: { usage: "", min: 0, max: 0 },
  flags,
  examples: [
    { command: "npx frameio-gen", does: "after a change of frameio.jsonc" },
    {
      command: "npx frameio-gen generate --dry-run",
      does: "see first what would change",
    },
    {
      command: "npx frameio-gen generate --out plan.json",
      does: "save what would be done, for `npx frameio-gen apply plan.json`",
    },
    {
      command: "npx frameio-gen generate --conflict inline",
      does: "settle conflicts in your editor",
    },
  ],
  run: async (context, { flags: given }) => {
    const dryRun = given["dry-run"] === true;
    const json = given.json === true;
    const app = openApp(context, dryRun ? "read" : "write");
    const { out } = given;
    if (out === undefined && isUpToDate(app)) {
      const { root } = app;
      if (json) {
        printJson(context, {
          ok: true,
          exitCode: ExitCode.done,
          command: "generate",
          root,
          dryRun,
          changed: false,
          files: [],
          conflicts: [],
          warnings: [],
        });
      } else print(context, UP_TO_DATE);
      return ExitCode.done;
    }
    const planned = await planApp(app, {
      force: given.force === true,
      conflicts: given.conflict ?? "report",
      tellEdited: dryRun || json || out !== undefined,
    });
    const options = { command: "generate", record: "generate", dryRun, json };
    return out === undefined
      ? finish(context, app.workspace, planned.changeSet, options)
      : savePlan(context, app, planned, { ...options, out });
  },
});
