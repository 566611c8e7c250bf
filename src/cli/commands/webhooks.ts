import { randomBytes } from "node:crypto";

import {
  createWebhookRegistration,
  registrationCall,
  RegistrationError,
  takesSecret,
} from "../../../templates/app/src/frameio/kernel/registration/registration.gen.js";
import { didYouMean } from "../../diagnostics/nearest.js";
import { printable, quote } from "../../diagnostics/printable.js";
import type { Json } from "../../schema/catalog.js";
import { openApp } from "../app/open-app.js";
import { readManifest } from "../app/read-manifest.js";
import { executable } from "../commandline/execute.js";
import { dryRunFlag, type Flags, jsonFlag } from "../commandline/flag.js";
import { ExitCode } from "../exit-code.js";
import { print, printJson, remark } from "../output.js";
import { appEnvironment } from "../trigger/environment.js";
import { accessOf, failure, registrarOf } from "../webhooks/provider.js";
import { type SecretPlace, secretPlace } from "../webhooks/save-secret.js";
import { jsonOf, lineOf, refused, whileUnsure } from "../webhooks/tell.js";
import { wantedOf } from "../webhooks/wanted.js";

const actions = ["register", "list", "update", "delete"] as const;
type Action = (typeof actions)[number];

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
    const action = actionOf(asked);
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
    const client = createWebhookRegistration(description, options);
    const tell = (
      text: readonly string[],
      more: Readonly<Record<string, Json>>,
      exitCode: ExitCode = ExitCode.done,
    ) => {
      if (given.json === true) {
        printJson(context, {
          ok: exitCode === ExitCode.done,
          exitCode,
          command: `webhooks ${action}`,
          provider: registrar.id,
          dryRun,
          ...more,
        });
      } else for (const line of text) print(context, printable(line));
      return exitCode;
    };
    const show = (call: Parameters<typeof registrationCall>[2]) => {
      const { method, url, body } = registrationCall(
        description,
        options,
        call,
      );
      const lines =
        body === undefined ? [] : JSON.stringify(body, null, 2).split("\n");
      const sent = body === undefined ? {} : { body: body as Json };
      return tell([`${method} ${url}`, ...lines], {
        request: { method, url, ...sent },
      });
    };

    try {
      if (action === "list") {
        if (dryRun) return show({ operation: "list" });
        const webhooks = await client.list();
        return tell(
          webhooks.length === 0 ? ["There are none."] : webhooks.map(lineOf),
          { webhooks: webhooks.map(jsonOf) },
        );
      }
      if (action === "delete") {
        if (dryRun) return show({ operation: "delete", id: id ?? "" });
        await client.delete(id ?? "");
        return tell([`Deleted ${id}.`], { id: id ?? "" });
      }
      if (action === "update") {
        const values = {
          url:
            given.url === undefined
              ? undefined
              : deliveryUrl(given.url, registrar.entry.path),
          events:
            given.events === undefined
              ? undefined
              : wantedOf(manifest, registrar, given.events, undefined).events,
          name: given.name,
          active:
            given.active === undefined ? undefined : given.active === "true",
        };
        if (Object.values(values).every((value) => value === undefined)) {
          throw failure("FG505", "Nothing is said that should change", {
            hint: "Give --url, --events, --name or --active.",
          });
        }
        if (dryRun) return show({ operation: "update", id: id ?? "", values });
        const webhook = await client.update(id ?? "", values);
        return tell([`Changed ${lineOf(webhook)}`], {
          webhook: jsonOf(webhook),
        });
      }

      if (given.url === undefined) {
        throw failure("FG505", "The address of the app is missing", {
          hint: "Give it with `--url https://…`: the provider must reach it.",
        });
      }
      const wanted = wantedOf(
        manifest,
        registrar,
        given.events,
        given.variable,
      );
      const place =
        given["save-secret"] === true
          ? placeOf(app.root, wanted.variable)
          : undefined;
      const values = {
        url: deliveryUrl(given.url, registrar.entry.path),
        events: wanted.events,
        name: given.name ?? manifest.name,
        ...(takesSecret(description)
          ? { secret: dryRun ? "…" : randomBytes(32).toString("hex") }
          : {}),
      };
      if (dryRun) return show({ operation: "create", values });
      const { secret, ...webhook } = await whileUnsure(context, () =>
        client.register(values),
      );
      const problem = place?.write(secret);
      const saved = place !== undefined && problem === undefined;
      if (problem !== undefined)
        remark(
          context,
          `.env ${problem}: the secret is shown instead, keep it.`,
        );
      const told = saved
        ? `Its secret is in .env: ${place.variable}.`
        : `Its secret, shown this once: ${secret}`;
      const shown = saved ? { savedTo: place.variable } : { secret };
      return tell(
        [`Registered ${lineOf(webhook)}`, told],
        { webhook: jsonOf(webhook), ...shown },
        problem === undefined ? ExitCode.done : ExitCode.error,
      );
    } catch (error) {
      throw error instanceof RegistrationError
        ? refused(error, description.auth.variable, action === "register")
        : error;
    }
  },
});

function actionOf(asked: string): Action {
  const action = actions.find((each) => each === asked);
  if (action !== undefined) return action;
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

/** Where deliveries should go: an address without a path gets the app's. */
function deliveryUrl(text: string, path: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw failure("FG503", `${quote(text, 200)} is not an http address`, {
      hint: "Write `--url https://hooks.example.com`.",
    });
  }
  if (url.pathname === "/") url.pathname = path;
  return url.href;
}

function placeOf(root: string, variable: string | undefined): SecretPlace {
  if (variable !== undefined) return secretPlace(root, variable);
  throw failure("FG562", "The secret has no variable: a resolver finds it", {
    hint: "Leave --save-secret out, and put the secret where the resolver looks.",
  });
}
