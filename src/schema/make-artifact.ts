import { emitTypes } from "./emit-types.js";
import { emitValidator } from "./emit-validator.js";
import { namedEvent } from "./named-events.js";
import { readCatalog } from "./read-catalog.js";

/** Types and validators of a provider, as far as they are made. */
export interface MadeOfDocument {
  types?: string;
  /** By event type. */
  validators: Record<string, string>;
}

/**
 * Makes what is missing of a pinned document's types and validators. Slow: it loads the compilers.
 *
 * @param events whose validators are missing
 * @param made is added to
 * @throws FrameioGenError with everything that is wrong with the document
 */
export async function makeArtifact(
  documentText: string,
  id: string,
  events: readonly string[],
  made: MadeOfDocument,
): Promise<void> {
  const catalog = readCatalog(documentText, id);
  made.types ??= await emitTypes(catalog);
  for (const name of events) {
    const { anyEvent, delivery } = catalog;
    const event =
      catalog.events.find((candidate) => candidate.name === name) ??
      (anyEvent && namedEvent(anyEvent, delivery, name));
    if (event !== undefined) made.validators[name] = await emitValidator(event);
  }
}
