import { familiesOf } from "../manifest/families.js";
import type { CatalogChanges } from "./change.js";
import type { ProviderVersions } from "./versions.js";

/**
 * Families such as `asset.*` of which no event is left: what they are called now, or undefined where they are gone.
 *
 * @param known families that are known to be called otherwise
 */
export function changedFamilies(
  { before, now }: Pick<ProviderVersions, "before" | "now">,
  { events }: CatalogChanges,
  known: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, string | undefined> {
  const old = familiesOf(before.events.map(({ name }) => name));
  const left = familiesOf(now.events.map(({ name }) => name));
  const familyNow = (event: string) =>
    [...left].find(([, names]) => names.includes(event))?.[0];
  return new Map(
    [...old]
      .filter(([pattern]) => !left.has(pattern))
      .map(([pattern, names]) => {
        const after = new Set(
          events.flatMap((event) =>
            event.kind === "event-renamed" && names.includes(event.from)
              ? [familyNow(event.event)]
              : [],
          ),
        );
        const [only] = after;
        const name = Object.hasOwn(known, pattern) ? known[pattern] : undefined;
        return [pattern, name ?? (after.size === 1 ? only : undefined)];
      }),
  );
}
