import { namesToHandle } from "../manifest/families.js";
import type { ProviderImpact } from "./impact.js";
import type { ProviderVersions } from "./versions.js";

/**
 * What names mean now that some provider has no longer: by old name, then by every provider that had it. The same name where a provider has
 * it still; undefined where it is gone.
 */
export type NewNames = ReadonlyMap<
  string,
  ReadonlyMap<string, string | undefined>
>;

/** One name of a provider's, old and new. */
export interface NewName {
  readonly provider: string;
  readonly from: string;
  /** Undefined: gone. */
  readonly to: string | undefined;
}

/** Of the events and families of all providers. */
export function newNames(
  providers: readonly Pick<
    ProviderImpact,
    "provider" | "changes" | "families"
  >[],
  versions: readonly Pick<ProviderVersions, "id" | "before">[],
): NewNames {
  const changed = providers.flatMap(
    ({ provider, changes, families }): NewName[] => [
      ...changes.events.flatMap((event): NewName[] => {
        if (event.kind === "event-renamed")
          return [{ provider, from: event.from, to: event.event }];
        return event.kind === "event-removed"
          ? [{ provider, from: event.event, to: undefined }]
          : [];
      }),
      ...[...families].map(([from, to]) => ({ provider, from, to })),
    ],
  );
  const names = new Set(changed.map(({ from }) => from));
  const kept = versions.flatMap(({ id, before }) =>
    namesToHandle(before.events.map(({ name }) => name))
      .filter((name) => names.has(name))
      .map((name) => ({ provider: id, from: name, to: name })),
  );
  return collectNames([...kept, ...changed]);
}

/** Later ones precede earlier ones. */
export function collectNames(list: Iterable<NewName>): NewNames {
  const found = new Map<string, Map<string, string | undefined>>();
  for (const { provider, from, to } of list) {
    const fates = found.get(from) ?? new Map<string, string | undefined>();
    fates.set(provider, to);
    found.set(from, fates);
  }
  return found;
}

/** Nobody can tell: providers differ, and nothing says whose name it is. */
export const UNSURE = Symbol("unsure");

/**
 * What a name is now.
 *
 * @param provider whose name it is, as far as that is known
 * @returns undefined where it is gone; the name itself where it stays
 */
export function nameNow(
  names: NewNames,
  name: string,
  provider: string | undefined,
): string | undefined | typeof UNSURE {
  const fates = names.get(name);
  if (fates === undefined) return name;
  if (provider !== undefined && fates.has(provider)) return fates.get(provider);
  const [first, ...others] = new Set(fates.values());
  return others.length === 0 ? first : UNSURE;
}
