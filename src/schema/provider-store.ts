import { FrameioGenError } from "../diagnostics/diagnostic.js";
import type { ProviderStore } from "../pipeline.js";
import type { ProviderArtifact } from "./catalog.js";

/**
 * The built-in providers, each parsed when first asked for.
 *
 * @param ids such as `frameio@4`
 * @param readArtifact text of `dist/providers/<id>.json`; undefined when there is none
 */
export function createProviderStore(
  ids: readonly string[],
  readArtifact: (id: string) => string | undefined,
): ProviderStore {
  const loaded = new Map<string, ProviderArtifact>();
  return {
    ids: () => ids,
    load(id) {
      if (!ids.includes(id)) return undefined;
      const known = loaded.get(id);
      if (known) return known;
      const artifact = parseArtifact(id, readArtifact(id));
      loaded.set(id, artifact);
      return artifact;
    },
  };
}

/** @throws FrameioGenError FG211 for a file that is missing or damaged */
function parseArtifact(id: string, text: string | undefined): ProviderArtifact {
  try {
    const artifact = JSON.parse(text ?? "") as Partial<ProviderArtifact>;
    const { catalog, types, validators, sharedValidators } = artifact;
    if (catalog?.id === id && types && validators && sharedValidators) {
      return artifact as ProviderArtifact;
    }
  } catch {
    // Told below: whatever is wrong with the file, the remedy is the same.
  }
  throw new FrameioGenError([
    {
      code: "FG211",
      severity: "error",
      message: `The built-in provider \`${id}\` ${text === undefined ? "is missing" : "is damaged"}`,
    },
  ]);
}
