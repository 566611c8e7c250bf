import type { Lockfile } from "../lockfile/lockfile.js";
import type { AppModel } from "../model/app-model.js";
import type { GenerateRequest } from "./request.js";
import type { ProviderStore } from "./tool.js";

/** Makes what is made of pinned documents, for the events that are handled. */
export async function prepareProviders(
  { providers, webhooks }: AppModel,
  store: ProviderStore,
): Promise<void> {
  for (const provider of providers) {
    const handled = webhooks
      .filter((webhook) => webhook.provider.artifact === provider.artifact)
      .flatMap(({ events }) => events.map(({ name }) => name));
    await store.prepare?.(provider.artifact.catalog.id, handled);
  }
}

/** What the lockfile is to remember of each provider. */
export function lockedProviders(
  { providers }: AppModel,
  { lockfile, pins = {} }: GenerateRequest,
): Lockfile["providers"] {
  return Object.fromEntries(
    providers.map(({ id, artifact }) => {
      const { id: schema, digest } = artifact.catalog;
      const before = lockfile?.providers[id];
      const { source, version, date, pinned } =
        pins[id] ?? (before?.schema === schema ? before : {});
      return [
        id,
        {
          schema,
          digest,
          ...(source !== undefined && { source }),
          ...(version !== undefined && { version }),
          ...(date !== undefined && { date }),
          ...(pinned !== undefined && { pinned }),
        },
      ];
    }),
  );
}
