import { pathFor } from "../../manifest/defaults.js";
import { addProvider } from "../../manifest/edit-providers.js";
import { pathProblem, providerProblem } from "../../manifest/names.js";
import { presetNames } from "../../schema/delivery-presets.js";
import { finish } from "../app/finish.js";
import { openApp } from "../app/open-app.js";
import { planApp } from "../app/plan-app.js";
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
import { documentEdits, withDocuments } from "../providers/with-documents.js";

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
  rename: {
    type: "list",
    value: "old=new",
    description:
      "Of a provider that is there: an event is called otherwise now; your code follows",
  },
  accept: {
    type: "boolean",
    description:
      "Of a provider that is there: write its new types even where your code breaks",
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
    "One that is there is renewed, as `npx frameio-gen types --schema` does it: what breaks in your code is told first, and nothing is written\n" +
      "then (exit code 3) unless you accept it. How deliveries are signed stays as it is, unless you say it anew.",
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
    const { name: asked, signature, delivery, json = false } = given;
    const dryRun = given["dry-run"] === true;
    const accept = given.accept === true;
    const conflicts = given.conflict ?? "report";
    const app = openApp(context, "write");
    const request = { named, name: asked, signature, delivery };
    const provider =
      builtInProvider(app, request) ??
      (await describedProvider(context, app, {
        ...request,
        accept: accept || dryRun,
      }));
    const { name, schema, source, events, documents, pins } = provider;
    refuse(providerProblem(name));
    const { path } = given;
    refuse(pathProblem(path ?? pathFor(name)));
    const manifestText = addProvider(app.manifestText, name, {
      schema,
      ...(path === undefined ? {} : { path }),
    });
    const finishing = {
      command: "add-provider",
      record: `add-provider ${name}`,
      dryRun,
      json,
      extra: { provider: name, schema, source: source ?? null, events },
      upToDate: `Nothing to do: ${name} is described by ${schema} already.`,
    };
    const { lockfile } = app;
    const isDeclared = manifestText === app.manifestText;
    if (provider.isThere && isDeclared && lockfile !== undefined) {
      const { renewProvider } = await import("../impact/renew-provider.js");
      return renewProvider(context, { ...app, lockfile }, provider, {
        ...finishing,
        accept,
        renames: given.rename ?? [],
        conflicts,
      });
    }
    if (given.rename !== undefined)
      refuse({
        message: `${name} is no provider with a document that the app has: nothing of it can be called otherwise`,
        hint: "Leave out `--rename`.",
      });
    const planned = await planApp(withDocuments(app, documents), {
      manifestText,
      edits: documentEdits(documents),
      conflicts,
      pins,
    });
    const changeSet = {
      ...planned.changeSet,
      warnings: [...provider.warnings, ...planned.changeSet.warnings],
    };
    const exitCode = await finish(context, app.workspace, changeSet, finishing);
    if (exitCode === ExitCode.done && !dryRun && !json) {
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
