import { openApp } from "../app/open-app.js";
import { executable } from "../commandline/execute.js";
import {
  conflictFlag,
  dryRunFlag,
  type Flags,
  jsonFlag,
} from "../commandline/flag.js";

const flags = {
  schema: {
    type: "string",
    value: "file",
    description:
      "The provider's new description: a file, folder, url or package",
  },
  refresh: {
    type: "boolean",
    description:
      "Read the descriptions again where they came from; uses the network",
  },
  "allow-env": {
    type: "list",
    value: "NAME@host",
    description:
      "A variable that --refresh may send, where the lockfile names it in a URL",
  },
  provider: {
    type: "string",
    value: "name",
    default: "all",
    description: "Whose description is read, and whose events --rename means",
  },
  rename: {
    type: "list",
    value: "old=new",
    description: "An event is called otherwise now; your code follows",
  },
  accept: {
    type: "boolean",
    description: "Write the new types even where your code breaks",
  },
  markdown: {
    type: "boolean",
    description: "Print the report as Markdown, for a pull request",
  },
  ...conflictFlag,
  ...dryRunFlag,
  ...jsonFlag,
} as const satisfies Flags;

export default executable({
  name: "frameio-gen types",
  summary: "Renew the event types, and say first what breaks in your code",
  details: [
    "Shows what changed in each event, and whether it breaks a receiver. Before anything is written, your handlers and tests are\n" +
      "compiled in memory with the new types. Where that would break, nothing is written and the exit code is 3, unless you accept it.",
  ],
  positionals: { usage: "", min: 0, max: 0 },
  flags,
  examples: [
    {
      command: "npx frameio-gen types --schema acme.yaml --provider acme",
      does: "the provider's new description, pinned in schemas/acme.json",
    },
    {
      command: "npx frameio-gen types --refresh --dry-run",
      does: "whether descriptions changed where they came from, and what breaks",
    },
    {
      command: "npx frameio-gen types --dry-run",
      does: "what would change, and where it would break",
    },
    {
      command: "npx frameio-gen types --rename invoice.payed=invoice.paid",
      does: "an event was renamed: handlers, tests and frameio.jsonc follow",
    },
    {
      command: "npx frameio-gen types --accept",
      does: "write the new types, and correct your code afterwards",
    },
    {
      command: "npx frameio-gen types --dry-run --markdown > impact.md",
      does: "a report for a pull request",
    },
  ],
  run: async (context, { flags: given }) => {
    const dryRun = given["dry-run"] === true;
    const { parseRenames } = await import("../../impact/renames.js");
    const renames = parseRenames(given.rename ?? []);
    const app = openApp(context, dryRun ? "read" : "write");
    const { runTypes } = await import("../impact/run-types.js");
    return runTypes(context, app, {
      only: given.provider,
      schema: given.schema,
      refresh: given.refresh === true,
      allowedEnv: given["allow-env"] ?? [],
      renames,
      accept: given.accept === true,
      markdown: given.markdown === true,
      conflicts: given.conflict ?? "report",
      dryRun,
      json: given.json === true,
    });
  },
});
