import type {
  DeliveryDescription,
  EventType,
  ProviderArtifact,
} from "../schema/catalog.js";
import type {
  DedupePolicy,
  EndpointLayout,
  InboxEntry,
  Limits,
  MetricsMode,
  OrderPolicy,
  PackageManager,
  Place,
  SecretSource,
  Target,
  TelemetryMode,
  ValidateMode,
  ValidatorScope,
  WorkSettings,
} from "../manifest/manifest.js";

/** Everything that the generators need to know of the app, with names decided. Made from the manifest and the catalogs, by value. */
export interface AppModel {
  readonly name: string;
  readonly target: Target;
  readonly packageManager: PackageManager;
  readonly providers: readonly ProviderModel[];
  readonly webhooks: readonly WebhookModel[];
  /** Sorted by name, without duplicates. */
  readonly variables: readonly EnvVariable[];
  /** Exports that `src/secrets.ts` must have; empty when no webhook asks for a resolver. */
  readonly resolvers: readonly string[];
  readonly validate: ValidateMode;
  readonly validators: ValidatorScope;
  readonly metrics: MetricsMode;
  readonly telemetry: TelemetryMode;
  readonly limits: Limits;
  readonly inbox: InboxEntry;
  /** What package.json names for this tool. */
  readonly toolSpec: string;
}

export interface ProviderModel {
  readonly id: string;
  readonly path: string;
  readonly layout: EndpointLayout;
  readonly title: string;
  readonly delivery: DeliveryDescription;
  readonly artifact: ProviderArtifact;
}

export interface WebhookModel {
  readonly provider: ProviderModel;
  readonly events: readonly EventType[];
  /** Event types and families such as `comment.*`, as the manifest names them: `events` are what they stand for. */
  readonly names: readonly string[];
  /** `src/webhooks/file-ready.ts` */
  readonly handlerPath: string;
  /** `file-ready`: names the test and the fixture. */
  readonly slug: string;
  /** `fileReady`: the handler's name where it is imported; unique in the app. */
  readonly identifier: string;
  readonly secret: SecretSource;
  readonly mode: "inline" | "inbox";
  readonly dedupe: DedupePolicy;
  readonly order?: OrderPolicy;
  /** Where it differs from the inbox's. */
  readonly work: Partial<WorkSettings>;
  /** Where the manifest declares it. */
  readonly place?: Place;
}

export interface EnvVariable {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  /** A signing secret: while it is replaced, `<name>_PREVIOUS` holds the old one. */
  readonly rotates?: boolean;
  /** Default value, where there is one. */
  readonly defaultValue?: string;
}
