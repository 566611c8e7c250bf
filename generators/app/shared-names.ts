import { familiesOf } from "../../src/manifest/families.js";
import type { AppModel, ProviderModel } from "../../src/model/app-model.js";
import { sourcesOf } from "./types.js";

const none: ReadonlySet<string> = new Set();

/** Event types and families that several providers have: a name alone does not tell whose event it is. */
export function sharedNames(model: AppModel): ReadonlySet<string> {
  const sources = sourcesOf(model);
  if (sources.length < 2) return none;
  const all = new Set(sources.flatMap(eventNames));
  const families = familiesOf([...all]);
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const source of sources) {
    const events = new Set(eventNames(source));
    const own = [...families].flatMap(([family, members]) =>
      members.some((name) => events.has(name)) ? [family] : [],
    );
    for (const name of [...events, ...own]) {
      if (seen.has(name)) shared.add(name);
      seen.add(name);
    }
  }
  return shared;
}

/**
 * Of those, the ones that the app handles, and whose events they are: those of the provider that frameio.jsonc names first with them.
 * That another provider comes to have such events changes nothing for a handler that is there; a handler for those says its provider.
 */
export function handledSenders(model: AppModel): ReadonlyMap<string, string> {
  const shared = sharedNames(model);
  const senders = new Map<string, string>();
  if (shared.size === 0) return senders;
  for (const { provider, names } of model.webhooks) {
    for (const name of names) {
      if (shared.has(name) && !senders.has(name))
        senders.set(name, provider.id);
    }
  }
  return senders;
}

function eventNames({ artifact }: ProviderModel): readonly string[] {
  return artifact.catalog.events.map(({ name }) => name);
}
