import { findTemplate } from "../../customize/catalog.js";
import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { didYouMean } from "../../diagnostics/nearest.js";
import { quote } from "../../diagnostics/printable.js";
import { finish } from "../app/finish.js";
import { openApp } from "../app/open-app.js";
import { planApp } from "../app/plan-app.js";
import { executable } from "../commandline/execute.js";
import { dryRunFlag, type Flags, jsonFlag } from "../commandline/flag.js";
import { diffTemplates } from "../templates/diff.js";
import { listTemplates } from "../templates/list.js";

const actions = ["list", "eject", "diff"] as const;
type Action = (typeof actions)[number];

const flags = { ...dryRunFlag, ...jsonFlag } as const satisfies Flags;

export default executable({
  name: "frameio-gen templates",
  summary: "List the templates, copy one to change it, compare yours with ours",
  details: [
    "list [name]    every template, the file it makes, and whose version is in use; with a name, the data it is given\n" +
      "eject <name>   copy it into your project: what you write there is used, and new versions are merged into it\n" +
      "diff [name]    how the templates in use differ from the tool's",
    "A name is a path such as app/README.md.hbs, or the file that is made, such as README.md.",
  ],
  positionals: { usage: "[list|eject|diff] [name]", min: 0, max: 2 },
  flags,
  examples: [
    { command: "npx frameio-gen templates list", does: "what there is" },
    {
      command: "npx frameio-gen templates eject README.md",
      does: "write your own README for all that is generated",
    },
    {
      command: "npx frameio-gen templates diff",
      does: "what you changed in your copies",
    },
  ],
  run: async (
    context,
    { flags: given, positionals: [asked = "list", name] },
  ) => {
    const action = actionOf(asked);
    const json = given.json === true;
    const dryRun = given["dry-run"] === true;
    if (action === "list")
      return listTemplates(context, openApp(context, "read"), name, json);
    if (action === "diff")
      return diffTemplates(context, openApp(context, "read"), name, json);
    if (name === undefined) throw usage("Name the template to copy");
    const template = findTemplate(name);
    const app = openApp(context, dryRun ? "read" : "write");
    const planned = await planApp(app, { eject: [template.name] });
    return finish(context, app.workspace, planned.changeSet, {
      command: "templates eject",
      dryRun,
      json,
      extra: { template: template.name },
      upToDate: `Nothing to do: ${template.name} is yours already.`,
    });
  },
});

function actionOf(asked: string): Action {
  const action = actions.find((each) => each === asked);
  if (action !== undefined) return action;
  const hint = didYouMean(asked, actions);
  throw usage(
    `There is no "templates ${quote(asked).slice(1, -1)}"`,
    `${hint === undefined ? "" : `${hint} `}Write list, eject or diff.`,
  );
}

function usage(
  message: string,
  hint = "List them with `npx frameio-gen templates list`.",
): FrameioGenError {
  return new FrameioGenError([
    { code: "FG504", severity: "error", message, hint },
  ]);
}
