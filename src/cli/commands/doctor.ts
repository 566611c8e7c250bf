import {
  diagnosticsToJson,
  renderDiagnostics,
  summarize,
} from "../../diagnostics/render.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import type { Manifest } from "../../manifest/manifest.js";
import { openApp, type OpenApp } from "../app/open-app.js";
import { readManifest } from "../app/read-manifest.js";
import { executable } from "../commandline/execute.js";
import { type Flags, jsonFlag } from "../commandline/flag.js";
import { hintsInWords } from "../commandline/in-words.js";
import { checks } from "../doctor/checks.js";
import { ExitCode } from "../exit-code.js";
import { paintFor, print, printJson } from "../output.js";
import { appEnvironment } from "../trigger/environment.js";

const flags = { ...jsonFlag } as const satisfies Flags;

export default executable({
  name: "frameio-gen doctor",
  summary: "Look for what keeps the app from working, and name the remedy",
  details: [
    "Looks at Node.js, the manifest, the generated files, the variables and the form of secrets, git, the dependencies and the port. Writes nothing.\n" +
      "Exit code 1 when there is an error.",
  ],
  positionals: { usage: "", min: 0, max: 0 },
  flags,
  examples: [{ command: "npx frameio-gen doctor", does: "what is wrong?" }],
  run: async (context, { flags: given }) => {
    const app = openApp(context, "read");
    const patient = {
      ...app,
      manifest: manifestOf(app),
      environment: appEnvironment(app.workspace, context.env),
    };
    const results: {
      title: string;
      skipped: boolean;
      diagnostics: readonly Diagnostic[];
    }[] = [];
    for (const { title, run } of checks) {
      const found = await run(context, patient);
      const skipped = found === "not looked at";
      results.push({ title, skipped, diagnostics: skipped ? [] : found });
    }
    const all = results.flatMap(({ diagnostics }) => diagnostics);
    const failed = all.some(({ severity }) => severity === "error");
    const exitCode = failed ? ExitCode.error : ExitCode.done;
    if (given.json === true) {
      printJson(context, {
        ok: !failed,
        exitCode,
        command: "doctor",
        root: app.root,
        checks: results.map(({ title, skipped, diagnostics }) => ({
          title,
          ...(skipped ? { skipped } : {}),
          diagnostics: diagnosticsToJson(hintsInWords(context, diagnostics)),
        })),
      });
      return exitCode;
    }
    const paint = paintFor(context.stdout, context.env);
    for (const { title, skipped, diagnostics } of results) {
      if (skipped) {
        print(
          context,
          `${paint.faint("-")} ${paint.strong(title)}: not looked at, for frameio.jsonc has mistakes`,
        );
        continue;
      }
      const fine = diagnostics.length === 0;
      const mark = fine ? paint.info("✔") : paint.error("✖");
      print(context, `${mark} ${paint.strong(title)}`);
      if (fine) continue;
      const source = (file: string): string | undefined =>
        app.workspace.read(file)?.text;
      const text = renderDiagnostics(hintsInWords(context, diagnostics), {
        paint,
        source,
      });
      print(context, text.replaceAll(/^(?=.)/gm, "  "));
    }
    print(context, `\n${all.length === 0 ? "All is well" : summarize(all)}.`);
    return exitCode;
  },
});

function manifestOf(app: OpenApp): Manifest | undefined {
  try {
    return readManifest(app);
  } catch (error) {
    if (error instanceof FrameioGenError) return undefined;
    throw error;
  }
}
