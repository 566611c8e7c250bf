import type { Json } from "../../src/schema/catalog.js";
import type { SureMember } from "./members.js";

/** `templates/webhook/handler.ts.hbs` */
export interface HandlerTemplateData {
  readonly publicModule: string;
  readonly subscriptions: readonly SubscriptionData[];
  readonly subscription: SubscriptionData | null;
  /** The same, where nothing follows the handler. */
  readonly sole: SubscriptionData | null;
  readonly events: readonly WebhookEventData[];
  readonly single: WebhookEventData | null;
  readonly subject: SureMember | null;
  readonly eventName: SureMember | null;
  readonly readsEvent: boolean;
  /** Whose events they are, where another provider has events of the same names. */
  readonly provider: string | null;
}

/** `templates/webhook/fixture.ts.hbs` */
export interface FixtureTemplateData {
  readonly publicModule: string;
  readonly providerTitle: string;
  /** Where the types are, where another provider has types of the same names. */
  readonly namespace: string | null;
  readonly events: readonly SampledEventData[];
  readonly single: SampledEventData | null;
  /** Event types without a sample. */
  readonly unsampled: readonly WebhookEventData[];
  readonly testPath: string;
}

/** `templates/webhook/test.ts.hbs` */
export interface WebhookTestTemplateData {
  readonly testingModule: string;
  readonly handlerModule: string;
  readonly identifier: string;
  readonly fixtureModule: string;
  readonly slug: string;
  readonly eventName: SureMember | null;
  /** Event types without a sample. */
  readonly unsampled: readonly WebhookEventData[];
  readonly fixturePath: string;
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
}

export interface SampledEventData extends WebhookEventData {
  readonly example: Json;
}
