import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { migrations } from "../migrations/registry.js";
import type { Tool } from "../pipeline.js";
import { openAssets } from "../render/assets.js";
import type { CompiledTemplate } from "../render/compiled-template.js";
import { precompiledRenderer } from "../render/precompiled-templates.js";
import { createProviderStore } from "../schema/provider-store.js";
import {
  namesIn,
  packageRootOf,
  readIfPresent,
} from "../workspace/surroundings.js";
import { detectToolSpec } from "./tool-spec.js";

/** The installed tool: what it emits from, and what an app should name to get it. Reads little; providers are loaded when asked for. */
export function openTool(): Tool {
  const root = packageRootOf(import.meta.url);
  const version = toolVersion(root);
  const providers = join(root, "dist", "providers");
  const ids = namesIn(providers).map((name) => name.replace(/\.json$/, ""));
  return {
    version,
    // Written by the build; two builds of one version may differ in what they emit.
    fingerprint:
      readIfPresent(join(root, "dist", "fingerprint"))?.trim() ?? version,
    get spec() {
      return detectToolSpec(root, version, readIfPresent);
    },
    assets: openAssets(root),
    templates: async () => {
      const { default: templates } = (await import(
        pathToFileURL(join(root, "dist", "templates.js")).href
      )) as { default: Record<string, CompiledTemplate> };
      return precompiledRenderer(templates);
    },
    providers: createProviderStore(ids, (id) =>
      readIfPresent(join(providers, `${id}.json`)),
    ),
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
