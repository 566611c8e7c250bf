import {
  boolean,
  type DataDescription,
  json,
  list,
  number,
  object,
  optional,
  type TemplateDescription,
  text,
} from "../../src/customize/template-description.js";

const commands: DataDescription = {
  setup: list("Commands that make the package manager available; often none"),
  install: text("Command that installs exactly what the lockfile names"),
  installProduction: text("The same, without development dependencies"),
  run: text("What runs a script of package.json, such as `npm run`"),
  exec: text("What runs an installed command, such as `npx`"),
  lockfile: text("Names of the package manager's lockfiles, for COPY"),
  dataFolder: optional(text("Folder of the inbox's file, where it has one")),
  telemetry: boolean("Whether OpenTelemetry follows deliveries"),
};

const readme: DataDescription = {
  name: text("Name of the app"),
  titles: text("The senders, such as `Frame.io V4`"),
  install: text("Command that installs the dependencies"),
  run: text("What runs a script of package.json, such as `npm run`"),
  exec: text("What runs an installed command, such as `npx`"),
  start: text("Command that starts the app"),
  server: optional(text("Service of compose.yaml that the inbox is in")),
  secretVariables: boolean(
    "Whether a secret comes from an environment variable",
  ),
  firstEvent: text("Event type for the first try, such as `file.ready`"),
  firstNeedsSecret: boolean(
    "Whether a resolver finds the secret of its webhook",
  ),
  eventTable: text("Markdown table of events and handlers"),
  variableTable: text("Markdown table of environment variables"),
  rotation: text("How a secret is rotated, as Markdown"),
  inbox: text("Where deliveries are kept, as Markdown"),
  tasks: text("Where a tracker's tasks are kept, as Markdown"),
  fileTable: text("Markdown table of files and their owners"),
  answerTable: text("Markdown table of HTTP statuses"),
  telemetry: boolean("Whether OpenTelemetry follows deliveries"),
  providers: list("Who sends events", {
    id: text("The provider's name in the manifest"),
    accessVariables: optional(
      text("Variables that `frameio-gen webhooks` reads, as Markdown"),
    ),
    title: text("The sender's name"),
    path: text("URL path that receives its deliveries"),
    isFrameio: boolean("Whether it is Frame.io V4"),
    perEvent: boolean("Whether each event has an address of its own"),
    addresses: text("Markdown list of those addresses"),
    events: text("Its event types, as Markdown"),
    secretTarget: text("Where its signing secret belongs, as Markdown"),
    several: boolean("Whether its webhooks have different secrets"),
    timeoutSeconds: number("How long it waits for an answer"),
    attempts: number("How often it tries in all"),
  }),
};

const validated: DataDescription = {
  name: text("The event type, such as `file.ready`"),
  validatorModule: text("Import path of its validator"),
  validatorFits: boolean("Whether the import fits on one line"),
};

const routes: DataDescription = {
  providers: list("Who sends events", {
    id: text("The provider's name in the manifest"),
    path: text("URL path that receives its deliveries"),
    perEvent: boolean("Whether each event has a path of its own below it"),
    delivery: json("How it signs, retries and names events"),
    validators: optional(
      list("Event types, where all of them are checked", validated),
    ),
  }),
  webhooks: list("One for each handler", {
    slug: text("Name of the webhook, such as `file-ready`"),
    identifier: text("The handler's name where it is imported"),
    handlerModule: text("Import path of the handler"),
    providerId: text("The provider's name in the manifest"),
    mode: text("`inline` or `inbox`"),
    events: list("Event types of the handler", validated),
    names: optional(
      list("What the handler asks for, where a family is among it"),
    ),
    variables: optional(list("Variables of the secret")),
    resolver: optional(
      text("Export of `src/secrets.ts` that finds the secret"),
    ),
    windowSeconds: optional(number("Dedupe window of resources, in seconds")),
    stale: optional(text("Events in order: `pass` or `skip` stale ones")),
    work: optional(json("Limits of its own in the background")),
  }),
  hasResolvers: boolean("Whether there is a `src/secrets.ts`"),
  validate: text("`off`, `report` or `reject`"),
  prometheus: boolean("Whether Prometheus can read the metrics"),
  telemetry: boolean("Whether OpenTelemetry follows deliveries"),
  knowsProxies: boolean("Whether the number of proxies is given"),
  limits: object("Limits for every delivery", {
    bodyBytes: number("Largest body, in bytes"),
    toleranceSeconds: number("Largest difference of clocks, in seconds"),
    refusedPerMinute: number("Refused requests of one sender in a minute"),
    receivingBytes: number("Bytes of bodies that come at a time"),
    trustedProxies: optional(number("Proxies before the app")),
  }),
  inbox: json("How deliveries are worked off"),
};

const testedWebhook: DataDescription = {
  event: text("Its event type"),
  fixtureIdentifier: text("Name of its fixture"),
  fixtureModule: text("Import path of its fixture"),
  signer: text("`signed`, or `sign` where a header has the event type"),
  nameInPayload: boolean("Whether the payload has the event type"),
  timeInPayload: boolean("Whether the payload alone tells its age"),
  staleHours: optional(
    number("After how many hours a delivery is stale, where it is ever"),
  ),
  mode: text("`inline` or `inbox`"),
};

/** Templates of the app as a whole, by the name of the file they make. */
export const appTemplates: readonly TemplateDescription[] = [
  described("README.md", readme),
  described(
    ".env.example",
    {
      variables: list("Environment variables of the app", {
        name: text("Its name"),
        description: text("What it is for"),
        required: boolean("Whether the app does not start without it"),
        rotates: boolean("Whether it is a signing secret, and has a _PREVIOUS"),
        defaultValue: optional(text("What holds when it is not set")),
      }),
    },
    "env.example",
  ),
  described("Dockerfile", commands),
  described(".github/workflows/ci.yml", commands, "ci.yml"),
  described("src/telemetry.ts", {
    name: text("Name of the app"),
    nameFits: boolean("Whether it fits on the line"),
  }),
  described("src/secrets.ts", {
    resolvers: list("Names of the functions to export"),
  }),
  described("src/frameio/routes.gen.ts", routes),
  described("src/frameio/inbox.gen.ts", {
    engine: text("`sqlite`, `redis`, `postgres` or `memory`"),
    module: text("Import path of the engine"),
    open: text("Name of the function that opens it"),
  }),
  described("test/app.test.ts", {
    first: optional(
      object("The first webhook, which stands for all", testedWebhook),
    ),
  }),
  described("test/inbox.test.ts", {
    first: object("A webhook in the background", testedWebhook),
    variable: optional(text("Variable that names the inbox's server")),
  }),
  described("compose.yaml", {
    name: text("Name of the inbox's server"),
    image: text("Its image"),
    command: optional(text("Its command, where it is not the image's")),
    environment: optional(text("A variable of it, as YAML")),
    port: number("Its port"),
    folder: text("Where it keeps its data"),
  }),
  copied(".gitignore", "_gitignore"),
  copied(".dockerignore", "_dockerignore"),
  copied(".gitattributes", "_gitattributes"),
  copied(".oxlintrc.json", "_oxlintrc.json"),
  copied(".yarnrc.yml", "_yarnrc.yml"),
  copied("tsconfig.json"),
  copied("tsconfig.build.json"),
  copied("vitest.config.ts"),
  copied("src/app.ts"),
  copied("src/server.ts"),
  copied("src/worker.ts"),
];

function described(
  makes: string,
  data: DataDescription,
  name = makes,
): TemplateDescription {
  return { name: `app/${name}.hbs`, makes, data };
}

function copied(makes: string, name = makes): TemplateDescription {
  return { name: `app/${name}`, makes, data: {} };
}
