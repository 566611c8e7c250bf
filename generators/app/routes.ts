import type { AppModel, WebhookModel } from "../../src/model/app-model.js";
import { importPath } from "../../src/model/names.js";
import { fixtureIdentifiers, fixturePath } from "../webhook/paths.js";
import type {
  DeliveryDescription,
  EventType,
} from "../../src/schema/catalog.js";
import { namePointer } from "../../src/schema/delivery.js";
import type {
  AppTestTemplateData,
  AppTestWebhookData,
  RouteEventData,
  RoutesTemplateData,
  RouteWebhookData,
} from "./data.js";
import { validatorPath } from "./types.js";

const ROUTES_PATH = "src/frameio/routes.gen.ts";

/** Data of `app/src/frameio/routes.gen.ts.hbs`. */
export function routesData(model: AppModel): RoutesTemplateData {
  return {
    providers: model.providers.map((provider) => ({
      id: provider.id,
      path: provider.path,
      perEvent: provider.layout === "per-event",
      delivery: provider.delivery,
      validators:
        model.validators === "all"
          ? provider.artifact.catalog.events.map(({ name }) =>
              routeEvent(name, validatorPath(model, provider, name)),
            )
          : null,
    })),
    webhooks: model.webhooks.map((webhook) => routeWebhook(model, webhook)),
    hasResolvers: model.resolvers.length > 0,
    validate: model.validate,
    prometheus: model.metrics === "prometheus",
    telemetry: model.telemetry === "opentelemetry",
    knowsProxies: model.limits.trustedProxies !== undefined,
    limits: model.limits,
    inbox: workedOff(model),
  };
}

/** Data of `app/test/app.test.ts.hbs`: the first webhook stands for all. */
export function appTestData(model: AppModel): AppTestTemplateData {
  return { first: testedWebhook(model, model.webhooks) };
}

/** Data of `app/test/inbox.test.ts.hbs`; undefined where there is nothing to test. */
export function inboxTestData(
  model: AppModel,
): AppTestTemplateData | undefined {
  const first = testedWebhook(
    model,
    model.webhooks.filter(({ mode }) => mode === "inbox"),
  );
  return first === null || model.inbox.engine === "memory"
    ? undefined
    : { first };
}

/** The first one with an event that there is a sample of. */
function testedWebhook(
  model: AppModel,
  webhooks: readonly WebhookModel[],
): AppTestWebhookData | null {
  const isSampled = ({ example }: EventType) => example !== undefined;
  const webhook = webhooks.find(({ events }) => events.some(isSampled));
  if (webhook === undefined) return null;
  const index = webhook.events.findIndex(isSampled);
  const event = webhook.events[index]!;
  return {
    event: event.name,
    fixtureIdentifier: fixtureIdentifiers(model, webhook)[index] ?? event.name,
    fixtureModule: importPath("test/app.test.ts", fixturePath(webhook)),
    ...ofDelivery(webhook.provider.delivery),
    mode: webhook.mode,
  };
}

function ofDelivery(
  delivery: DeliveryDescription,
): Pick<
  AppTestWebhookData,
  "signer" | "nameInPayload" | "timeInPayload" | "staleHours"
> {
  const { timestamp } = delivery;
  const nameInPayload = namePointer(delivery) !== undefined;
  const timeInPayload = timestamp !== undefined && "pointer" in timestamp;
  return {
    signer: nameInPayload ? "signed" : "sign",
    nameInPayload,
    timeInPayload,
    staleHours:
      timestamp === undefined
        ? null
        : timeInPayload
          ? Math.ceil(timestamp.toleranceSeconds / 3600) + 1
          : 1,
  };
}

function workedOff({ inbox }: AppModel): RoutesTemplateData["inbox"] {
  const { attempts, timeoutSeconds, concurrency } = inbox;
  const { worker, keepDoneHours, keepDeadDays } = inbox;
  return {
    worker,
    concurrency,
    attempts,
    timeoutSeconds,
    keepDoneHours,
    keepDeadDays,
  };
}

function routeWebhook(
  model: AppModel,
  webhook: WebhookModel,
): RouteWebhookData {
  const { secret, dedupe } = webhook;
  return {
    slug: webhook.slug,
    identifier: webhook.identifier,
    handlerModule: importPath(ROUTES_PATH, webhook.handlerPath),
    providerId: webhook.provider.id,
    mode: webhook.mode,
    events: webhook.events.map(({ name }) =>
      routeEvent(name, validatorPath(model, webhook.provider, name)),
    ),
    names: hasFamily(webhook) ? webhook.names : null,
    variables: secret.kind === "env" ? secret.variables : null,
    resolver: secret.kind === "resolver" ? secret.name : null,
    windowSeconds: dedupe.kind === "resource" ? dedupe.windowSeconds : null,
    stale: webhook.order?.stale ?? null,
    work: Object.keys(webhook.work).length > 0 ? webhook.work : null,
  };
}

function hasFamily({ events, names }: WebhookModel): boolean {
  return !names.every((name) => events.some((event) => event.name === name));
}

function routeEvent(name: string, validator: string): RouteEventData {
  const validatorModule = importPath(ROUTES_PATH, validator);
  const oneLine = `        ${JSON.stringify(name)}: () => import(${JSON.stringify(validatorModule)}),`;
  return { name, validatorModule, validatorFits: oneLine.length <= 80 };
}
