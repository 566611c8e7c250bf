import { eventsNamed } from "../manifest/families.js";
import type { Manifest, WebhookEntry } from "../manifest/manifest.js";
import type { EventType, ProviderArtifact } from "../schema/catalog.js";
import { eventVariable } from "../schema/event-names.js";
import { withNamedEvents } from "../schema/named-events.js";
import type { AppModel, ProviderModel, WebhookModel } from "./app-model.js";
import { uniqueNames } from "./names.js";
import {
  metricsVariables,
  telemetryVariables,
  variablesOf,
} from "./variables.js";

/**
 * Decides every name that the emitted app needs.
 *
 * @param artifacts by the manifest's schema name, such as `frameio@4`; the manifest was checked against the same artifacts
 * @param toolSpec what package.json names for this tool
 */
export function buildModel(
  manifest: Manifest,
  artifacts: ReadonlyMap<string, ProviderArtifact>,
  toolSpec: string,
): AppModel {
  const named = namedArtifacts(manifest, artifacts);
  const providers = Object.entries(manifest.providers).map(
    ([id, entry]): ProviderModel => {
      const artifact = named.get(entry.schema);
      if (artifact === undefined)
        throw new Error(`no artifact for ${entry.schema}`);
      const { catalog } = artifact;
      return {
        id,
        path: entry.path,
        layout: entry.layout,
        title: catalog.title,
        delivery: catalog.delivery,
        artifact,
      };
    },
  );
  const byId = new Map(providers.map((provider) => [provider.id, provider]));
  const slugs = uniqueNames(
    manifest.webhooks.map((entry) => slugOf(entry.handler)),
    "-",
  );
  const identifiers = uniqueNames(slugs.map(eventVariable));
  const webhooks = manifest.webhooks.map((entry, index) =>
    webhookModel(entry, byId, slugs[index] ?? "", identifiers[index] ?? ""),
  );
  return {
    name: manifest.name,
    target: manifest.target,
    packageManager: manifest.packageManager,
    providers,
    webhooks,
    variables: [
      ...variablesOf(webhooks, providers, manifest.inbox),
      ...(manifest.metrics === "prometheus"
        ? metricsVariables(manifest.inbox)
        : []),
      ...(manifest.telemetry === "opentelemetry"
        ? telemetryVariables(manifest.name)
        : []),
    ],
    resolvers: resolversOf(webhooks),
    validate: manifest.validate,
    validators: manifest.validators,
    metrics: manifest.metrics,
    telemetry: manifest.telemetry,
    limits: manifest.limits,
    inbox: manifest.inbox,
    toolSpec,
  };
}

/** The artifacts with the event types that users of a provider name themselves. One for each schema, whoever names them. */
function namedArtifacts(
  { providers, webhooks }: Manifest,
  artifacts: ReadonlyMap<string, ProviderArtifact>,
): ReadonlyMap<string, ProviderArtifact> {
  return new Map(
    [...artifacts].map(([schema, artifact]) => {
      if (artifact.catalog.anyEvent === undefined) return [schema, artifact];
      const names = webhooks
        .filter(({ provider }) => providers[provider]?.schema === schema)
        .flatMap(({ events }) => events);
      return [schema, withNamedEvents(artifact, names)];
    }),
  );
}

function webhookModel(
  entry: WebhookEntry,
  providers: ReadonlyMap<string, ProviderModel>,
  slug: string,
  identifier: string,
): WebhookModel {
  const provider = providers.get(entry.provider);
  if (provider === undefined) throw new Error(`no provider ${entry.provider}`);
  return {
    provider,
    events: eventsNamed(entry.events, () =>
      provider.artifact.catalog.events.map((event) => event.name),
    ).map((name) => eventOf(provider, name)),
    names: entry.events,
    handlerPath: entry.handler,
    slug,
    identifier,
    secret: entry.secret,
    mode: entry.mode,
    dedupe: entry.dedupe,
    work: entry.work,
    ...(entry.order === undefined ? {} : { order: entry.order }),
    place: entry.place,
  };
}

function eventOf(provider: ProviderModel, name: string): EventType {
  const event = provider.artifact.catalog.events.find(
    (candidate) => candidate.name === name,
  );
  if (event === undefined)
    throw new Error(`no event type ${name} in ${provider.id}`);
  return event;
}

/** `src/webhooks/billing/paid.ts` → `billing/paid`; `src/handlers/paid.ts` → `handlers/paid`. */
function slugOf(handlerPath: string): string {
  return handlerPath.replace(/^src\/(webhooks\/)?/, "").replace(/\.ts$/, "");
}

function resolversOf(webhooks: readonly WebhookModel[]): string[] {
  const names = webhooks.flatMap(({ secret }) =>
    secret.kind === "resolver" ? [secret.name] : [],
  );
  return [...new Set(names)].sort();
}
