import type { Node } from "jsonc-parser";

import { quote } from "../diagnostics/printable.js";
import { deliveryPath } from "../../templates/app/src/frameio/kernel/events/delivery-path.gen.js";
import type { ProviderEntry } from "./manifest.js";
import type { Report } from "./report.js";
import { at } from "./values.js";

/** A provider with the place that says its path. */
export interface PlacedProvider {
  readonly id: string;
  readonly entry: ProviderEntry;
  readonly node: Node;
  /** Its event types; undefined where its users name them themselves, so that any may come. */
  readonly events: () => readonly string[] | undefined;
}

/** Providers whose deliveries could not be told apart by their path. */
export function reportPaths(
  providers: readonly PlacedProvider[],
  report: Report,
): void {
  providers.forEach((later, index) => {
    for (const earlier of providers.slice(0, index)) {
      const path = sharedPath(earlier, later) ?? sharedPath(later, earlier);
      if (path === undefined) continue;
      report.at(
        later.node,
        "FG106",
        `Deliveries of ${quote(later.id)} and of ${quote(earlier.id)}, at ${at(earlier.node, report)}, would both come to ${quote(path)}`,
        'Give each provider its own "path".',
      );
      break;
    }
  });
}

/** A path of one provider that another one has as well, or takes all paths below. */
function sharedPath(
  { entry, events }: PlacedProvider,
  { entry: other }: PlacedProvider,
): string | undefined {
  if (entry.path === other.path) return entry.path;
  if (entry.layout === "single") return undefined;
  const below = `${entry.path}/`;
  if (!other.path.startsWith(below)) return undefined;
  const names = events();
  // Of any name there might be: it may be the other's.
  if (names === undefined) return other.path;
  return names
    .map((name) => deliveryPath(entry, name))
    .find(
      (path) =>
        path === other.path ||
        (other.layout === "per-event" && path.startsWith(`${other.path}/`)),
    );
}
