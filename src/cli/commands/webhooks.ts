import { RegistrationError } from "../../../templates/app/src/frameio/kernel/registration/registration.gen.js";
import { didYouMean } from "../../diagnostics/nearest.js";
import { printable, quote } from "../../diagnostics/printable.js";
import { openApp } from "../app/open-app.js";
import { readManifest } from "../app/read-manifest.js";
import { executable } from "../commandline/execute.js";
import { dryRunFlag, type Flags, jsonFlag } from "../commandline/flag.js";
import { ExitCode } from "../exit-code.js";
import { print, printJson } from "../output.js";
import { appEnvironment } from "../trigger/environment.js";
import { type WebhookAction, webhookActions } from "../webhooks/actions.js";
import { accessOf, failure, registrarOf } from "../webhooks/provider.js";
import { refused } from "../webhooks/tell.js";

const actions = Object.keys(webhookActions) as WebhookAction[];

const flags = {
  url: {
    type: "string",
    value: "url",
    description:
      "Public address of the app; the provider's path is added where it has none",
  },
  events: {
    type: "list",
    value: "event,…",
    default: "those that the app handles",
    description: "Event types or families such as comment.*",
  },
  name: {
    type: "string",
    value: "name",
    default: "the app's name",
    description: "What the provider shows",
  },
  active: {
    type: "string",
    value: "true|false",
    choices: ["true", "false"],
    description: "Switch the webhook on or off (update)",
  },
  variable: {
    type: "string",
    value: "name",
    description: "Variable of the secret, where the app has several",
  },
  "save-secret": {
    type: "boolean",
    description: "Put the secret into .env instead of showing it",
  },
  provider: {
    type: "string",
    value: "name",
    description: "Provider, as frameio.jsonc names it",
  },
  param: {
    type: "list",
    value: "name=value",
    verbatim: true,
    default: "from the environment",
    description:
      "A parameter of the provider, such as account=…; may be repeated",
  },
  "api-url": {
    type: "string",
    value: "url",
    default: "the provider's",
    description: "Address of the provider's API",
  },
  ...dryRunFlag,
  ...jsonFlag,
} as const satisfies Flags;

export default executable({
  name: "frameio-gen webhooks",
  summary: "Register, list, change and delete webhooks at the provider",
  details: [
    "register       make a webhook for the events that the app handles; its secret is shown once, or saved\n" +
      "list           those that are there\n" +
      "update <id>    change address, events, name, or switch it on and off\n" +
      "delete <id>    remove it",
    "The token comes from the environment or .env: FRAMEIO_TOKEN for Frame.io, with FRAMEIO_ACCOUNT_ID and FRAMEIO_WORKSPACE_ID.",
  ],
  positionals: { usage: "register|list|update|delete [id]", min: 1, max: 2 },
  flags,
  examples: [
    {
      command:
        "npx frameio-gen webhooks register --url https://hooks.example.com --save-secret",
      does: "a webhook for what the app handles, its secret in .env",
    },
    {
      command: "npx frameio-gen webhooks update <id> --active false",
      does: "switch it off",
    },
  ],
  run: async (context, { flags: given, positionals: [asked = "", id] }) => {
    const action = actionOf(asked, id);
    const dryRun = given["dry-run"] === true;
    const app = openApp(context, "read");
    const manifest = readManifest(app);
    const registrar = registrarOf(manifest, app.tool.providers, given.provider);
    const { description } = registrar;
    const environment = appEnvironment(app.workspace, context.env);
    const options = {
      ...accessOf(description, environment, given.param ?? [], !dryRun),
      ...(given["api-url"] === undefined ? {} : { baseUrl: given["api-url"] }),
      signal: context.signal,
    };
    const {
      lines,
      json,
      exitCode = ExitCode.done,
    } = await webhookActions[action]({
      context,
      root: app.root,
      manifest,
      registrar,
      options,
      dryRun,
      id: id ?? "",
      flags: given,
    }).catch((error: unknown) => {
      throw error instanceof RegistrationError
        ? refused(error, description.auth.variable, action === "register")
        : error;
    });
    if (given.json === true) {
      printJson(context, {
        ok: exitCode === ExitCode.done,
        exitCode,
        command: `webhooks ${action}`,
        provider: registrar.id,
        dryRun,
        ...json,
      });
    } else for (const line of lines) print(context, printable(line));
    return exitCode;
  },
});

function actionOf(asked: string, id: string | undefined): WebhookAction {
  const action = actions.find((each) => each === asked);
  if (action === undefined) {
    const hint = didYouMean(asked, actions);
    throw failure(
      "FG504",
      asked === ""
        ? "What to do is missing"
        : `There is no "webhooks ${quote(asked).slice(1, -1)}"`,
      {
        hint: `${hint === undefined ? "" : `${hint} `}Write register, list, update or delete.`,
      },
    );
  }
  if ((id !== undefined) !== (action === "update" || action === "delete")) {
    throw failure(
      "FG504",
      id === undefined
        ? `The id of the webhook to ${action} is missing`
        : `webhooks ${action} takes no id`,
      {
        hint: "List the webhooks with `npx frameio-gen webhooks list`.",
      },
    );
  }
  return action;
}
