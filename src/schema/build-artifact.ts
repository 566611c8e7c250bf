import type { ProviderArtifact } from "./catalog.js";
import { emitTypes } from "./emit-types.js";
import { emitValidator } from "./emit-validator.js";
import { readCatalog } from "./read-catalog.js";

/**
 * Everything that an app needs of a provider, from its document. Slow (it compiles): for built-in providers it is done when the
 * package is built, and the result is kept as JSON.
 *
 * @param id provider and major version, such as `frameio@4`
 * @throws FrameioGenError with everything that is wrong with the document
 */
export async function buildArtifact(
  documentText: string,
  id: string,
): Promise<ProviderArtifact> {
  const catalog = readCatalog(documentText, id);
  const types = await emitTypes(catalog);
  const validators: [string, string][] = [];
  const { events, anyEvent } = catalog;
  for (const event of anyEvent ? [...events, anyEvent] : events) {
    validators.push([event.name, await emitValidator(event)]);
  }
  return { catalog, types, validators: Object.fromEntries(validators) };
}
