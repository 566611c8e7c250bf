import { randomUUID } from "node:crypto";

import { signDelivery } from "../../../templates/app/src/frameio/kernel/sign-delivery.gen.js";
import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { didYouMean } from "../../diagnostics/nearest.js";
import { quote } from "../../diagnostics/printable.js";
import { DEFAULT_SECRET } from "../../manifest/defaults.js";
import { eventsNamed } from "../../manifest/families.js";
import type {
  Manifest,
  ProviderEntry,
  SecretSource,
} from "../../manifest/manifest.js";
import type { ProviderStore } from "../../pipeline.js";
import type { EventCatalog, EventType } from "../../schema/catalog.js";

/** Who would send an event type to the app, and how. */
export interface Route {
  readonly provider: ProviderEntry;
  readonly catalog: EventCatalog;
  /** Undefined for an event type that the provider does not describe. */
  readonly event: EventType | undefined;
  readonly secret: SecretSource;
  /** Whether the app has a handler for it. */
  readonly handled: boolean;
}

/**
 * Finds the provider that sends an event type, and the secret that signs it.
 *
 * @param open whether an event type that no provider describes is fine
 * @throws FrameioGenError FG104 for an unknown event type
 */
export function routeOf(
  name: string,
  manifest: Manifest,
  store: ProviderStore,
  open: boolean,
): Route {
  const providers = Object.entries(manifest.providers).flatMap(
    ([id, provider]) => {
      const catalog = store.load(provider.schema)?.catalog;
      return catalog === undefined ? [] : [{ id, provider, catalog }];
    },
  );
  const webhook = manifest.webhooks.find(({ provider, events }) => {
    const catalog = providers.find(({ id }) => id === provider)?.catalog;
    const known = () => catalog?.events.map((event) => event.name) ?? [];
    return eventsNamed(events, known).includes(name);
  });
  const sender =
    providers.find(({ id }) => id === webhook?.provider) ??
    providers.find(({ catalog }) => eventIn(catalog, name) !== undefined) ??
    (open ? providers[0] : undefined);
  if (sender === undefined) {
    const names = providers.flatMap(({ catalog }) =>
      catalog.events.map((event) => event.name),
    );
    const hint = didYouMean(name, names);
    throw new FrameioGenError([
      {
        code: "FG104",
        severity: "error",
        message: `Unknown event type ${quote(name)}`,
        ...(hint === undefined ? {} : { hint }),
      },
    ]);
  }
  const { id, provider, catalog } = sender;
  const neighbour = manifest.webhooks.find((entry) => entry.provider === id);
  return {
    provider,
    catalog,
    event: eventIn(catalog, name),
    secret: (webhook ?? neighbour)?.secret ?? DEFAULT_SECRET,
    handled: webhook !== undefined,
  };
}

/** The headers that the provider would send with the body now. */
export function signedHeaders(
  { delivery }: EventCatalog,
  body: Uint8Array,
  secret: string,
  now: number,
): Readonly<Record<string, string>> {
  return signDelivery(delivery, {
    body,
    secret,
    timestamp: now,
    id: randomUUID(),
  });
}

function eventIn(
  { events }: EventCatalog,
  name: string,
): EventType | undefined {
  return events.find((event) => event.name === name);
}
