import { DEFAULT_PROVIDERS } from "../../manifest/defaults.js";
import type { Tool } from "../../pipeline.js";
import type { EventType } from "../../schema/catalog.js";

/** The event types that a new app can be made for: those of its default provider. */
export function builtInEvents(tool: Tool): readonly EventType[] {
  return Object.values(DEFAULT_PROVIDERS).flatMap(
    ({ schema }) => tool.providers.load(schema)?.catalog.events ?? [],
  );
}
