import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Lockfile } from "../../src/lockfile/lockfile.js";
import { parseLockfile } from "../../src/lockfile/parse.js";
import { LOCKFILE_PATH } from "../../src/lockfile/lockfile.js";
import {
  generate,
  type GenerateRequest,
  type Tool,
} from "../../src/pipeline.js";
import { compilingRenderer } from "../../src/render/compile-templates.js";
import { type Assets, openAssets } from "../../src/render/assets.js";
import { createProviderStore } from "../../src/schema/provider-store.js";
import {
  applyChangeSet,
  memoryDisk,
  type MemoryFiles,
} from "../../src/workspace/memory-disk.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

const assets = readingOnce(openAssets(root));
const renderer = compilingRenderer((path) => assets.template(path));

/** The checkout as a tool, with a version that does not change. Needs `dist/providers`, which the test run builds first. */
export const testTool: Tool = {
  version: "0.0.0-test",
  fingerprint: "test",
  spec: "0.0.0-test",
  assets,
  templates: () => Promise.resolve(renderer),
  providers: createProviderStore(
    [
      "ai-platform",
      "frameio@2",
      "frameio@4",
      "loopcanvas",
      "standard-webhooks",
    ],
    (id) => readFileSync(`${root}dist/providers/${id}.json`, "utf8"),
  ),
};

/** A test file generates hundreds of times, and the checkout does not change meanwhile. */
function readingOnce(from: Assets): Assets {
  const once = <T>(read: (path: string) => T) => {
    const known = new Map<string, T>();
    return (path: string): T => {
      const found = known.get(path) ?? read(path);
      known.set(path, found);
      return found;
    };
  };
  return {
    template: once((path) => from.template(path)),
    templatesIn: once((folder) => from.templatesIn(folder)),
    schema: once((path) => from.schema(path)),
  };
}

/** Runs the pipeline over files in memory and returns them as they are after the commit. */
export async function generateInMemory(
  files: MemoryFiles,
  manifestText: string,
  options: Partial<
    Pick<GenerateRequest, "force" | "conflicts" | "tool" | "sources" | "eject">
  > = {},
): Promise<{ files: MemoryFiles } & Awaited<ReturnType<typeof generate>>> {
  const result = await generate({
    manifestText,
    disk: memoryDisk(files),
    lockfile: lockfileOf(files),
    tool: testTool,
    ...options,
  });
  return { ...result, files: applyChangeSet(files, result.changeSet) };
}

function lockfileOf(files: MemoryFiles): Lockfile | undefined {
  const text = files[LOCKFILE_PATH];
  return text === undefined ? undefined : parseLockfile(text);
}
