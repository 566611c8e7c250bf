import { createRequire } from "node:module";
import { join } from "node:path";

import { migrations } from "../migrations/registry.js";
import type { Tool } from "../pipeline.js";
import { openAssets } from "../render/assets.js";
import type { CompiledTemplate } from "../render/compiled-template.js";
import { precompiledRenderer } from "../render/precompiled-templates.js";
import { withPinned } from "../schema/pinned-providers.js";
import { createProviderStore } from "../schema/provider-store.js";
import { artifactCache } from "../workspace/artifact-cache.js";
import {
  namesIn,
  packageRootOf,
  readIfPresent,
} from "../workspace/surroundings.js";
import type { Workspace } from "../workspace/workspace.js";
import { detectToolSpec } from "./tool-spec.js";

/**
 * The installed tool: what it emits from, and what an app should name to get it. Reads little; providers are loaded when asked for.
 *
 * @param workspace the app, where there is one: documents of providers may be pinned there
 * @param texts what is read instead of files of the app, by path
 */
export function openTool(
  workspace?: Workspace,
  texts: ReadonlyMap<string, string> = new Map(),
): Tool {
  const root = packageRootOf(import.meta.url);
  const version = toolVersion(root);
  const providers = join(root, "dist", "providers");
  const ids = namesIn(providers).map((name) => name.replace(/\.json$/, ""));
  // Written by the build; two builds of one version may differ in what they emit.
  const fingerprint =
    readIfPresent(join(root, "dist", "fingerprint"))?.trim() ?? version;
  const builtIn = createProviderStore(ids, (id) =>
    readIfPresent(join(providers, `${id}.json`)),
  );
  return {
    version,
    fingerprint,
    get spec() {
      return detectToolSpec(root, version, readIfPresent);
    },
    assets: openAssets(root),
    templates: async () => {
      const { templates } = createRequire(import.meta.url)(
        join(root, "dist", "templates.js"),
      ) as { templates: Record<string, CompiledTemplate> };
      return precompiledRenderer(templates);
    },
    providers:
      workspace === undefined
        ? builtIn
        : withPinned(builtIn, {
            read: (path) => texts.get(path) ?? workspace.read(path)?.text,
            cache: artifactCache(workspace.root),
            fingerprint,
          }),
    migrations,
  };
}

/** The version of our package, for `--version` and for what apps name. */
export function toolVersion(root = packageRootOf(import.meta.url)): string {
  const { version } = JSON.parse(
    readIfPresent(join(root, "package.json")) ?? "{}",
  ) as { version: string };
  return version;
}
