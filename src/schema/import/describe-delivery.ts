import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { DeliveryDescription, Json } from "../catalog.js";
import { withPreset } from "../delivery-presets.js";
import type { JsonObject } from "../parse-document.js";
import { isObject } from "../parse-document.js";
import { nameMember } from "./name-member.js";
import type { RawProvider } from "./raw-event.js";

/** What is said of deliveries beside the source. */
export interface SaidOfDeliveries {
  /** Goes before what the source says of deliveries. */
  readonly delivery?: Json;
  /** What is known of deliveries from before, by flags perhaps: goes behind what the source says of them. */
  readonly known?: Json;
  /** Name of a signature scheme; what source and description say of it goes before, what is known from before goes behind. */
  readonly signature?: string;
}

export type Warn = (message: string, more?: Partial<Diagnostic>) => void;

/** What is assumed where nothing is said. */
const defaults = {
  event: { pointer: "/type" },
  contentType: "application/json",
  timeoutSeconds: 10,
  retry: { attempts: 5 },
} as const;

/** As it is written into the document: what the preset says stays with the preset. */
export function describeDelivery(
  ofSource: Json | undefined,
  { delivery, known, signature }: SaidOfDeliveries,
): JsonObject {
  const now = {
    ...(signature !== undefined && { preset: signature }),
    ...(isObject(ofSource) ? ofSource : {}),
    ...(isObject(delivery) ? delivery : {}),
  };
  const before = isObject(known) ? known : {};
  const rest = behind(before, now);
  const said = {
    ...(signature === undefined ? rest : withoutAssumed(rest)),
    ...now,
  };
  const filled = withPreset(said);
  const missing = Object.entries(defaults).filter(
    ([key]) => !isObject(filled) || filled[key] === undefined,
  );
  const all: JsonObject = { ...said, ...Object.fromEntries(missing) };
  // What is the same as before stands where it stood.
  const keys = new Set([...Object.keys(before), ...Object.keys(all)]);
  return Object.fromEntries(
    [...keys].flatMap((key) => {
      const value = all[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** Where nobody says which member names an event, the payloads are asked. */
export function withNameMember(
  description: JsonObject,
  { root, events }: RawProvider,
  warn: Warn,
): JsonObject {
  const filled = withPreset(description) as unknown as DeliveryDescription;
  const isSaid =
    isObject(description["event"]) && description["event"] !== defaults.event;
  const { event } = filled;
  const unnamed = events.filter(({ name }) => name === undefined);
  if (isSaid || "header" in event || unnamed.length === 0) return description;
  const assumed = event.pointer.slice(1);
  const found = nameMember(unnamed, assumed, root);
  if (found === assumed) return description;
  if (found === undefined) {
    warn(
      `No payload has a member ${event.pointer}, where the name of the event is looked for`,
      {
        hint: `If the name is elsewhere, write where into a file, such as {"event":{"header":"x-event"}} or {"event":{"pointer":"/meta/event"}}, and add \`--delivery <file>\`.`,
      },
    );
    return description;
  }
  const pointer = `/${found.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  warn(
    `Nothing says which member names an event: ${pointer} is taken, as it has another value in each payload`,
  );
  return { ...description, event: { pointer } };
}

/** A scheme goes as a whole: half of an old one below a new one would be neither. */
function behind(known: JsonObject, now: JsonObject): JsonObject {
  if (now["preset"] === undefined && now["signature"] === undefined)
    return known;
  const { preset: _, signature: __, timestamp: ___, ...rest } = known;
  return rest;
}

/** What somebody said, or corrected by hand: what was assumed beside one scheme is none of another's. */
function withoutAssumed(known: JsonObject): JsonObject {
  const assumed: JsonObject = defaults;
  return Object.fromEntries(
    Object.entries(known).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(assumed[key]),
    ),
  );
}
