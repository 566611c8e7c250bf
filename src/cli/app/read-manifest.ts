import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import type { Manifest } from "../../manifest/manifest.js";
import { parseManifest } from "../../manifest/parse.js";
import type { OpenApp } from "./open-app.js";

/**
 * What the manifest on disk says, for commands that need it before, or instead of, generating.
 *
 * @throws FrameioGenError with every mistake
 */
export function readManifest({
  manifestText,
  tool: { providers },
}: Pick<OpenApp, "manifestText" | "tool">): Manifest {
  const { manifest, diagnostics } = parseManifest(manifestText, {
    providers: {
      ids: () => providers.ids(),
      events: (id) =>
        providers.load(id)?.catalog.events.map(({ name }) => name),
      isOpen: (id) => providers.load(id)?.catalog.anyEvent !== undefined,
    },
  });
  if (manifest === undefined) throw new FrameioGenError(diagnostics);
  return manifest;
}
