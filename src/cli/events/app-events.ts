import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import {
  DEFAULT_PROVIDER,
  DEFAULT_PROVIDERS,
} from "../../manifest/defaults.js";
import type { EventType } from "../../schema/catalog.js";
import { openApp } from "../app/open-app.js";
import { readManifest } from "../app/read-manifest.js";
import type { CliContext } from "../context.js";
import { openTool } from "../tool.js";
import { builtInEvents } from "./built-in-events.js";

export interface ListedEvent extends EventType {
  /** Who sends it, as the manifest names it. */
  readonly provider: string;
}

export interface ListedEvents {
  /** Schemas of the providers, such as `frameio@4`. */
  readonly providers: readonly string[];
  readonly events: readonly ListedEvent[];
  /** Those of the schemas whose senders name event types themselves. */
  readonly open: readonly string[];
}

/** The event types of the app's providers; outside of an app, and where its manifest has mistakes, those of a new app. */
export function appEvents(context: CliContext): ListedEvents {
  try {
    const app = openApp(context, "read");
    const { providers } = readManifest(app);
    const schemas = [
      ...new Set(Object.values(providers).map(({ schema }) => schema)),
    ];
    return {
      providers: schemas,
      open: schemas.filter(
        (schema) =>
          app.tool.providers.load(schema)?.catalog.anyEvent !== undefined,
      ),
      events: Object.entries(providers).flatMap(([provider, { schema }]) =>
        (app.tool.providers.load(schema)?.catalog.events ?? []).map(
          (event) => ({ ...event, provider }),
        ),
      ),
    };
  } catch (error) {
    if (!(error instanceof FrameioGenError)) throw error;
    const events = builtInEvents(openTool()).map((event) => ({
      ...event,
      provider: DEFAULT_PROVIDER,
    }));
    return {
      providers: Object.values(DEFAULT_PROVIDERS).map(({ schema }) => schema),
      events,
      open: [],
    };
  }
}
