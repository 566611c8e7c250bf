import type { Json } from "../../schema/catalog.js";
import { type FieldChange, fieldName, isBreaking } from "../change.js";
import type { Place } from "../place.js";
import type { ProviderImpact } from "../impact.js";
import { tellField, tellPlace } from "./words.js";

/** The changes as plain data; members are only ever added. */
export function changesToJson(providers: readonly ProviderImpact[]): Json {
  return providers.map(({ provider, schema, changes }) => ({
    provider,
    schema,
    events: changes.events.map((event) => ({
      event: event.event,
      change: event.kind,
      breaking: isBreaking(event),
      ...(event.kind === "event-renamed"
        ? { from: event.from, evident: event.evident }
        : {}),
      ...(event.kind === "event-removed"
        ? { candidates: event.candidates }
        : {}),
      fields: "fields" in event ? event.fields.map(fieldToJson) : [],
    })),
    shared: changes.shared.map((shared) => ({
      name: shared.name,
      breaking: isBreaking(shared),
      fields: shared.fields.map(fieldToJson),
      events: shared.events.map(({ event, at }) => ({
        event,
        at: fieldName(at),
      })),
    })),
    delivery: changes.delivery.map(({ pointer, before, after }) => ({
      pointer,
      before: before ?? null,
      after: after ?? null,
    })),
  }));
}

function fieldToJson(field: FieldChange): Json {
  const { kind, path, before, after, breaking, typed } = field;
  return {
    field: fieldName(path),
    change: kind,
    breaking,
    typed,
    before: before ?? null,
    after: after ?? null,
    message: tellField(field),
  };
}

/** Places in user code for `--json`; what does not apply is null. */
export function placesToJson(places: readonly Place[]): Json {
  return places.map((place) => ({
    kind: place.kind,
    file: place.file,
    line: place.line,
    column: place.column,
    length: place.length,
    event: place.event ?? null,
    shared: place.shared ?? null,
    field: place.field ?? null,
    change: place.change ?? null,
    before: place.before ?? null,
    after: place.after ?? null,
    message: tellPlace(place),
    compiler:
      place.message === undefined
        ? null
        : { code: place.typescript ?? 0, message: place.message },
  }));
}
