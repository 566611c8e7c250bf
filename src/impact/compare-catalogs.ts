import type { EventCatalog, EventType } from "../schema/catalog.js";
import { isObject } from "../schema/parse-document.js";
import type {
  CatalogChanges,
  EventChange,
  FieldChange,
  FieldPath,
  SharedChange,
} from "./change.js";
import { compareDelivery } from "./compare-delivery.js";
import { compareMembers, type Comparison } from "./compare-members.js";
import { compareShapes } from "./compare-shapes.js";
import { candidatesFor, evidentRenames } from "./renamed-events.js";
import { shapeReader } from "./read-shape.js";
import type { ObjectShape, ReadEvent } from "./shape.js";

/** What is compared of a catalog. */
export type ComparedCatalog = Pick<EventCatalog, "events"> &
  Partial<Pick<EventCatalog, "delivery">>;

/**
 * What differs between two versions of a provider's events.
 *
 * @param renames event types that were renamed, old name → new name; those that are evident need not be among them
 * @param members of payloads that were renamed, old name → new name; the same
 */
export function compareCatalogs(
  before: ComparedCatalog,
  now: ComparedCatalog,
  renames: ReadonlyMap<string, string> = new Map(),
  members: ReadonlyMap<string, string> = new Map(),
): CatalogChanges {
  const old = new Map(readAll(before.events));
  const next = new Map(readAll(now.events));
  const removed = [...old.values()].filter(
    ({ name }) => !next.has(name) && !renames.has(name),
  );
  const asked = new Set(renames.values());
  const added = [...next.values()].filter(
    ({ name }) => !old.has(name) && !asked.has(name),
  );
  const evident = evidentRenames(removed, added, [...old.values()]);
  const nameBefore = new Map(
    [...renames, ...evident].map(([from, to]) => [to, from]),
  );
  const shared = new SharedSchemas();
  const events: EventChange[] = [];
  for (const event of next.values()) {
    const from = nameBefore.get(event.name) ?? event.name;
    const was = old.get(from);
    if (was === undefined) {
      events.push({ kind: "event-added", event: event.name });
      continue;
    }
    const fields = compareEvent(was, event, members, shared);
    if (from !== event.name)
      events.push({
        kind: "event-renamed",
        event: event.name,
        from,
        evident: evident.has(from),
        fields,
      });
    else if (fields.length > 0)
      events.push({ kind: "event-changed", event: event.name, fields });
  }
  for (const event of removed)
    if (!evident.has(event.name))
      events.push({
        kind: "event-removed",
        event: event.name,
        candidates: candidatesFor(event, added),
      });
  return {
    events,
    shared: shared.changes(),
    delivery:
      before.delivery && now.delivery
        ? compareDelivery(before.delivery, now.delivery)
        : [],
  };
}

function readAll(events: readonly EventType[]): [string, ReadEvent][] {
  return events.map(({ name, schema }) => {
    const definitions = isObject(schema) ? schema["$defs"] : undefined;
    const read = shapeReader(isObject(definitions) ? definitions : {});
    return [name, { name, shape: read(schema) }];
  });
}

function compareEvent(
  before: ReadEvent,
  now: ReadEvent,
  members: ReadonlyMap<string, string>,
  shared: SharedSchemas,
): readonly FieldChange[] {
  const fields: FieldChange[] = [];
  compareShapes(before.shape, now.shape, [], {
    tell: (change) => fields.push(change),
    share: (old, next, at) => shared.reach(old, next, now.name, at),
    ignore: (old, next) => old === before.name && next === now.name,
    nameNow: ([key = "", ...deeper]) =>
      deeper.length === 0 ? members.get(key) : undefined,
  });
  return fields;
}

interface Held {
  readonly at: FieldPath;
  readonly before: ObjectShape;
  readonly now: ObjectShape;
}

interface SharedSchema {
  readonly fields: FieldChange[];
  /** Shared schemas that it holds itself. */
  readonly holds: Held[];
  readonly events: Map<string, FieldPath>;
}

/** Shared schemas by name, each compared the first time that it is met. */
class SharedSchemas {
  readonly #known = new Map<string, SharedSchema>();

  reach(
    before: ObjectShape,
    now: ObjectShape,
    event: string,
    at: FieldPath,
  ): void {
    const waiting: Held[] = [{ before, now, at }];
    for (let held = waiting.pop(); held; held = waiting.pop()) {
      const schema = this.#compared(held);
      if (schema.events.has(event)) continue;
      const { at: place } = held;
      schema.events.set(event, place);
      for (const inner of schema.holds)
        waiting.push({ ...inner, at: [...place, ...inner.at] });
    }
  }

  changes(): SharedChange[] {
    return [...this.#known]
      .filter(([, { fields }]) => fields.length > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { fields, events }]) => ({
        name,
        fields,
        events: [...events].map(([event, at]) => ({ event, at })),
      }));
  }

  #compared({ before, now }: Held): SharedSchema {
    const name = before.name ?? "";
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const schema: SharedSchema = { fields: [], holds: [], events: new Map() };
    this.#known.set(name, schema);
    const into: Comparison = {
      tell: (change) => schema.fields.push(change),
      share: (old, next, at) =>
        schema.holds.push({ before: old, now: next, at }),
    };
    compareMembers(before, now, [], into, compareShapes);
    return schema;
  }
}
