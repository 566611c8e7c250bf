import { randomUUID } from "node:crypto";

import {
  batchOf,
  datedPayload,
  signDelivery,
} from "../../../templates/app/src/frameio/kernel/verification/sign-delivery.gen.js";
import { signingKey } from "../../../templates/app/src/frameio/kernel/verification/signature-key.gen.js";
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
import type { EventCatalog, EventType, Json } from "../../schema/catalog.js";
import { namedEvent } from "../../schema/named-events.js";
import { sampleOf } from "../../schema/sample.js";

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
 * @param options.open whether an event type that no provider describes is fine
 * @param options.from the provider, where several could send it
 * @throws FrameioGenError FG104 for an unknown event type
 */
export function routeOf(
  name: string,
  manifest: Manifest,
  store: ProviderStore,
  { open, from }: { readonly open: boolean; readonly from?: string },
): Route {
  const providers = Object.entries(manifest.providers).flatMap(
    ([id, provider]) => {
      if (from !== undefined && id !== from) return [];
      const catalog = store.load(provider.schema)?.catalog;
      return catalog === undefined ? [] : [{ id, provider, catalog }];
    },
  );
  const webhook = manifest.webhooks.find(({ provider, events }) => {
    const catalog = providers.find(({ id }) => id === provider)?.catalog;
    if (catalog === undefined) return false;
    const known = () => catalog.events.map((event) => event.name);
    return eventsNamed(events, known).includes(name);
  });
  const sender =
    providers.find(({ id }) => id === webhook?.provider) ??
    providers.find(({ catalog }) => eventIn(catalog, name) !== undefined) ??
    providers.find(({ catalog }) => catalog.anyEvent !== undefined) ??
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
    event: eventOf(catalog, name),
    secret: (webhook ?? neighbour)?.secret ?? DEFAULT_SECRET,
    handled: webhook !== undefined,
  };
}

/**
 * The headers that the provider would send with the body now.
 *
 * @throws FrameioGenError FG518 for a secret that cannot sign for this provider
 */
export function signedHeaders(
  { delivery }: EventCatalog,
  event: string,
  body: Uint8Array,
  secret: string,
  { now, url }: { readonly now: number; readonly url: string },
): Readonly<Record<string, string>> {
  const { signature } = delivery;
  if (signingKey(signature, secret) === undefined) throw cannotSign(signature);
  return signDelivery(delivery, {
    body,
    secret,
    timestamp: now,
    id: randomUUID(),
    event,
    url,
  });
}

/**
 * The example of an event as if it happened now: with the time and an id of its own, where the payload has them.
 *
 * @throws FrameioGenError FG217 where there is none
 */
export function freshExample(
  { delivery }: EventCatalog,
  event: EventType | undefined,
  now: number,
): Json {
  const example = event?.example;
  if (event !== undefined && example === undefined) {
    throw new FrameioGenError([
      {
        code: "FG217",
        severity: "error",
        message: `There is no sample of ${quote(event.name)}`,
      },
    ]);
  }
  if (!isMembers(example)) return {};
  const dated = datedPayload(delivery, example, now);
  const { id } = delivery;
  return id !== undefined && "pointer" in id
    ? sampleOf({ example: dated }, [`${id.pointer}="${randomUUID()}"`])
    : dated;
}

/** The body that an event comes in: a list of one where the provider sends lists. */
export function asBody({ delivery }: EventCatalog, event: Json): Json {
  return isMembers(event) ? (batchOf(delivery, event) as Json) : event;
}

function isMembers(
  value: Json | undefined,
): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function cannotSign({
  algorithm,
  secret,
}: EventCatalog["delivery"]["signature"]): FrameioGenError {
  const form =
    algorithm === "ed25519"
      ? "a private ed25519 key, which only the sender has"
      : `a secret in ${secret?.encoding ?? "plain text"}`;
  return new FrameioGenError([
    {
      code: "FG518",
      severity: "error",
      message: `The secret cannot sign: the provider signs with ${form}`,
    },
  ]);
}

function eventIn(
  { events }: EventCatalog,
  name: string,
): EventType | undefined {
  return events.find((event) => event.name === name);
}

/** An event type, by its description or by that of any event. */
function eventOf(catalog: EventCatalog, name: string): EventType | undefined {
  const { anyEvent, delivery } = catalog;
  return (
    eventIn(catalog, name) ?? (anyEvent && namedEvent(anyEvent, delivery, name))
  );
}
