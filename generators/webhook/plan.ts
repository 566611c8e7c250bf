import type { AppModel, WebhookModel } from "../../src/model/app-model.js";
import { importPath } from "../../src/model/names.js";
import type { FilePlan } from "../../src/plan/file-plan.js";
import { describedPart } from "../../src/schema/described-part.js";
import { sharedNames } from "../app/shared-names.js";
import { typeNamespace } from "../app/types.js";
import type {
  FixtureTemplateData,
  HandlerTemplateData,
  SampledEventData,
  SubscriptionData,
  WebhookEventData,
  WebhookTestTemplateData,
} from "./data.js";
import { nameOf, subjectOf } from "./members.js";
import { fixtureIdentifiers, fixturePath, testPath } from "./paths.js";

const PUBLIC_MODULE = "src/frameio/index.gen.ts";
const TESTING_MODULE = "src/frameio/testing.gen.ts";

/** The files of one webhook: handler, fixture and test. All are the user's from the moment they exist. */
export function planWebhook(
  model: AppModel,
  webhook: WebhookModel,
): FilePlan[] {
  return [
    scaffolded(webhook.handlerPath, "handler", () =>
      handlerData(model, webhook),
    ),
    scaffolded(fixturePath(webhook), "fixture", () =>
      fixtureData(model, webhook),
    ),
    scaffolded(testPath(webhook), "test", () => testData(model, webhook)),
  ];
}

/** Of many webhooks most files are there already: their data is made when somebody asks for it. */
function scaffolded(path: string, name: string, data: () => object): FilePlan {
  return {
    path,
    ownership: "scaffolded",
    source: {
      kind: "template",
      template: `webhook/${name}.ts.hbs`,
      get data() {
        return data();
      },
    },
  };
}

function handlerData(
  model: AppModel,
  webhook: WebhookModel,
): HandlerTemplateData {
  const events = eventData(model, webhook);
  const { delivery } = webhook.provider;
  const subject = subjectOf(delivery, webhook.events);
  const eventName = nameOf(delivery, webhook.events);
  const subscriptions = webhook.names.map((name) => subscription(name, events));
  const [first = null] = subscriptions;
  const only = subscriptions.length === 1 ? first : null;
  const provider = isShared(model, webhook) ? webhook.provider.id : null;
  return {
    publicModule: importPath(webhook.handlerPath, PUBLIC_MODULE),
    subscriptions,
    subscription: only,
    sole: provider === null ? only : null,
    events,
    single: events.length === 1 ? (events[0] ?? null) : null,
    subject,
    eventName,
    readsEvent: subject !== null || eventName !== null,
    provider,
  };
}

/** Whether another provider has events of the names that the handler asks for. */
function isShared(model: AppModel, { names }: WebhookModel): boolean {
  const shared = sharedNames(model);
  return names.some((name) => shared.has(name));
}

function fixtureData(
  model: AppModel,
  webhook: WebhookModel,
): FixtureTemplateData {
  const { events, unsampled } = bySample(model, webhook);
  return {
    publicModule: importPath(fixturePath(webhook), PUBLIC_MODULE),
    providerTitle: webhook.provider.title,
    namespace: typeNamespace(
      model,
      webhook.provider,
      events.map(({ typeName }) => typeName),
    ),
    events,
    single: events.length === 1 ? (events[0] ?? null) : null,
    unsampled,
    testPath: testPath(webhook),
  };
}

function testData(
  model: AppModel,
  webhook: WebhookModel,
): WebhookTestTemplateData {
  const { events, unsampled } = bySample(model, webhook);
  return {
    testingModule: importPath(testPath(webhook), TESTING_MODULE),
    handlerModule: importPath(testPath(webhook), webhook.handlerPath),
    identifier: webhook.identifier,
    fixtureModule: importPath(testPath(webhook), fixturePath(webhook)),
    slug: webhook.slug,
    // What the fixtures have is known where there are any.
    eventName:
      events.length === 0
        ? null
        : nameOf(webhook.provider.delivery, webhook.events),
    unsampled,
    fixturePath: fixturePath(webhook),
  };
}

/** Event types with a sample to show, and those for which the user has to write one. */
function bySample(
  model: AppModel,
  webhook: WebhookModel,
): {
  readonly events: readonly SampledEventData[];
  readonly unsampled: readonly WebhookEventData[];
} {
  const events = eventData(model, webhook);
  const samples = webhook.events.map(({ example, schema }) =>
    example === undefined ? undefined : describedPart(example, schema),
  );
  return {
    events: events.flatMap((event, index) => {
      const example = samples[index];
      return example === undefined ? [] : [{ ...event, example }];
    }),
    unsampled: events.filter((_, index) => samples[index] === undefined),
  };
}

function eventData(model: AppModel, webhook: WebhookModel): WebhookEventData[] {
  const identifiers = fixtureIdentifiers(model, webhook);
  return webhook.events.map((event, index) => ({
    name: event.name,
    typeName: event.typeName,
    identifier: identifiers[index] ?? event.name,
    summary: event.summary,
  }));
}

/** What the handler asks for: an event type, or a family such as `comment.*`. */
function subscription(
  name: string,
  events: readonly WebhookEventData[],
): SubscriptionData {
  const event = events.find((each) => each.name === name);
  if (event !== undefined) return { name, summary: event.summary };
  const family = name.slice(0, -2);
  return { name, summary: `Every event type of the family ${family}.` };
}
