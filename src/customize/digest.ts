import { type ParseError, parse } from "jsonc-parser";
import { digest } from "../lockfile/digest.js";
import type { Digest } from "../lockfile/lockfile.js";
import { DEFAULT_TEMPLATES } from "../manifest/defaults.js";
import type { Disk } from "../workspace/workspace.js";
import { templateNamed } from "./catalog.js";
import type { CustomSources, SourceFolder } from "./sources.js";
import { plain } from "./ejected-text.js";

/**
 * Digest of everything that a project adds to the tool's templates: part of the inputs. Undefined when there is nothing.
 *
 * @param layers in the manifest's order
 * @param templates the project's own, by name
 */
export function customDigest(
  layers: readonly SourceFolder[],
  templates: ReadonlyMap<string, string>,
): Digest | undefined {
  if (layers.length === 0 && templates.size === 0) return undefined;
  return digest(
    JSON.stringify([
      layers.map(({ path, files }) => [path, [...files]]),
      [...templates].sort(([a], [b]) => (a < b ? -1 : 1)),
    ]),
  );
}

/**
 * The same from what is on disk, without the manifest being checked: what the last run wrote down can only be equal when the
 * manifest has not changed, and then it was checked.
 */
export function customDigestOnDisk(
  manifestText: string,
  disk: Disk,
  sources: CustomSources,
): Digest | undefined {
  const { templates, layers } = namesIn(manifestText);
  const own = sources
    .filesIn(templates)
    .filter((name) => templateNamed(name) !== undefined);
  return customDigest(
    layers.map((name) => sources.layer(name)),
    new Map(
      own.map((name) => [
        name,
        plain(disk.read(`${templates}/${name}`)?.text ?? ""),
      ]),
    ),
  );
}

function namesIn(manifestText: string): {
  readonly templates: string;
  readonly layers: readonly string[];
} {
  const none = { templates: DEFAULT_TEMPLATES, layers: [] };
  // Most manifests have neither: spare them the parsing.
  if (!/"(?:templates|layers)"|\\u/.test(manifestText)) return none;
  const errors: ParseError[] = [];
  const value = parse(manifestText.replace(/^\uFEFF/, ""), errors, {
    allowTrailingComma: true,
  }) as { readonly templates?: unknown; readonly layers?: unknown } | undefined;
  const { templates, layers } = value ?? {};
  return {
    templates:
      typeof templates === "string"
        ? templates.replace(/^\.\/|\/$/g, "")
        : none.templates,
    layers: Array.isArray(layers)
      ? layers.filter((name) => typeof name === "string")
      : none.layers,
  };
}
