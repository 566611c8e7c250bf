import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { MemoryFiles } from "../../src/workspace/memory-disk.js";
import { generateInMemory } from "../support/generate-app.js";

/** The folder of this file: a folder in it for each case, with its manifest and what is emitted for it. */
export const goldenFolder = fileURLToPath(new URL(".", import.meta.url));

export const goldenCases = readdirSync(goldenFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

export function goldenManifest(name: string): string {
  return readFileSync(join(goldenFolder, name, "frameio.jsonc"), "utf8");
}

/** A new app, made from a case's manifest. */
export async function emitGolden(name: string): Promise<MemoryFiles> {
  return (await generateInMemory({}, goldenManifest(name))).files;
}
