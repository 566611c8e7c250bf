import {
  fixtureIdentifiers,
  fixturePath,
} from "../../generators/webhook/paths.js";
import { sameEvents } from "../handlers/search.js";
import type { AppModel, WebhookModel } from "../model/app-model.js";
import type { CatalogChanges } from "./change.js";
import type { ProviderImpact } from "./impact.js";

export interface Models {
  /** The app as it was: with the events that are gone. */
  readonly model: AppModel;
  readonly after: AppModel;
}

/** What the webhooks of an app are when its events are called otherwise; those of which nothing is left are not among them. */
export function laterWebhooks(
  { model, after }: Models,
  providers: readonly Pick<ProviderImpact, "provider" | "changes">[],
): ReadonlyMap<WebhookModel, WebhookModel> {
  const stay = new Set(model.webhooks.map(({ handlerPath }) => handlerPath));
  const renames = renamedEvents(providers);
  const found = new Map<WebhookModel, WebhookModel>();
  for (const webhook of model.webhooks) {
    const { provider, events, handlerPath } = webhook;
    const renamed = renames.get(provider.id);
    const names = events.map(({ name }) => renamed?.get(name) ?? name);
    const later = after.webhooks.filter(
      (one) =>
        one.provider.id === provider.id &&
        one.events.some(({ name }) => names.includes(name)),
    );
    const same =
      later.find((one) => one.handlerPath === handlerPath) ??
      later.find(
        (one) =>
          !stay.has(one.handlerPath) &&
          sameEvents(
            one.events.map(({ name }) => name),
            names,
          ),
      ) ??
      later.find((one) => !stay.has(one.handlerPath));
    if (same !== undefined) found.set(webhook, same);
  }
  return found;
}

/**
 * Constants of samples that are called otherwise: new name by old one, by path of the sample as it is on disk. What a constant is called
 * depends on all events of its file, and not on its own alone.
 */
export function renamedFixtures(
  { model, after }: Models,
  later: ReadonlyMap<WebhookModel, WebhookModel>,
  providers: readonly Pick<ProviderImpact, "provider" | "changes">[],
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const renames = renamedEvents(providers);
  return new Map(
    [...later].map(([webhook, next]) => {
      const renamed = renames.get(webhook.provider.id);
      const now = fixtureIdentifiers(after, next);
      const nowOf = new Map(
        next.events.map(({ name }, index) => [name, now[index]]),
      );
      const old = fixtureIdentifiers(model, webhook);
      const constants = webhook.events.flatMap(
        ({ name }, index): [string, string][] => {
          const from = old[index];
          const to = nowOf.get(renamed?.get(name) ?? name);
          return from === undefined || to === undefined ? [] : [[from, to]];
        },
      );
      return [
        fixturePath(webhook),
        new Map(constants.filter(([from, to]) => from !== to)),
      ];
    }),
  );
}

/** New name by old one, by provider. */
function renamedEvents(
  providers: readonly {
    readonly provider: string;
    readonly changes: CatalogChanges;
  }[],
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  return new Map(
    providers.map(({ provider, changes }) => [
      provider,
      new Map(
        changes.events.flatMap((event) =>
          event.kind === "event-renamed" ? [[event.from, event.event]] : [],
        ),
      ),
    ]),
  );
}
