import type ts from "typescript";
import type { CatalogChanges, FieldChange } from "../change.js";
import type { EventTypes } from "./event-types.js";

/** A change of a field, and whose field it is. */
export interface OwnedChange {
  readonly change: FieldChange;
  /** Events that have it, by their old names. */
  readonly events: readonly string[];
  /** The shared schema that it belongs to. */
  readonly shared?: string;
  /** The declaration is that of further events, too, in which it has not changed. */
  readonly partly?: true;
}

/** Where the changed fields are declared in the old event types. */
export type ChangedFields = ReadonlyMap<ts.Declaration, readonly OwnedChange[]>;

/** Finds the declarations of everything that changed, but for what is new. */
export function changedFields(
  changes: CatalogChanges,
  types: EventTypes,
): ChangedFields {
  const found = new Map<ts.Declaration, OwnedChange[]>();
  const add = (start: ts.Type | undefined, owned: OwnedChange) => {
    if (start === undefined || owned.change.kind === "field-added") return;
    for (const place of types.declarationsAt(start, owned.change.path)) {
      const there = found.get(place) ?? [];
      const same = there.findIndex(
        ({ change }) =>
          change.kind === owned.change.kind &&
          change.after === owned.change.after &&
          change.before === owned.change.before,
      );
      const one = there[same];
      if (one === undefined) there.push(owned);
      else there[same] = { ...one, events: [...one.events, ...owned.events] };
      found.set(place, there);
    }
  };
  for (const event of changes.events) {
    if (event.kind !== "event-changed" && event.kind !== "event-renamed")
      continue;
    const name = event.kind === "event-renamed" ? event.from : event.event;
    for (const change of event.fields)
      add(types.event(name), { change, events: [name] });
  }
  const oldName = new Map(
    changes.events.flatMap((event) =>
      event.kind === "event-renamed" ? [[event.event, event.from]] : [],
    ),
  );
  for (const { name, fields, events } of changes.shared) {
    const holders = events.map(({ event, at }) => ({
      event: oldName.get(event) ?? event,
      at,
    }));
    const named = types.named(name);
    for (const change of fields) {
      if (named !== undefined) {
        const all = holders.map(({ event }) => event);
        add(named, { change, events: all, shared: name });
        continue;
      }
      // It was not given a type of its own: its members stand wherever it is held.
      for (const { event, at } of holders)
        add(types.event(event), {
          change: { ...change, path: [...at, ...change.path] },
          events: [event],
          shared: name,
        });
    }
  }
  return new Map(
    [...found].map(([place, owned]) => [place, toldApart(place, owned, types)]),
  );
}

/** What many events have in common is declared once; what changes in some of them is no longer common. */
function toldApart(
  place: ts.Declaration,
  owned: readonly OwnedChange[],
  types: EventTypes,
): readonly OwnedChange[] {
  return owned.map((one) => {
    const { change, events, shared } = one;
    const [first = ""] = events;
    const own = types.event(first)?.symbol?.declarations ?? [];
    if (shared !== undefined || own.some((whole) => contains(whole, place)))
      return one;
    const changed = new Set(events);
    const others = types.names.some((name) => {
      const type = changed.has(name) ? undefined : types.event(name);
      return (
        type !== undefined &&
        types.declarationsAt(type, change.path).includes(place)
      );
    });
    return others ? { ...one, partly: true } : one;
  });
}

function contains(whole: ts.Node, part: ts.Node): boolean {
  return (
    whole.getSourceFile() === part.getSourceFile() &&
    whole.pos <= part.pos &&
    part.end <= whole.end
  );
}
