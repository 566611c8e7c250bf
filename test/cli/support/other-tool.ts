import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { buildArtifact } from "../../../src/schema/build-artifact.js";
import { temporaryFolder } from "./folders.js";

export const checkout = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * The built tool with another document of `frameio@4`, as a later build would bring it.
 *
 * @param document text of the provider's document
 * @returns path of its `frameio-gen`
 */
export async function toolWith(document: object): Promise<string> {
  const root = temporaryFolder();
  for (const name of ["dist", "package.json", "schemas", "templates"])
    cpSync(join(checkout, name), join(root, name), { recursive: true });
  const artifact = await buildArtifact(JSON.stringify(document), "frameio@4");
  const providers = join(root, "dist/providers");
  mkdirSync(providers, { recursive: true });
  writeFileSync(join(providers, "frameio@4.json"), JSON.stringify(artifact));
  writeFileSync(join(root, "dist/fingerprint"), artifact.catalog.digest);
  return join(root, "dist/frameio-gen.js");
}

/** The packages that an app depends on are those that this checkout has. */
export function installInto(app: string): void {
  symlinkSync(join(checkout, "node_modules"), join(app, "node_modules"));
}
