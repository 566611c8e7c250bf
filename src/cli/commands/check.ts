import { diagnosticsToJson } from "../../diagnostics/render.js";
import { openApp } from "../app/open-app.js";
import { planApp } from "../app/plan-app.js";
import { isUpToDate } from "../app/up-to-date.js";
import { executable } from "../commandline/execute.js";
import { type Flags, jsonFlag } from "../commandline/flag.js";
import { hintsInWords, inWords } from "../commandline/in-words.js";
import type { CliContext } from "../context.js";
import { annotation } from "../drift/annotation.js";
import { type Drift, findDrift } from "../drift/find-drift.js";
import { ExitCode } from "../exit-code.js";
import { paintFor, print, printJson } from "../output.js";

const flags = { ...jsonFlag } as const satisfies Flags;

export default executable({
  name: "frameio-gen check",
  summary: "Say whether the generated files are up to date, and write nothing",
  details: [
    "Exit code 0 when they are, 3 when they are not, with the reason for each file: edited, stale-manifest, stale-schema,\n" +
      "stale-template, missing, orphan or conflict. On GitHub Actions the files are annotated: with errors where somebody has to decide\n" +
      "(edited, conflict), else with warnings.",
  ],
  positionals: { usage: "", min: 0, max: 0 },
  flags,
  examples: [
    { command: "npx frameio-gen check", does: "as a step in CI" },
    {
      command: "npx frameio-gen check --json",
      does: "the same for a program",
    },
  ],
  run: async (context, { flags: given }) => {
    const app = openApp(context, "read");
    const changeSet = isUpToDate(app)
      ? undefined
      : (await planApp(app)).changeSet;
    const found =
      changeSet === undefined
        ? []
        : findDrift(changeSet, app.lockfile, app.tool);
    const drift = found.map((each) => ({
      ...each,
      hint: inWords(context, each.hint),
    }));
    const exitCode = drift.length === 0 ? ExitCode.done : ExitCode.drift;
    if (given.json === true) {
      printJson(context, {
        ok: drift.length === 0,
        exitCode,
        command: "check",
        root: app.root,
        drift: drift.map((each) => ({ ...each })),
        warnings: diagnosticsToJson(
          hintsInWords(context, changeSet?.warnings ?? []),
        ),
      });
    } else tell(context, app.root, drift);
    return exitCode;
  },
});

function tell(
  context: CliContext,
  root: string,
  drift: readonly Drift[],
): void {
  if (drift.length === 0) {
    print(context, "Everything is up to date.");
    return;
  }
  const paint = paintFor(context.stdout, context.env);
  const width = Math.max(...drift.map(({ reason }) => reason.length));
  for (const { path, reason, message } of drift) {
    print(
      context,
      `  ${paint.error(reason.padEnd(width))}  ${paint.strong(path)} ${message}`,
    );
  }
  print(
    context,
    `\n${drift.length === 1 ? "1 file differs" : `${drift.length} files differ`}. ${inWords(context, "See how with `npx frameio-gen diff`, then run `npx frameio-gen generate` and commit the result.")}`,
  );
  if (context.env["GITHUB_ACTIONS"] === "true") {
    for (const each of drift) {
      print(context, annotation(each, root, context.env["GITHUB_WORKSPACE"]));
    }
  }
}
