import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { finish } from "../app/finish.js";
import { openApp } from "../app/open-app.js";
import { planApp } from "../app/plan-app.js";
import { executable } from "../commandline/execute.js";
import {
  conflictFlag,
  dryRunFlag,
  type Flags,
  jsonFlag,
} from "../commandline/flag.js";

const flags = {
  ...conflictFlag,
  ...dryRunFlag,
  ...jsonFlag,
} as const satisfies Flags;

export default executable({
  name: "frameio-gen rename-handler",
  summary: "Give a handler another name, with its fixture and test",
  details: [
    "Your edits move along, imports follow, and so does frameio.jsonc, all in one step. Nothing is overwritten: a name that is taken is refused.",
  ],
  positionals: { usage: "<old> <new>", min: 2, max: 2 },
  flags,
  examples: [
    {
      command: "npx frameio-gen rename-handler file-ready transcode",
      does: "src/webhooks/transcode.ts from now on",
    },
    {
      command:
        "npx frameio-gen rename-handler file-ready src/media/transcode.ts",
      does: "in a folder of your own",
    },
    {
      command: "npx frameio-gen rename-handler file.ready transcode --dry-run",
      does: "found by its event; see first what would move",
    },
  ],
  run: async (context, { flags: given, positionals: [from, to] }) => {
    const dryRun = given["dry-run"] === true;
    const json = given.json === true;
    if (from === undefined || to === undefined) throw missingName();
    const app = openApp(context, dryRun ? "read" : "write");
    const { planRename } = await import("../../handlers/plan-rename.js");
    const plan = await planRename({ ...app, disk: app.workspace, from, to });
    const { manifestText, edits } = plan;
    const { changeSet } = await planApp(app, {
      manifestText,
      edits,
      conflicts: given.conflict ?? "report",
      tellEdited: dryRun || json,
    });
    return finish(context, app.workspace, changeSet, {
      command: "rename-handler",
      record: `rename-handler ${plan.from} ${plan.to}`,
      dryRun,
      json,
      extra: { from: plan.from, to: plan.to },
    });
  },
});

function missingName(): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG504",
      severity: "error",
      message: "Two names are needed: the handler's, and its new one",
      hint: "Run `npx frameio-gen rename-handler <old> <new>`.",
    },
  ]);
}
