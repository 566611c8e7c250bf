import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { quote } from "../../diagnostics/printable.js";
import { openApp } from "../app/open-app.js";
import { executable } from "../commandline/execute.js";
import {
  conflictFlag,
  dryRunFlag,
  type Flags,
  jsonFlag,
} from "../commandline/flag.js";
import {
  knownMigrations,
  readMigration,
} from "../impact/provider-migrations.js";

const flags = {
  markdown: {
    type: "boolean",
    description: "Print the report as Markdown, for a pull request",
  },
  ...conflictFlag,
  ...dryRunFlag,
  ...jsonFlag,
} as const satisfies Flags;

export default executable({
  name: "frameio-gen migrate",
  summary: "Go to another version of a provider: rename what is renamed there",
  details: [
    "Renames events in frameio.jsonc, handlers with their tests and samples, types, and the fields that are called otherwise;\n" +
      "the rest of your code stays as it is. What cannot be settled so is listed, with its place. `undo` takes it back.",
  ],
  positionals: { usage: "<from> <to>", min: 2, max: 2 },
  flags,
  examples: [
    {
      command: "npx frameio-gen migrate frameio@2 frameio@4 --dry-run",
      does: "see first what would be renamed, and what is left to you",
    },
    {
      command: "npx frameio-gen migrate frameio@2 frameio@4",
      does: "from Frame.io's legacy API to V4",
    },
  ],
  run: async (context, { flags: given, positionals: [from, to] }) => {
    const dryRun = given["dry-run"] === true;
    if (from === undefined || to === undefined) throw missingName();
    const migration = readMigration(from, to);
    if (migration === undefined) throw unknown(from, to);
    const { runMigrate } = await import("../impact/run-migrate.js");
    return runMigrate(context, openApp(context, dryRun ? "read" : "write"), {
      migration,
      markdown: given.markdown === true,
      conflicts: given.conflict ?? "report",
      dryRun,
      json: given.json === true,
    });
  },
});

function missingName(): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG504",
      severity: "error",
      message: "Two schemas are needed: the provider's, and its new one",
      hint: "Run `npx frameio-gen migrate frameio@2 frameio@4`.",
    },
  ]);
}

function unknown(from: string, to: string): FrameioGenError {
  const known = knownMigrations().map((pair) => pair.join(" "));
  return new FrameioGenError([
    {
      code: "FG236",
      severity: "error",
      message: `Nothing is known of a migration from ${quote(from)} to ${quote(to)}`,
      hint: `There is ${known.join(", ")}.`,
    },
  ]);
}
