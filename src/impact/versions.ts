import type { Manifest } from "../manifest/manifest.js";
import { parseManifest } from "../manifest/parse.js";
import { FrameioGenError } from "../diagnostics/diagnostic.js";
import type { ProviderStore, Tool } from "../pipeline.js";
import type { EventCatalog, EventType } from "../schema/catalog.js";
import type { ComparedCatalog } from "./compare-catalogs.js";

/** One provider of the app, with the events that it had and those that it has now. */
export interface ProviderVersions {
  /** Key of the manifest's `providers`. */
  readonly id: string;
  readonly before: ComparedCatalog;
  readonly now: ComparedCatalog;
  /** What the generated code is made from now. */
  readonly catalog: EventCatalog;
}

/** The tool as it was when the old events were there: what the manifest of then can be read with. */
export function toolWithEvents(
  tool: Tool,
  schema: string,
  events: readonly EventType[],
): Tool {
  const providers: ProviderStore = {
    ...tool.providers,
    ids: () => tool.providers.ids(),
    load(id) {
      const artifact = tool.providers.load(id);
      if (artifact === undefined || id !== schema) return artifact;
      return {
        get types() {
          return artifact.types;
        },
        validators: artifact.validators,
        sharedValidators: artifact.sharedValidators,
        catalog: { ...artifact.catalog, events },
      };
    },
  };
  return { ...tool, providers };
}

/**
 * A manifest that may name events of before and of now.
 *
 * @throws FrameioGenError with every other mistake
 */
export function readEitherManifest(
  text: string,
  { providers }: Pick<Tool, "providers">,
  alsoKnown: readonly string[],
): Manifest {
  const { manifest, diagnostics } = parseManifest(text, {
    providers: {
      ids: () => providers.ids(),
      events: (id) => {
        const events = providers.load(id)?.catalog.events;
        return events && [...events.map(({ name }) => name), ...alsoKnown];
      },
      isOpen: (id) => providers.load(id)?.catalog.anyEvent !== undefined,
    },
  });
  if (manifest === undefined) throw new FrameioGenError(diagnostics);
  return manifest;
}
