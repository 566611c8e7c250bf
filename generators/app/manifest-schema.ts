import { manifestSchemaFor } from "../../src/manifest/schema.js";
import type { AppModel } from "../../src/model/app-model.js";
import type { FilePlan } from "../../src/plan/file-plan.js";
import type { Assets } from "../../src/render/assets.js";
import type { JsonSchema } from "../../src/schema/catalog.js";

/** The manifest's JSON Schema with the event types of this app's providers, so that an editor completes and explains every key. */
export function manifestSchemaFile(model: AppModel, assets: Assets): FilePlan {
  const base = JSON.parse(assets.schema("manifest.schema.json")) as JsonSchema;
  const providers = model.providers.map(({ id, artifact }) => ({
    id,
    events: artifact.catalog.events.map(({ name, summary }) => ({
      name,
      description: summary,
    })),
    open: artifact.catalog.anyEvent !== undefined,
  }));
  return {
    path: ".frameio/manifest.schema.json",
    ownership: "managed",
    source: { kind: "json", value: manifestSchemaFor(base, providers) },
  };
}
