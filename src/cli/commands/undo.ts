import { join } from "node:path";

import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { parseRecord } from "../../history/parse.js";
import { planUndo } from "../../history/plan-undo.js";
import {
  HISTORY_FOLDER,
  type HistoryRecord,
  recordNumbers,
  recordPath,
} from "../../history/record.js";
import { MANIFEST_PATH } from "../../manifest/manifest.js";
import { namesIn } from "../../workspace/surroundings.js";
import { finish } from "../app/finish.js";
import { type OpenApp, openApp } from "../app/open-app.js";
import { isUpToDate } from "../app/up-to-date.js";
import { confirm } from "../commandline/confirm.js";
import { executable } from "../commandline/execute.js";
import { dryRunFlag, type Flags, jsonFlag } from "../commandline/flag.js";
import { inWords } from "../commandline/in-words.js";
import { patchOf, paintPatch } from "../drift/patch.js";
import { ExitCode } from "../exit-code.js";
import { paintFor, print, remark } from "../output.js";

const flags = {
  force: {
    type: "boolean",
    description: "Lose what you edited since in the files that go back",
  },
  yes: {
    type: "boolean",
    short: "y",
    description: "Ask nothing, also where the whole app would go",
  },
  ...dryRunFlag,
  ...jsonFlag,
} as const satisfies Flags;

export default executable({
  name: "frameio-gen undo",
  summary: "Take back the last change that a command made",
  details: [
    "Files get the text back that they had before, created ones go. Where you edited one since, nothing is done: the diff shows what\n" +
      "would be lost (exit code 4). Run it again to go further back. The first change is what made the app: create or adopt; in the long run the oldest are forgotten.",
  ],
  positionals: { usage: "", min: 0, max: 0 },
  flags,
  examples: [
    { command: "npx frameio-gen undo", does: "take the last change back" },
    {
      command: "npx frameio-gen undo --dry-run",
      does: "see first what would go back",
    },
    {
      command: "npx frameio-gen undo --force",
      does: "also where you edited since",
    },
  ],
  run: async (context, { flags: given }) => {
    const dryRun = given["dry-run"] === true;
    const json = given.json === true;
    const app = openApp(context, dryRun ? "read" : "write-any-version");
    const last = lastRecord(app);
    const { changeSet, losses } = planUndo({
      ...last,
      disk: app.workspace,
      force: given.force === true,
    });
    const lost = await Promise.all(
      losses.map(async (loss) => ({
        path: loss.path,
        patch: await patchOf(loss),
      })),
    );
    const { command } = last.record;
    if (!json) {
      const paint = paintFor(context.stdout, context.env);
      for (const { patch } of lost)
        print(context, paintPatch(patch.trimEnd(), paint));
      remark(context, `The last change is \`${command}\`.`);
    }
    const ended = last.record.lockfile.before === null;
    const goes = !dryRun && (lost.length === 0 || given.force === true);
    if (ended && goes && context.interactive && !json && given.yes !== true)
      await confirm(context, "This takes the whole app back. Go on?");
    const exitCode = await finish(context, app.workspace, changeSet, {
      command: "undo",
      record: false,
      dryRun,
      json,
      extra: { undone: command, lost },
      upToDate: "No file had to change: only the tool's own notes went back.",
    });
    if (exitCode === ExitCode.done && !dryRun && !json && ended)
      remark(
        context,
        "The app is taken back. What is left in the folder is not the tool's: your files, .env, and what was installed.",
      );
    else if (exitCode === ExitCode.done && !dryRun && !json)
      remindOfCause(last.record, openApp(context, "read"), (line) =>
        remark(context, inWords(context, line)),
      );
    return exitCode;
  },
});

/** @throws FrameioGenError FG431 when no change is recorded */
function lastRecord({ root, workspace }: OpenApp): {
  readonly record: HistoryRecord;
  readonly number: number;
} {
  const [number] = recordNumbers(namesIn(join(root, HISTORY_FOLDER)));
  const path = recordPath(number ?? 0);
  const file = number === undefined ? undefined : workspace.read(path);
  if (number === undefined || file === undefined)
    throw new FrameioGenError([
      {
        code: "FG431",
        severity: "error",
        message: "No change is recorded that could be undone",
      },
    ]);
  return { record: parseRecord(path, file.text), number };
}

/** What had been changed before the command, by hand or by a new version of the tool, is still there when its effect is taken back. */
function remindOfCause(
  { command, files }: HistoryRecord,
  app: OpenApp,
  tell: (line: string) => void,
): void {
  if (isUpToDate(app)) return;
  const editedManifest = files.some(({ path }) => path === MANIFEST_PATH);
  if (app.lockfile?.toolVersion !== app.tool.version)
    tell(
      "The tool is still the newer version: `npx frameio-gen update` would bring the app to it again.",
    );
  else if (editedManifest)
    tell(
      `Something was changed before \`${command}\` and is not generated: \`npx frameio-gen diff\` shows what, \`npx frameio-gen generate\` makes it.`,
    );
  else
    tell(
      "What made the change (frameio.jsonc, a template, or the tool) is still there: `npx frameio-gen generate` would make it again.",
    );
}
