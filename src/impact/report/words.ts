import { type EventChange, type FieldChange, fieldName } from "../change.js";
import type { Cause, Place } from "../place.js";

/** `may be missing now`: what happened to a field, as the end of a sentence that the field begins. */
export function tellField({
  kind,
  before = "",
  after = "",
}: Pick<FieldChange, "kind" | "before" | "after">): string {
  switch (kind) {
    case "field-added":
      return `is new: ${after}`;
    case "field-removed":
      return `is gone, was ${before}`;
    case "field-renamed":
      return `is called ${after} now`;
    case "type-changed":
      return `is ${after} now, was ${before}`;
    case "type-narrowed":
      return `is only ${after} now, was ${before}`;
    case "became-required":
      return "is always there now";
    case "became-optional":
      return "may be missing now";
    case "became-nullable":
      return "may be null now";
    case "no-longer-nullable":
      return "is never null now";
    case "enum-value-added":
      return `may be ${after} now`;
    case "enum-value-gone":
      return `is never ${before} now`;
    case "enum-opened":
      return `may be something else now: ${after}, was ${before}`;
    case "enum-closed":
      return `is one of ${after} now, was ${before}`;
    case "format-changed":
      return `is in another format now: ${after}, was ${before}`;
    case "variant-added":
      return `may be ${after} now`;
    case "variant-gone":
      return `is never ${before} now`;
  }
}

/** The whole payload has no name. */
export function tellPath(path: FieldChange["path"]): string {
  return path.length === 0 ? "the payload" : fieldName(path);
}

/** What happened to an event, as the end of a sentence that the event begins; empty where its fields tell. */
export function tellEvent(event: EventChange): string {
  switch (event.kind) {
    case "event-added":
      return "is new";
    case "event-removed":
      return event.candidates.length === 0
        ? "is gone"
        : `is gone; renamed? ${event.candidates.map((to) => `--rename ${event.event}=${to}`).join(" or ")}`;
    case "event-renamed":
      return `is new under this name, was ${event.from}`;
    case "event-changed":
      return "";
  }
}

/** Why a place is listed, one sentence without its end; the compiler's words where nothing else is known. */
export function tellPlace(place: Place): string {
  return tellCause(place) ?? firstLine(place.message ?? "");
}

function tellCause({
  change,
  event,
  shared,
  field,
  before,
  after,
}: Cause): string | undefined {
  switch (change) {
    case undefined:
      return undefined;
    case "event-removed":
      return `The event ${event} is gone`;
    case "event-renamed":
      return `${event} is called ${after} now; if the event is meant here, this is to be changed, too`;
    case "name-shared":
      return `${event} is an event of several providers now (${after}), and this does not say whose`;
    case "event-added":
    case "event-changed":
      return `The event ${event} changed`;
    default: {
      const owner =
        shared === undefined ? event : `the shared schema ${shared}`;
      const told = tellField({
        kind: change,
        ...(before === undefined ? {} : { before }),
        ...(after === undefined ? {} : { after }),
      });
      const name = field === "" || field === undefined ? "the payload" : field;
      return `${name}${owner === undefined ? "" : ` of ${owner}`} ${told}`;
    }
  }
}

export function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}

/** `1 place`, `2 places` */
export function count(
  number: number,
  one: string,
  several = `${one}s`,
): string {
  return `${number} ${number === 1 ? one : several}`;
}
