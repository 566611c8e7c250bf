import type {
  InboxEngine,
  InboxEntry,
  Limits,
  OrderPolicy,
  ValidateMode,
  WorkSettings,
} from "../../src/manifest/manifest.js";
import type { DeliveryDescription } from "../../src/schema/catalog.js";

/** `templates/app/src/frameio/routes.gen.ts.hbs` */
export interface RoutesTemplateData {
  readonly providers: readonly RouteProviderData[];
  readonly webhooks: readonly RouteWebhookData[];
  readonly hasResolvers: boolean;
  readonly validate: ValidateMode;
  readonly prometheus: boolean;
  readonly telemetry: boolean;
  readonly limits: Limits;
  readonly inbox: Omit<InboxEntry, "engine">;
  readonly knowsProxies: boolean;
}

export interface RouteProviderData {
  readonly id: string;
  readonly path: string;
  readonly perEvent: boolean;
  readonly delivery: DeliveryDescription;
  readonly validators: readonly RouteEventData[] | null;
}

export interface RouteWebhookData {
  readonly slug: string;
  readonly identifier: string;
  readonly handlerModule: string;
  readonly providerId: string;
  readonly mode: "inline" | "inbox";
  readonly events: readonly RouteEventData[];
  readonly names: readonly string[] | null;
  readonly variables: readonly string[] | null;
  readonly resolver: string | null;
  readonly windowSeconds: number | null;
  readonly stale: OrderPolicy["stale"] | null;
  readonly work: Partial<WorkSettings> | null;
}

export interface RouteEventData {
  readonly name: string;
  readonly validatorModule: string;
  readonly validatorFits: boolean;
}

/** `templates/app/src/frameio/inbox.gen.ts.hbs` */
export interface InboxTemplateData {
  readonly engine: InboxEngine;
  readonly module: string;
  readonly open: string;
}

/** `templates/app/compose.yaml.hbs`: the server of the inbox. */
export interface ComposeTemplateData {
  readonly name: string;
  readonly image: string;
  readonly command: string | null;
  /** One variable, as YAML. */
  readonly environment: string | null;
  readonly port: number;
  /** Where it keeps its data. */
  readonly folder: string;
}

/** `templates/app/src/secrets.ts.hbs` */
export interface SecretsTemplateData {
  readonly resolvers: readonly string[];
}

/** `templates/app/test/app.test.ts.hbs` */
export interface AppTestTemplateData {
  readonly first: AppTestWebhookData | null;
}

export interface AppTestWebhookData {
  readonly event: string;
  readonly fixtureIdentifier: string;
  readonly fixtureModule: string;
  /** `signed`, or `sign` where the payload lacks the event's name. */
  readonly signer: string;
  readonly nameInPayload: boolean;
  readonly timeInPayload: boolean;
  /** After so many hours a delivery is certainly stale; null where nothing tells its age. */
  readonly staleHours: number | null;
  readonly mode: "inline" | "inbox";
}
