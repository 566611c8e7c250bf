/** A JSON value. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** JSON Schema 2020-12, self-contained (no references outside itself). */
export type JsonSchema = boolean | { readonly [key: string]: Json };

/** The event types of one provider and how its deliveries look. Plain, serialisable data. */
export interface EventCatalog {
  /** Provider and major version as the manifest names it, such as `frameio@4`. */
  readonly id: string;
  readonly title: string;
  readonly delivery: DeliveryDescription;
  /** In the order of the provider's document. */
  readonly events: readonly EventType[];
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
  /** A payload that is valid against `schema`. */
  readonly example: Json;
}

/** How a provider's deliveries are signed, named, timed and retried: the `x-webhook-delivery` extension of its document. */
export interface DeliveryDescription {
  readonly signature: {
    readonly algorithm: "hmac-sha256";
    /** Header that carries the signature, lower case. */
    readonly header: string;
    /** What is signed, with `{timestamp}` (header text as received), `{id}` and `{body}` (raw bytes), such as `v0:{timestamp}:{body}`. */
    readonly signed: string;
    readonly encoding: "hex" | "base64";
    /** Text before the encoded digest in the header, such as `v0=`. */
    readonly prefix: string;
  };
  /** Absent where the provider sends no time. */
  readonly timestamp?: {
    readonly header: string;
    readonly unit: "seconds" | "milliseconds";
    /** Default tolerance, seconds. */
    readonly toleranceSeconds: number;
  };
  /** Absent where the provider sends no delivery id. */
  readonly id?: { readonly header: string } | { readonly pointer: string };
  /** JSON pointer into the body. */
  readonly event: { readonly pointer: string };
  /** JSON pointers to the thing that the event is about, for logs and the `resource` dedupe policy. */
  readonly resource?: { readonly id: string; readonly type?: string };
  /** Content type of a delivery, such as `application/json`. */
  readonly contentType: string;
  /** The provider gives up waiting for an answer after this many seconds. */
  readonly timeoutSeconds: number;
  readonly retry: {
    /** All attempts, the first included. */
    readonly attempts: number;
    /** Delays before attempts 2…n where known, seconds. */
    readonly delaysSeconds?: readonly number[];
  };
  readonly userAgent?: string;
}

/** A provider, ready to be emitted. For built-in providers this is made when the package is built. */
export interface ProviderArtifact {
  readonly catalog: EventCatalog;
  /** Body of the emitted event types (TypeScript, Prettier-clean, without a file header): interfaces, names, map and union. */
  readonly types: string;
  /** Event type → TypeScript module (Prettier-clean, without a file header) that default-exports its validator. */
  readonly validators: Readonly<Record<string, string>>;
}
