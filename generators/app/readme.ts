import type {
  AppModel,
  ProviderModel,
  WebhookModel,
} from "../../src/model/app-model.js";
import { engineOf, inboxText, tasksText } from "./inbox.js";
import { packageManagers } from "../../src/model/package-managers.js";
import { deliveryPath } from "../../templates/app/src/frameio/kernel/events/delivery-path.gen.js";
import { markdownTable } from "../../src/render/markdown.js";

/** Data of `app/README.md.hbs`: a README for this very app, with its events, its variables and its package manager. */
export function readmeData(model: AppModel): object {
  const commands = packageManagers[model.packageManager];
  return {
    name: model.name,
    titles: inWords(model.providers.map(senderName)),
    install: commands.install,
    server: engineOf(model).service?.name ?? null,
    run: commands.run,
    exec: commands.exec,
    start: commands.start,
    secretVariables: model.webhooks.some(({ secret }) => secret.kind === "env"),
    firstEvent: model.webhooks[0]?.events[0]?.name ?? "file.ready",
    firstNeedsSecret: model.webhooks[0]?.secret.kind === "resolver",
    eventTable: eventTable(model.webhooks),
    variableTable: variableTable(model),
    rotation: rotationText(model.webhooks),
    inbox: inboxText(model),
    tasks: tasksText(model),
    fileTable: fileTable(model),
    answerTable: answerTable(model.webhooks),
    telemetry: model.telemetry === "opentelemetry",
    providers: model.providers.map((provider) =>
      registration(provider, model.webhooks),
    ),
  };
}

function eventTable(webhooks: readonly WebhookModel[]): string {
  const rows = webhooks.flatMap((webhook) =>
    webhook.events.map((event) => [
      `\`${event.name}\``,
      `[${webhook.handlerPath}](${webhook.handlerPath})`,
      secretText(webhook),
      webhook.mode === "inline"
        ? "after the handler"
        : "at once, the handler runs in the background",
    ]),
  );
  return markdownTable(["Event", "Handler", "Secret", "Answered"], rows);
}

function secretText({ secret }: WebhookModel): string {
  if (secret.kind === "resolver")
    return `\`${secret.name}\` of [src/secrets.ts](src/secrets.ts)`;
  return secret.variables.map((name) => `\`${name}\``).join(", ");
}

/** Where a secret that was shown has to go. */
function secretTarget(webhook: WebhookModel): string {
  const text = secretText(webhook);
  return webhook.secret.kind === "resolver" ? `what ${text} reads` : text;
}

function rotationText(webhooks: readonly WebhookModel[]): string {
  const kinds = new Set(webhooks.map(({ secret }) => secret.kind));
  return [
    ...(kinds.has("env") || kinds.size === 0
      ? [
          "To rotate a secret, put the new one into its variable and the old one into `<NAME>_PREVIOUS`; both are accepted until you remove the old one.",
        ]
      : []),
    ...(kinds.has("resolver")
      ? [
          "While a secret that `src/secrets.ts` finds is rotated, return both: the new one and the old one.",
        ]
      : []),
  ].join(" ");
}

function variableTable(model: AppModel): string {
  const rows = model.variables.map(
    ({ name, defaultValue, required, description }) => [
      `\`${name}\``,
      required ? "required" : `\`${defaultValue ?? ""}\``,
      description,
    ],
  );
  return markdownTable(["Variable", "Default", "Meaning"], rows);
}

function fileTable(model: AppModel): string {
  const { exec } = packageManagers[model.packageManager];
  const rows = [
    [
      "`frameio.jsonc`",
      "yours",
      `The manifest: events, handlers, secrets, limits. Edit it, then run \`${exec} frameio-gen generate\`.`,
    ],
    [
      "`src/webhooks/`",
      "yours",
      "One handler per file. Created once, never touched again.",
    ],
    ...(model.resolvers.length > 0
      ? [
          [
            "`src/secrets.ts`",
            "shared",
            "Finds the signing secrets. Your edits are kept.",
          ],
        ]
      : []),
    [
      "`src/app.ts`, `src/server.ts`, `src/worker.ts`",
      "shared",
      "Your routes and the entry points. Your edits are merged with new versions.",
    ],
    ...(model.telemetry === "opentelemetry"
      ? [["`src/telemetry.ts`", "yours", "What starts OpenTelemetry."]]
      : []),
    [
      "`src/frameio/`",
      "generated",
      "Event types and the kernel: readable, not to be edited.",
    ],
    [
      "`test/`",
      "yours",
      "A test and a fixture per handler, and one test of the whole app.",
    ],
    [
      "`package.json`, `Dockerfile`, `.github/workflows/ci.yml`",
      "shared",
      "How it is built, started and checked. Your edits are merged with new versions.",
    ],
    [
      "`.frameio/`",
      "generated",
      "What the next run is merged with. Commit it.",
    ],
  ];
  return markdownTable(["Path", "Whose", "What"], rows);
}

function registration(
  provider: ProviderModel,
  webhooks: readonly WebhookModel[],
): object {
  const own = webhooks.filter((webhook) => webhook.provider.id === provider.id);
  const events = [
    ...new Set(
      own.flatMap((webhook) => webhook.events.map(({ name }) => `\`${name}\``)),
    ),
  ];
  const targets = [...new Set(own.map(secretTarget))];
  return {
    id: provider.id,
    accessVariables: accessVariables(provider),
    title: senderName(provider),
    path: provider.path,
    // The settings page that is named is that of V4.
    isFrameio: provider.artifact.catalog.id === "frameio@4",
    perEvent: provider.layout === "per-event",
    addresses: addressList(provider, own),
    events: events.length > 0 ? events.join(", ") : "the events you want",
    secretTarget:
      targets.length === 1
        ? targets[0]
        : "the variable that the table above names for its events",
    several: targets.length > 1,
    timeoutSeconds: provider.delivery.timeoutSeconds,
    attempts: provider.delivery.retry.attempts,
  };
}

/** Where each event goes, where each has a path of its own. */
function addressList(
  provider: ProviderModel,
  webhooks: readonly WebhookModel[],
): string {
  if (provider.layout !== "per-event") return "";
  const names = webhooks.flatMap(({ events }) =>
    events.map(({ name }) => name),
  );
  const lines = [...new Set(names)].map(
    (name) =>
      `- \`${name}\`: \`https://<your-host>${deliveryPath(provider, name)}\``,
  );
  return lines.join("\n");
}

/** What registering by program reads; null where it is not described. */
function accessVariables({ artifact }: ProviderModel): string | null {
  const { registration } = artifact.catalog;
  if (registration === undefined) return null;
  const { auth, parameters = {} } = registration;
  const others = Object.values(parameters).map(({ variable }) => variable);
  return [auth.variable, ...others].map((name) => `\`${name}\``).join(", ");
}

/** What is answered when: an inline handler is waited for, the inbox is not. */
function answerTable(webhooks: readonly WebhookModel[]): string {
  const inline = webhooks.some(({ mode }) => mode === "inline");
  const inbox = webhooks.some(({ mode }) => mode === "inbox");
  const rows = [
    [
      "200",
      inline
        ? "The handler is done, the delivery was a duplicate, or no handler asks for the event."
        : "A duplicate: it was accepted before.",
    ],
    [
      "202",
      "Accepted: it is in the inbox, the handler runs in the background. An event without a handler, or a body that cannot be read, is seen there and logged.",
      inbox,
    ],
    [
      "400",
      `${inbox ? 'In `"mode": "inline"`: not' : "Not"} JSON, or the payload breaks its schema and \`validate\` is \`reject\`.`,
      inline,
    ],
    [
      "401",
      "The signature does not hold: wrong secret, changed body, stale or missing timestamp. The log has the reason.",
    ],
    ["404", "Neither a webhook nor a route of yours has this path."],
    ["405, 413, 415", "Wrong method, body too large, wrong content type."],
    [
      "429",
      "Too many refused requests from this address, or too many bytes being received at once; see `limits` in `frameio.jsonc`.",
    ],
    [
      "500",
      `The handler failed${inbox ? ' in `"mode": "inline"`' : ""}; the provider will try again.`,
      inline,
    ],
    [
      "503",
      `The secret could not be resolved${inbox ? ", or the inbox cannot be reached" : ""}${inline ? ", or the same delivery is still running" : ""}: the provider will try again.`,
    ],
  ] as const;
  return markdownTable(
    ["Status", "When"],
    rows
      .filter(([, , applies = true]) => applies)
      .map(([status, when]) => [status, when]),
  );
}

/** `A, B and C`. */
function inWords(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  const others = names.slice(0, -1);
  return others.length === 0 ? last : `${others.join(", ")} and ${last}`;
}

/** `Frame.io V4 webhooks` → `Frame.io V4`. */
function senderName({ title }: ProviderModel): string {
  return title.replace(/ webhooks$/i, "");
}
