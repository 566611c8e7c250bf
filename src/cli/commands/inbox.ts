import { spawn } from "node:child_process";

import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { readIfPresent } from "../../workspace/surroundings.js";
import { join } from "node:path";
import { openApp } from "../app/open-app.js";
import { readManifest } from "../app/read-manifest.js";
import type { AnyCommand } from "../commandline/command.js";
import { executable } from "../commandline/execute.js";
import { reportFailure } from "../commandline/failure.js";
import { jsonFlag } from "../commandline/flag.js";
import type { CliContext } from "../context.js";
import { ExitCode } from "../exit-code.js";

/** What the app's build makes of `src/frameio/inbox-commands.gen.ts`. */
const BUILT = "dist/frameio/inbox-commands.gen.js";

const described = executable({
  name: "frameio-gen inbox",
  summary: "Look at the deliveries that the app has accepted; run them again",
  details: [
    "Runs inside the built app, with the app's own inbox and its .env: the same as `npm run inbox -- …`.\n" +
      "Commands: list, show, replay, retry-dead, purge. `npm run inbox -- --help` explains every flag.\n" +
      "Exit code 0, 1 when there was nothing to do it to, 2 when the command line makes no sense.",
  ],
  positionals: { usage: "<command> [<id>…]", min: 0, max: 1 },
  flags: { ...jsonFlag },
  examples: [
    {
      command: "npx frameio-gen inbox list --state dead --since 1d",
      does: "what was put aside since yesterday",
    },
    {
      command: "npx frameio-gen inbox show 42",
      does: "one delivery: headers, body, every attempt",
    },
    {
      command: "npx frameio-gen inbox retry-dead --event file.ready",
      does: "run what was put aside again",
    },
    {
      command: "npx frameio-gen inbox replay --since 2h --until 1h",
      does: "run an hour again, whatever became of it",
    },
  ],
  run: () => Promise.resolve(ExitCode.usage),
});

const command: AnyCommand = {
  spec: described.spec,
  execute: async (context, argv) => {
    const asked = argv.includes("--help") || argv.includes("-h");
    if (asked) return described.execute(context, argv);
    try {
      return await forward(context, argv);
    } catch (error) {
      return reportFailure(context, error, argv.includes("--json"), undefined);
    }
  },
};
export default command;

/** The app's own code does it: its engine, its settings, its version of everything. */
async function forward(
  context: CliContext,
  argv: readonly string[],
): Promise<ExitCode> {
  const app = openApp(context, "read");
  const { inbox } = readManifest(app);
  if (inbox.engine === "memory") throw notDurable();
  if (readIfPresent(join(app.root, BUILT)) === undefined) throw notBuilt();
  const child = spawn(
    process.execPath,
    ["--env-file-if-exists=.env", BUILT, ...argv],
    { cwd: app.root, env: context.env, stdio: ["ignore", "pipe", "pipe"] },
  );
  child.stdout.pipe(context.stdout, { end: false });
  child.stderr.pipe(context.stderr, { end: false });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code === 0) return ExitCode.done;
  return code === 2 ? ExitCode.usage : ExitCode.error;
}

function notBuilt(): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG609",
      severity: "error",
      message: `${BUILT} is not there: the inbox is looked at by the built app`,
    },
  ]);
}

function notDurable(): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG610",
      severity: "error",
      message:
        'inbox.engine is "memory": the inbox is in the memory of the running app, and ends with it',
    },
  ]);
}
