import type { ProviderArtifact } from "./catalog.js";
import { asksForUnevaluated, compileValidators } from "./compile-validators.js";
import { emitTypes } from "./emit-types.js";
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
  const { events, anyEvent } = catalog;
  const all = anyEvent ? [...events, anyEvent] : events;
  const unevaluated = asksForUnevaluated(catalog);
  return { catalog, types, ...compileValidators(all, unevaluated) };
}
