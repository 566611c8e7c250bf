import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { defaultProvider } from "../../manifest/defaults.js";
import { namesToHandle } from "../../manifest/families.js";
import type { Manifest } from "../../manifest/manifest.js";
import type { ProviderStore } from "../../pipeline.js";
import type { EventCatalog } from "../../schema/catalog.js";
import { undeclaredProvider } from "../app/undeclared-provider.js";
import { assertKnownEvents } from "./known-events.js";

/** Who sends the event types that a command is about. */
export interface Sender {
  /** As the manifest names it. */
  readonly provider: string;
  readonly catalog: Pick<EventCatalog, "events" | "anyEvent">;
}

/**
 * The provider that is asked for, else the one that is meant when none is, else the only one that has the event types.
 *
 * @param events names and families, none where somebody will be asked for them
 * @throws FrameioGenError FG104, FG110 or FG503
 */
export function senderOf(
  store: Pick<ProviderStore, "load">,
  providers: Manifest["providers"],
  events: readonly string[],
  asked: string | undefined,
): Sender {
  const ids = Object.keys(providers);
  const send = (provider: string): Sender => {
    const schema = providers[provider]?.schema ?? "";
    return {
      provider,
      catalog: store.load(schema)?.catalog ?? { events: [] },
    };
  };
  if (asked !== undefined) {
    if (!ids.includes(asked)) throw undeclaredProvider(asked, ids);
    const sender = send(asked);
    // A name that no manifest takes is told when the manifest is read.
    if (sender.catalog.anyEvent === undefined)
      assertKnownEvents(events, sender.catalog.events);
    return sender;
  }
  const usual = defaultProvider(ids);
  if (usual !== undefined) {
    const sender = send(usual);
    if (sender.catalog.anyEvent !== undefined || hasAll(sender, events))
      return sender;
  }
  const senders = ids.map(send);
  const having =
    events.length === 0
      ? []
      : senders.filter((sender) => hasAll(sender, events));
  const [only] = having;
  if (only !== undefined && having.length === 1) return only;
  if (having.length > 1)
    throw undecided(
      "Several providers send such events; --provider says whose are meant",
      `They are ${having.map(({ provider }) => provider).join(", ")}.`,
    );
  // Where any name would do, nobody guesses who means it.
  const open = senders.some(({ catalog }) => catalog.anyEvent !== undefined);
  if (events.length === 0 || (usual === undefined && open))
    throw undecided(
      "There are several providers; --provider says which one sends the event",
      `It declares ${ids.join(", ")}.`,
    );
  assertKnownEvents(
    events,
    senders.flatMap(({ catalog }) => catalog.events),
  );
  throw undecided(
    "The events come from several providers",
    "Add those of each provider by themselves.",
  );
}

function hasAll({ catalog }: Sender, events: readonly string[]): boolean {
  const names = new Set(namesToHandle(catalog.events.map(({ name }) => name)));
  return events.every((event) => names.has(event));
}

function undecided(message: string, hint: string): FrameioGenError {
  return new FrameioGenError([
    { code: "FG503", severity: "error", message, hint },
  ]);
}
