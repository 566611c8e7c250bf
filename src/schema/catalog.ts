import type { DeliveryDescription } from "./delivery.js";
import type { Json, JsonSchema } from "./json.js";
import type { RegistrationDescription } from "./registration-description.js";

export type { DeliveryDescription, Json, JsonSchema };

/** The event types of one provider and how its deliveries look. Plain, serialisable data. */
export interface EventCatalog {
  /** Provider and major version as the manifest names it, such as `frameio@4`. */
  readonly id: string;
  readonly title: string;
  readonly delivery: DeliveryDescription;
  /** How webhooks are registered by program, where the provider's document says it. */
  readonly registration?: RegistrationDescription;
  /** In the order of the provider's document. */
  readonly events: readonly EventType[];
  /** What any other event looks like, where the provider lets its users name their own: the entry `*` of its document. */
  readonly anyEvent?: EventType;
  /** `sha256-<hex>` of the document that the catalog was made from. */
  readonly digest: string;
}

export interface EventType {
  /** As it stands in the payload, such as `file.ready`. */
  readonly name: string;
  /** Groups event types in prompts and listings, such as `file`. */
  readonly family: string;
  /** Name of the emitted interface, such as `FileReadyEvent`. */
  readonly typeName: string;
  readonly summary: string;
  readonly description: string;
  readonly schema: JsonSchema;
  /** A payload that is valid against `schema`; absent where the document has none, as none could be found. */
  readonly example?: Json;
}

/** A provider, ready to be emitted. For built-in providers this is made when the package is built. */
export interface ProviderArtifact {
  readonly catalog: EventCatalog;
  /** Body of the emitted event types (TypeScript, Prettier-clean, without a file header): interfaces, names, map and union. */
  readonly types: string;
  /** By event type. */
  readonly validators: Readonly<Record<string, ValidatorCode>>;
  /** Those of the schemas that events share, by the schema's name. */
  readonly sharedValidators: Readonly<Record<string, ValidatorCode>>;
}

/** A function `validate`, or `validate<Name>` of a shared schema: what a module is made of, without its imports. */
export interface ValidatorCode {
  /** TypeScript that no compiler checks and Prettier leaves alone. */
  readonly text: string;
  /** What it needs of the kernel's `validation.gen.ts`, sorted. */
  readonly helpers: readonly string[];
  /** Names of the shared schemas whose validators it calls, sorted. */
  readonly shared: readonly string[];
}
