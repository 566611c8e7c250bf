import type { WebhookModel } from "../../src/model/app-model.js";
import { importPath } from "../../src/model/names.js";
import type { FilePlan } from "../../src/plan/file-plan.js";
import type {
  FixtureTemplateData,
  HandlerTemplateData,
  WebhookEventData,
  WebhookTestTemplateData,
} from "./data.js";
import { fixtureIdentifier, fixturePath, testPath } from "./paths.js";

const PUBLIC_MODULE = "src/frameio/index.gen.ts";
const TESTING_MODULE = "src/frameio/testing.gen.ts";

/** The files of one webhook: handler, fixture and test. All are the user's from the moment they exist. */
export function planWebhook(webhook: WebhookModel): FilePlan[] {
  const events = webhook.events.map((event): WebhookEventData => ({
    name: event.name,
    typeName: event.typeName,
    identifier: fixtureIdentifier(event),
    summary: event.summary,
    example: event.example,
  }));
  const handler: HandlerTemplateData = {
    publicModule: importPath(webhook.handlerPath, PUBLIC_MODULE),
    events,
    single: events.length === 1 ? (events[0] ?? null) : null,
  };
  const fixture: FixtureTemplateData = {
    publicModule: importPath(fixturePath(webhook), PUBLIC_MODULE),
    providerTitle: webhook.provider.title,
    events,
    single: events.length === 1 ? (events[0] ?? null) : null,
  };
  const test: WebhookTestTemplateData = {
    testingModule: importPath(testPath(webhook), TESTING_MODULE),
    handlerModule: importPath(testPath(webhook), webhook.handlerPath),
    identifier: webhook.identifier,
    fixtureModule: importPath(testPath(webhook), fixturePath(webhook)),
    slug: webhook.slug,
  };
  return [
    scaffolded(webhook.handlerPath, "handler", handler),
    scaffolded(fixturePath(webhook), "fixture", fixture),
    scaffolded(testPath(webhook), "test", test),
  ];
}

function scaffolded(path: string, name: string, data: object): FilePlan {
  return {
    path,
    ownership: "scaffolded",
    source: { kind: "template", template: `webhook/${name}.ts.hbs`, data },
  };
}
