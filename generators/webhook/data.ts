import type { Json } from "../../src/schema/catalog.js";

/** `templates/webhook/handler.ts.hbs` */
export interface HandlerTemplateData {
  readonly publicModule: string;
  readonly subscriptions: readonly SubscriptionData[];
  readonly subscription: SubscriptionData | null;
  readonly events: readonly WebhookEventData[];
  readonly single: WebhookEventData | null;
}

/** `templates/webhook/fixture.ts.hbs` */
export interface FixtureTemplateData {
  readonly publicModule: string;
  readonly providerTitle: string;
  readonly events: readonly WebhookEventData[];
  readonly single: WebhookEventData | null;
}

/** `templates/webhook/test.ts.hbs` */
export interface WebhookTestTemplateData {
  readonly testingModule: string;
  readonly handlerModule: string;
  readonly identifier: string;
  readonly fixtureModule: string;
  readonly slug: string;
}

export interface SubscriptionData {
  readonly name: string;
  readonly summary: string;
}

export interface WebhookEventData {
  readonly name: string;
  readonly typeName: string;
  readonly identifier: string;
  readonly summary: string;
  readonly example: Json;
}
