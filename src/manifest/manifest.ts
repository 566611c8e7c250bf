/** The manifest, at the project's root. */
export const MANIFEST_PATH = "frameio.jsonc";

/** What the user declares in `frameio.jsonc`, after parsing, with every default filled in. Plain data. */
export interface Manifest {
  /** Also the npm package name of the app. */
  readonly name: string;
  /** Where the app runs. Only `node` for now; the key is open for later targets. */
  readonly target: Target;
  readonly packageManager: PackageManager;
  /** Keyed by the provider's id, in the manifest's order. */
  readonly providers: Readonly<Record<string, ProviderEntry>>;
  readonly webhooks: readonly WebhookEntry[];
  /** What happens when a verified payload breaks its event type's schema. */
  readonly validate: ValidateMode;
  /** Who can read what the app counts, beside itself. */
  readonly validators: ValidatorScope;
  readonly metrics: MetricsMode;
  /** What follows deliveries through the app. */
  readonly telemetry: TelemetryMode;
  readonly limits: Limits;
  readonly inbox: InboxEntry;
  /** Folder of the project's own templates, relative to the root, POSIX, without a slash at its end. */
  readonly templates: string;
  /** Layers over our templates, in their order: the later ones win. */
  readonly layers: readonly Named[];
  /** Generators of the user's that may run. */
  readonly generators: readonly Named[];
}

/** A package, or a folder that begins with `./`. */
export interface Named {
  readonly name: string;
  /** Where it stands in the manifest's text. */
  readonly place: Place;
}

export type Target = "node";
export type PackageManager = "npm" | "pnpm" | "yarn" | "bun";
/** Which event types have a validator in the app: those that `webhooks` names, or all of its providers. */
export type ValidatorScope = "handled" | "all";

export type MetricsMode = "off" | "prometheus";
export type TelemetryMode = "off" | "opentelemetry";
export type ValidateMode = "off" | "report" | "reject";

export interface ProviderEntry {
  /** A built-in provider as `name@major`, such as `frameio@4`, or a document in the app, such as `./schemas/acme.json`. */
  readonly schema: string;
  /** URL path that receives this provider's deliveries, such as `/webhooks/frameio`, with the version in front where the layout has one. */
  readonly path: string;
  readonly layout: EndpointLayout;
}

/** One path for all events, or one for each below `path`. */
export type EndpointLayout = "single" | "per-event";

export interface WebhookEntry {
  /** Key of `providers`. */
  readonly provider: string;
  /** One or more event types that this handler receives, or families of them such as `comment.*`; never empty, no duplicates. */
  readonly events: readonly string[];
  /** Path of the handler's file, relative to the root, POSIX, ends with `.ts`. */
  readonly handler: string;
  readonly secret: SecretSource;
  /** `inline`: the handler runs before the answer. `inbox`: acknowledged first, then worked off. */
  readonly mode: "inline" | "inbox";
  readonly dedupe: DedupePolicy;
  /** Absent: in no order. */
  readonly order?: OrderPolicy;
  /** Where it differs from the inbox's. */
  readonly work: Partial<WorkSettings>;
  /** Where the entry stands in the manifest's text, for diagnostics of later phases. */
  readonly place: Place;
}

export type SecretSource =
  /** Environment variables, newest secret first. Each may have a `<NAME>_PREVIOUS` while a secret is rotated. */
  | { readonly kind: "env"; readonly variables: readonly string[] }
  /** Name of an export of `src/secrets.ts`. */
  | { readonly kind: "resolver"; readonly name: string };

export type DedupePolicy =
  /** The provider's delivery id where there is one, else a digest of timestamp header and raw body. */
  | { readonly kind: "delivery" }
  /** Event type + resource type and id: at most once within the window. */
  | { readonly kind: "resource"; readonly windowSeconds: number };

/** Deliveries of one resource run one at a time, in order. One that is older than the last one done is skipped, or passed on as stale. */
export interface OrderPolicy {
  readonly by: "resource";
  readonly stale: "skip" | "pass";
}

/** Where deliveries are kept until they are worked off. */
export type InboxEngine = "sqlite" | "redis" | "postgres" | "memory";

/** How deliveries are worked off. */
export interface WorkSettings {
  /** How often a delivery is tried before it is put aside. */
  readonly attempts: number;
  /** Time for a handler in the background, seconds. */
  readonly timeoutSeconds: number;
  /** Handlers that run at a time in one process. */
  readonly concurrency: number;
}

export interface InboxEntry extends WorkSettings {
  readonly engine: InboxEngine;
  readonly worker: "in-process" | "separate";
  readonly keepDoneHours: number;
  readonly keepDeadDays: number;
}

export interface Limits {
  /** Largest accepted request body, bytes. */
  readonly bodyBytes: number;
  /** Largest accepted difference between the delivery's timestamp and our clock, seconds, either way. */
  readonly toleranceSeconds: number;
  /** Refused requests of one source in a minute, at most; 0 for no limit. */
  readonly refusedPerMinute: number;
  /** Bytes of bodies that are being received at a time, of all senders. */
  readonly receivingBytes: number;
  /** Proxies that stand before the app; undefined when nobody said. */
  readonly trustedProxies?: number | undefined;
}

export interface Place {
  readonly line: number;
  readonly column: number;
}
