import { harvest } from "../../customize/harvest.js";
import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { quote } from "../../diagnostics/printable.js";
import { finish } from "../app/finish.js";
import { openApp } from "../app/open-app.js";
import { readManifest } from "../app/read-manifest.js";
import { executable } from "../commandline/execute.js";
import { dryRunFlag, type Flags, jsonFlag } from "../commandline/flag.js";
import { Cancelled } from "../context.js";
import { chooseGenerator } from "../run/choose-generator.js";
import { watched } from "../run/watched.js";

const flags = {
  option: {
    type: "list",
    verbatim: true,
    value: "name=value",
    description: "An option of the generator; may be repeated",
  },
  trust: {
    type: "boolean",
    description: "Run it although the manifest does not name it",
  },
  conflict: {
    type: "string",
    value: "how",
    choices: ["report", "inline"],
    default: "report",
    description:
      "Conflicts: report them and write nothing, or write them between markers",
  },
  ...dryRunFlag,
  ...jsonFlag,
} as const satisfies Flags;

export default executable({
  name: "frameio-gen run",
  summary: "Run a Yeoman generator of yours; what it writes is merged",
  details: [
    "The generator is a folder or a package, named in `generators` of frameio.jsonc. It is code, and runs only when it is named there,\n" +
      "or with --trust. What it writes through Yeoman stays in memory, and becomes one change like those of the tool.",
  ],
  positionals: { usage: "<name> [argument…]", min: 1, max: 50 },
  flags,
  examples: [
    {
      command: "npx frameio-gen run report weekly",
      does: "with an argument of the generator's",
    },
    {
      command: "npx frameio-gen run ./generators/report --trust --dry-run",
      does: "see first what it would write",
    },
  ],
  run: async (context, { flags: given, positionals: [asked, ...args] }) => {
    if (asked === undefined)
      throw missing("FG504", "Name the generator to run");
    const dryRun = given["dry-run"] === true;
    const app = openApp(context, dryRun ? "read" : "write");
    const { lockfile, root, workspace } = app;
    const { name, file } = chooseGenerator(
      root,
      readManifest(app),
      asked,
      given.trust === true,
    );
    if (lockfile === undefined)
      throw missing("FG607", "The app has never been generated");
    const [{ runHosted }, { generatorFailed, loadGenerator }] =
      await Promise.all([
        import("../../yeoman/host.js"),
        import("../../yeoman/load-generator.js"),
      ]);
    const ran = await watched(async () =>
      runHosted(context, await loadGenerator(file), {
        namespace: "frameio:own",
        options: optionsOf(given.option ?? []),
        own: { root, args, file },
      }),
    ).catch((error: unknown) => {
      if (error instanceof Cancelled || error instanceof FrameioGenError)
        throw error;
      throw generatorFailed(name, error);
    });
    if (ran.refused.length > 0)
      throw new FrameioGenError(
        ran.refused.map(({ path, why }) => ({
          code: "FG709",
          severity: "error",
          message: `Of what the generator ${quote(name)} does, ${quote(path)} ${why}`,
          hint: "Let the generator write text; nothing was written.",
        })),
      );
    const { frameioMerged = [] } = ran.generator as {
      readonly frameioMerged?: readonly string[];
    };
    const changeSet = await harvest({
      files: ran.files,
      by: name,
      merged: new Set(frameioMerged),
      disk: workspace,
      lockfile,
      conflicts: given.conflict ?? "report",
    });
    return finish(context, workspace, changeSet, {
      command: "run",
      record: ["run", asked ?? name, ...args].join(" ").replaceAll(/\s+/g, " "),
      dryRun,
      json: given.json === true,
      extra: { generator: name },
      upToDate: "Nothing to do: the generator changes nothing.",
    });
  },
});

/** `["a=1", "b"]` → `{ a: "1", b: true }` */
function optionsOf(given: readonly string[]): object {
  return Object.fromEntries(
    given.map((each) => {
      const at = each.indexOf("=");
      return at === -1 ? [each, true] : [each.slice(0, at), each.slice(at + 1)];
    }),
  );
}

function missing(code: "FG504" | "FG607", message: string): FrameioGenError {
  return new FrameioGenError([{ code, severity: "error", message }]);
}
