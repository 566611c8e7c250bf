import type { ProviderEntry } from "../../manifest/manifest.js";
import type { OpenApp } from "../app/open-app.js";
import { readManifest } from "../app/read-manifest.js";
import {
  type AskedProvider,
  failure,
  type NewProvider,
} from "./new-provider.js";

/**
 * One of the tool's own providers, by the name of its schema. A file of the same name is meant by `./loopcanvas`.
 *
 * @throws FrameioGenError FG503 when it is told how deliveries look: that is known
 */
export function builtInProvider(
  app: OpenApp,
  { named, name, signature, delivery }: Omit<AskedProvider, "accept">,
): NewProvider | undefined {
  if (!app.tool.providers.ids().includes(named)) return undefined;
  if (signature !== undefined || delivery !== undefined)
    throw failure("FG503", {
      message: `How ${named} delivers is known: it comes with the tool`,
      hint: "Leave out `--signature` and `--delivery`.",
    });
  const catalog = app.tool.providers.load(named)?.catalog;
  return {
    name: name ?? freeName(named, readManifest(app).providers),
    schema: named,
    documents: new Map(),
    pins: {},
    isThere: false,
    events: catalog?.events.map((event) => event.name) ?? [],
    warnings: [],
  };
}

/** `frameio@2` → `frameio`, or `frameio2` where that is another schema's. */
function freeName(
  schema: string,
  declared: Readonly<Record<string, ProviderEntry>>,
): string {
  const there = Object.entries(declared).find(
    ([, entry]) => entry.schema === schema,
  );
  if (there !== undefined) return there[0];
  const [base = schema, version = ""] = schema.split("@");
  return Object.hasOwn(declared, base) ? base + version : base;
}
