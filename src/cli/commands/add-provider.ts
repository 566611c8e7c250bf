import { resolve } from "node:path";

import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { quote } from "../../diagnostics/printable.js";
import { pathFor } from "../../manifest/defaults.js";
import { addProvider } from "../../manifest/edit-providers.js";
import {
  type NameProblem,
  pathProblem,
  providerProblem,
} from "../../manifest/names.js";
import type { Json } from "../../schema/catalog.js";
import { presetNames } from "../../schema/delivery-presets.js";
import { readIfPresent } from "../../workspace/surroundings.js";
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
import { ExitCode } from "../exit-code.js";
import { print } from "../output.js";
import { withDocuments } from "../providers/with-documents.js";

const flags = {
  name: {
    type: "string",
    value: "name",
    description: "What the provider is called in frameio.jsonc (required)",
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
      "or a package that is installed. What it says is pinned in schemas/<name>.json: from then on no network is needed.",
  ],
  positionals: { usage: "<file, folder, url or package>", min: 1, max: 1 },
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
  ],
  run: async (context, { flags: given, positionals: [named = ""] }) => {
    const name = required(given.name);
    refuse(providerProblem(name));
    const path = given.path ?? pathFor(name);
    refuse(pathProblem(path));
    const app = openApp(context, "write");
    const { openSource } = await import("../providers/open-source.js");
    const { importProvider } =
      await import("../../schema/import/import-provider.js");
    const opened = await openSource(context, {
      named,
      provider: name,
      root: app.root,
    });
    const schema = `./schemas/${name}.json`;
    const delivery =
      given.delivery === undefined
        ? undefined
        : deliveryIn(resolve(context.cwd, given.delivery));
    const imported = importProvider(opened.source, {
      id: schema,
      title: name,
      ...(delivery !== undefined && { delivery }),
      ...(given.signature !== undefined && { signature: given.signature }),
    });
    const manifestText = addProvider(app.manifestText, name, { schema, path });
    const file = { path: schema.slice(2), text: imported.documentText };
    const planned = await planApp(
      withDocuments(app, new Map([[file.path, file.text]])),
      {
        manifestText,
        edits: [{ kind: "write", ...file }],
        conflicts: given.conflict ?? "report",
        pins: { [name]: opened.pin },
      },
    );
    const { events } = imported.catalog;
    const changeSet = {
      ...planned.changeSet,
      warnings: [
        ...opened.warnings,
        ...imported.warnings,
        ...planned.changeSet.warnings,
      ],
    };
    const dryRun = given["dry-run"] === true;
    const exitCode = finish(context, app.workspace, changeSet, {
      command: "add-provider",
      record: `add-provider ${name}`,
      dryRun,
      json: given.json === true,
      extra: {
        provider: name,
        schema,
        source: opened.pin.source,
        events: events.map((event) => event.name),
      },
      upToDate: `Nothing to do: ${name} is described by ${schema} already.`,
    });
    if (exitCode === ExitCode.done && !dryRun && given.json !== true) {
      const [first] = events;
      print(
        context,
        `\n${name} has ${events.length} event ${events.length === 1 ? "type" : "types"}. Next: npx frameio-gen add-webhook ${first?.name ?? ""} --provider ${name}`,
      );
    }
    return exitCode;
  },
});

function required(name: string | undefined): string {
  if (name !== undefined) return name;
  throw new FrameioGenError([
    {
      code: "FG505",
      severity: "error",
      message: "The provider's name is missing",
      hint: "Add `--name`, such as `--name acme`.",
    },
  ]);
}

function refuse(problem: NameProblem | undefined): void {
  if (problem === undefined) return;
  throw new FrameioGenError([{ code: "FG503", severity: "error", ...problem }]);
}

/** @throws FrameioGenError FG214 when the file holds no JSON object */
function deliveryIn(path: string): Json {
  try {
    const value = JSON.parse(readIfPresent(path) ?? "") as Json;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value;
    }
  } catch {
    // Told below.
  }
  throw new FrameioGenError([
    {
      code: "FG214",
      severity: "error",
      message: `${quote(path)} holds no JSON object that describes deliveries`,
      hint: "Write signature, event, contentType, timeoutSeconds and retry, as `x-webhook-delivery` of an OpenAPI document.",
    },
  ]);
}
