import type { InboxEngine, InboxEntry } from "../manifest/manifest.js";
import type { EnvVariable, ProviderModel, WebhookModel } from "./app-model.js";

/** Variables that every app reads, whatever its webhooks. */
const serverVariables: readonly EnvVariable[] = [
  {
    name: "HOST",
    description: "Address to listen on.",
    required: false,
    defaultValue: "0.0.0.0",
  },
  {
    name: "PORT",
    description: "Port to listen on.",
    required: false,
    defaultValue: "3000",
  },
  {
    name: "LOG_LEVEL",
    description:
      "Least severe log line that is written: debug, info, warn, error or silent.",
    required: false,
    defaultValue: "info",
  },
];

/** Variables of an app whose metrics Prometheus reads. */
export function metricsVariables({ engine }: InboxEntry): EnvVariable[] {
  return [
    {
      name: "METRICS_HOST",
      description:
        "Address where /metrics can be read. 0.0.0.0: every machine that reaches the port, so keep the port from the internet.",
      required: false,
      defaultValue: "127.0.0.1",
    },
    {
      name: "METRICS_PORT",
      description: "Port where /metrics can be read.",
      required: false,
      defaultValue: "9464",
    },
    ...(engine === "memory" ? [] : [workerMetricsPort]),
  ];
}

const workerMetricsPort: EnvVariable = {
  name: "WORKER_METRICS_PORT",
  description:
    "Port where /metrics of a worker in a process of its own can be read.",
  required: false,
  defaultValue: "9465",
};

/** Variables of an app that OpenTelemetry follows: of all that the SDK reads, those that most need. */
export function telemetryVariables(name: string): EnvVariable[] {
  return [
    {
      name: "OTEL_SERVICE_NAME",
      description: "What the app is called where traces and metrics arrive.",
      required: false,
      defaultValue: name,
    },
    {
      name: "OTEL_EXPORTER_OTLP_ENDPOINT",
      description: "Collector that gets traces and metrics, by OTLP over HTTP.",
      required: false,
      defaultValue: "http://localhost:4318",
    },
    {
      name: "OTEL_SDK_DISABLED",
      description: "true: no traces and no metrics are made.",
      required: false,
      defaultValue: "false",
    },
  ];
}

function workerVariable(defaultValue: string): EnvVariable {
  return {
    name: "INBOX_WORKER",
    description:
      "Who works deliveries off: in-process, or separate, by processes of their own.",
    required: false,
    defaultValue,
  };
}

/** What the engines of the inbox read. */
const inboxVariables: Readonly<Record<InboxEngine, readonly EnvVariable[]>> = {
  memory: [],
  sqlite: [
    {
      name: "INBOX_FILE",
      description:
        "File of the inbox. It must outlive the process: in a container, on a volume.",
      required: false,
      defaultValue: "data/inbox.db",
    },
    {
      name: "INBOX_SYNC",
      description:
        "full: what was accepted is on the disk before it is answered. normal: faster, but a power cut may take the last moments with it.",
      required: false,
      defaultValue: "full",
    },
  ],
  redis: [
    {
      name: "REDIS_URL",
      description:
        "Redis or Valkey of the inbox, with appendonly yes and maxmemory-policy noeviction.",
      required: false,
      defaultValue: "redis://127.0.0.1:6379",
    },
    {
      name: "INBOX_PREFIX",
      description: "What apps that share a Redis tell their inboxes apart by.",
      required: false,
      defaultValue: "frameio",
    },
  ],
  postgres: [
    {
      name: "DATABASE_URL",
      description:
        "Database of the inbox. Its tables are made when the app first needs them.",
      required: false,
      defaultValue: "postgres://postgres:postgres@127.0.0.1:5432/postgres",
    },
  ],
};

/** What the resolver in a new `src/secrets.ts` reads, until its owner replaces it. */
const resolverVariable: EnvVariable = {
  name: "WEBHOOK_SECRETS",
  description:
    "Signing secrets by workspace id, as JSON, for src/secrets.ts as it was made.",
  required: false,
  defaultValue: "{}",
};

/** The environment variables of an app: the server's first, then the secrets, sorted by name. */
export function variablesOf(
  webhooks: readonly WebhookModel[],
  providers: readonly ProviderModel[],
  { engine, worker }: InboxEntry,
): EnvVariable[] {
  const users = new Map<string, Set<string>>();
  for (const webhook of webhooks) {
    if (webhook.secret.kind !== "env") continue;
    for (const name of webhook.secret.variables) {
      const events = users.get(name) ?? new Set();
      for (const named of webhook.names) events.add(named);
      users.set(name, events);
    }
  }
  const secrets = [...users].map(([name, events]): EnvVariable => ({
    name,
    description: `Signing secret of the webhook for ${list([...events])}.`,
    required: true,
    rotates: true,
  }));
  const resolved = webhooks.some(({ secret }) => secret.kind === "resolver");
  return [
    ...serverVariables,
    ...inboxVariables[engine],
    ...(engine === "memory" ? [] : [workerVariable(worker)]),
    ...(resolved ? [resolverVariable] : []),
    ...urlVariable(providers),
    ...providers.flatMap(handshakeVariable),
    ...secrets.sort((a, b) => (a.name < b.name ? -1 : 1)),
  ];
}

/** What a provider and the app agreed on, where the provider asks by GET whether an address takes its deliveries. */
function handshakeVariable({
  title,
  delivery: { challenge },
}: ProviderModel): EnvVariable[] {
  if (!challenge || !("query" in challenge) || !challenge.token) return [];
  return [
    {
      name: challenge.token.variable,
      description: `Token that ${title} sends when it asks whether this address takes its deliveries.`,
      required: true,
    },
  ];
}

/** What providers know the app by, where they sign the URL that they call. */
function urlVariable(providers: readonly ProviderModel[]): EnvVariable[] {
  const signers = providers.filter(({ delivery }) =>
    delivery.signature.signed.includes("{url}"),
  );
  if (signers.length === 0) return [];
  const titles = [...new Set(signers.map(({ title }) => title))].join(", ");
  return [
    {
      name: "PUBLIC_URL",
      description: `Address of this app, such as https://hooks.example.com, as it is registered with ${titles}: a part of what is signed.`,
      required: true,
    },
  ];
}

function list(names: readonly string[]): string {
  if (names.length <= 4) return names.join(", ");
  return `${names.slice(0, 3).join(", ")} and ${names.length - 3} more event types`;
}
