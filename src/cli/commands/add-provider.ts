import { pathFor } from "../../manifest/defaults.js";
import { addProvider } from "../../manifest/edit-providers.js";
import { pathProblem, providerProblem } from "../../manifest/names.js";
import { presetNames } from "../../schema/delivery-presets.js";
import { finish } from "../app/finish.js";
import { openApp } from "../app/open-app.js";
import { planApp } from "../app/plan-app.js";
import { readManifest } from "../app/read-manifest.js";
import { executable } from "../commandline/execute.js";
import {
  conflictFlag,
  dryRunFlag,
  type Flags,
  jsonFlag,
} from "../commandline/flag.js";
import { inWords } from "../commandline/in-words.js";
import { ExitCode } from "../exit-code.js";
import { print } from "../output.js";
import { builtInProvider } from "../providers/built-in-provider.js";
import { describedProvider } from "../providers/described-provider.js";
import { refuse } from "../providers/new-provider.js";

const flags = {
  name: {
    type: "string",
    value: "name",
    description:
      "What the provider is called in frameio.jsonc; needed but for built-in ones",
  },
  path: {
    type: "string",
    value: "path",
    default: "/webhooks/<name>",
    description: "URL path that receives its deliveries",
  },
  signature: {
    type: "string",
    choices: presetNames,
    description: "How deliveries are signed, where the document does not say",
  },
  delivery: {
    type: "string",
    value: "file",
    description:
      "JSON file that says how deliveries are signed and named, where the document does not",
  },
  ...conflictFlag,
  ...dryRunFlag,
  ...jsonFlag,
} as const satisfies Flags;

export default executable({
  name: "frameio-gen add-provider",
  summary: "Receive events of another provider, from its description",
  details: [
    "Reads an OpenAPI document with webhooks, an AsyncAPI document, or a folder of JSON Schemas; from a file, a URL,\n" +
      "or a package that is installed. What it says is pinned in schemas/<name>.json: from then on no network is needed.\n" +
      "The providers that come with the tool go by their names: `npx frameio-gen providers` lists them.",
  ],
  positionals: {
    usage: "<file, folder, url, package or built-in provider>",
    min: 1,
    max: 1,
  },
  flags,
  examples: [
    {
      command:
        "npx frameio-gen add-provider acme.yaml --name acme --signature github-sha256",
      does: "from a file",
    },
    {
      command:
        "npx frameio-gen add-provider https://acme.example/openapi.json --name acme",
      does: "from a URL, read once",
    },
    {
      command: "npx frameio-gen add-provider loopcanvas",
      does: "one that comes with the tool",
    },
  ],
  run: async (context, { flags: given, positionals: [named = ""] }) => {
    const app = openApp(context, "write");
    const { name: asked, signature, delivery } = given;
    const request = { named, name: asked, signature, delivery };
    const provider =
      builtInProvider(app, request, readManifest(app).providers) ??
      (await describedProvider(context, app, request));
    const { name, schema, pin, events } = provider;
    refuse(providerProblem(name));
    const path = given.path ?? pathFor(name);
    refuse(pathProblem(path));
    const planned = await planApp(provider.app, {
      manifestText: addProvider(app.manifestText, name, { schema, path }),
      edits: provider.edits,
      conflicts: given.conflict ?? "report",
      pins: pin === undefined ? {} : { [name]: pin },
    });
    const changeSet = {
      ...planned.changeSet,
      warnings: [...provider.warnings, ...planned.changeSet.warnings],
    };
    const dryRun = given["dry-run"] === true;
    const exitCode = await finish(context, app.workspace, changeSet, {
      command: "add-provider",
      record: `add-provider ${name}`,
      dryRun,
      json: given.json === true,
      extra: {
        provider: name,
        schema,
        source: pin?.source ?? null,
        events,
      },
      upToDate: `Nothing to do: ${name} is described by ${schema} already.`,
    });
    if (exitCode === ExitCode.done && !dryRun && given.json !== true) {
      const [first] = events;
      const has =
        first === undefined
          ? "takes any event type"
          : `has ${events.length} event ${events.length === 1 ? "type" : "types"}`;
      print(
        context,
        `\n${name} ${has}. Next: ${inWords(context, "npx frameio-gen add-webhook")} ${first ?? "invoice.paid"} --provider ${name}`,
      );
    }
    return exitCode;
  },
});
