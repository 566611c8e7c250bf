import type { EventCatalog, ValidatorCode } from "./catalog.js";
import { asksForUnevaluated, compileValidators } from "./compile-validators.js";
import { ANY_EVENT, namedEvent } from "./named-events.js";
import { isProven, readCatalog } from "./read-catalog.js";

/** Types and validators of a provider, as far as they are made. */
export interface MadeOfDocument {
  types?: string;
  /** By event type. */
  validators: Record<string, ValidatorCode>;
  /** By shared schema. */
  sharedValidators: Record<string, ValidatorCode>;
}

/**
 * Makes what is missing of a pinned document's types and validators. Slow: it loads the compilers.
 *
 * @param read the document's catalog, as it is without checks
 * @param events whose validators are missing
 * @param made is added to
 * @throws FrameioGenError with everything that is wrong with the document
 */
export async function makeArtifact(
  documentText: string,
  read: EventCatalog,
  events: readonly string[],
  made: MadeOfDocument,
): Promise<void> {
  // Of thousands of event types, an app handles a few.
  const proven = new Set([ANY_EVENT, ...events]);
  const catalog = isProven(documentText, read, proven)
    ? read
    : readCatalog(documentText, read.id, proven);
  if (made.types === undefined) {
    // What makes types is loaded for that alone: an app that handles one more event type has them.
    const { emitTypes } = await import("./emit-types.js");
    made.types = await emitTypes(catalog);
  }
  const { anyEvent, delivery } = catalog;
  const wanted = events.flatMap((name) => {
    const event = catalog.events.find((candidate) => candidate.name === name);
    return event ?? (anyEvent ? namedEvent(anyEvent, delivery, name) : []);
  });
  const compiled = compileValidators(
    wanted,
    asksForUnevaluated(catalog),
    new Set(Object.keys(made.sharedValidators)),
  );
  Object.assign(made.validators, compiled.validators);
  Object.assign(made.sharedValidators, compiled.sharedValidators);
}
