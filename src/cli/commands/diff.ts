import { relative, resolve, sep } from "node:path";

import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { didYouMean } from "../../diagnostics/nearest.js";
import { quote } from "../../diagnostics/printable.js";
import { openApp } from "../app/open-app.js";
import { planApp } from "../app/plan-app.js";
import { isUpToDate } from "../app/up-to-date.js";
import { executable } from "../commandline/execute.js";
import { type Flags, jsonFlag } from "../commandline/flag.js";
import type { CliContext } from "../context.js";
import { type FileDifference, differences } from "../drift/differences.js";
import { paintPatch, patchOf } from "../drift/patch.js";
import { ExitCode } from "../exit-code.js";
import { paintFor, print, printJson, remark } from "../output.js";

const flags = { ...jsonFlag } as const satisfies Flags;

export default executable({
  name: "frameio-gen diff",
  summary: "Show what generate would change, as a unified diff",
  details: [
    "Where you edited a file of the tool, or both of you changed the same thing, the lines with - are yours and those with + are the new ones.",
  ],
  positionals: { usage: "[path]", min: 0, max: 1 },
  flags,
  examples: [
    { command: "npx frameio-gen diff", does: "everything" },
    { command: "npx frameio-gen diff package.json", does: "one file" },
    { command: "npx frameio-gen diff src/frameio", does: "one folder" },
  ],
  run: async (context, { flags: given, positionals: [wanted] }) => {
    const app = openApp(context, "read");
    let found: readonly FileDifference[] = [];
    if (wanted !== undefined || !isUpToDate(app)) {
      const result = await planApp(app);
      found = differences(result, app.workspace);
      if (wanted !== undefined) {
        const known = result.changeSet.outcomes.map(({ path }) => path);
        const within = selector(context, app.root, wanted, known);
        found = found.filter(({ path }) => within(path));
      }
    }
    const patches = await Promise.all(
      found.map(async (difference) => ({
        path: difference.path,
        conflict: difference.conflict,
        patch: await patchOf(difference),
      })),
    );
    if (given.json === true) {
      printJson(context, {
        ok: true,
        exitCode: ExitCode.done,
        command: "diff",
        root: app.root,
        files: patches,
      });
    } else if (patches.length === 0) {
      remark(context, "No difference: generate would change nothing.");
    } else {
      const paint = paintFor(context.stdout, context.env);
      for (const { patch } of patches) {
        print(context, paintPatch(patch.replace(/\n$/, ""), paint));
      }
    }
    return ExitCode.done;
  },
});

/** Whether a path is the wanted one or lies below it; the wanted one may be relative to the app or to the working directory. */
function selector(
  { cwd }: CliContext,
  root: string,
  wanted: string,
  known: readonly string[],
): (path: string) => boolean {
  const candidates = [
    wanted.replace(/^\.\//, "").replace(/\/$/, ""),
    relative(root, resolve(cwd, wanted)).split(sep).join("/"),
  ];
  const within = (path: string): boolean =>
    candidates.some(
      (candidate) =>
        candidate === "" ||
        path === candidate ||
        path.startsWith(`${candidate}/`),
    );
  if (known.some(within)) return within;
  const hint = didYouMean(wanted, known);
  throw new FrameioGenError([
    {
      code: "FG504",
      severity: "error",
      message: `${quote(wanted)} is not a file that is generated`,
      hint: `${hint === undefined ? "" : `${hint} `}\`npx frameio-gen status\` lists them.`,
    },
  ]);
}
