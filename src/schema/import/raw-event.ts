import type { Json } from "../catalog.js";
import type { DocumentPath } from "../document-problems.js";
import type { JsonObject } from "../parse-document.js";

/** What a source says of one kind of delivery, before it is known which event types that are. */
export interface RawEvent {
  /** What the source calls it: a key of `webhooks`, a channel, a file. */
  readonly key: string;
  readonly summary: string;
  readonly description: string;
  readonly schema: Json;
  readonly schemaPath: DocumentPath;
  readonly example?: Json | undefined;
  /** The event's name, where the source says it outright. */
  readonly name?: string | undefined;
  /** Values of headers, by lower-case name, where the source admits no other. */
  readonly headers: Readonly<Record<string, string>>;
  /** Those that it only shows. */
  readonly exampleHeaders?: Readonly<Record<string, string>>;
}

/** A source as one document that its schemas refer into. */
export interface RawProvider {
  readonly title: string | undefined;
  readonly version: string | undefined;
  /** What references point into. */
  readonly root: JsonObject;
  /** `x-webhook-delivery`, where the document has it. */
  readonly delivery: Json | undefined;
  readonly events: readonly RawEvent[];
}
