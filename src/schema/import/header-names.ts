import type { RawEvent } from "./raw-event.js";
import {
  type KnownHeaders,
  letters,
  named,
  type Rules,
} from "./name-events.js";

/** What a whole source tells of the names that come in a header, which none of its entries tells alone. */
export interface HeaderNames extends KnownHeaders {
  readonly events: readonly RawEvent[];
  /** A header whose examples name no events, as they are the same for several. */
  readonly disbelieved: string | undefined;
}

/**
 * Examples of the header are often copied from entry to entry, and keys are written with other separators than deliveries: both shows
 * only where entries are compared with each other and with the payloads.
 */
export function readHeaderNames(
  events: readonly RawEvent[],
  rules: Rules,
): HeaderNames {
  const { event } = rules.delivery;
  const header = "header" in event ? event.header : undefined;
  if (header === undefined) {
    const bases = new Set<string>();
    return { events, spell: asItIs, bases, disbelieved: undefined };
  }
  const isCopied = hasCopies(events, header, rules);
  const believed = isCopied
    ? events.map((each) => ({ ...each, exampleHeaders: {} }))
    : events;
  const spellings = endings(believed, header, rules);
  return {
    events: believed,
    spell: spellingOf(spellings),
    bases: new Set(spellings.map(({ base }) => base)),
    disbelieved: isCopied ? header : undefined,
  };
}

/** Whether two entries get one name by an example that what one of them is called speaks against. */
function hasCopies(
  events: readonly RawEvent[],
  header: string,
  rules: Rules,
): boolean {
  const keys = new Map<string, RawEvent>();
  return events.some((each) => {
    const value = each.exampleHeaders?.[header];
    if (value === undefined || each.headers[header] !== undefined) return false;
    const speaksFor = ({ key }: RawEvent) =>
      letters(key).includes(letters(value));
    return named(each, rules).some(({ name }) => {
      const other = keys.get(name);
      keys.set(name, each);
      return (
        other !== undefined &&
        other.key !== each.key &&
        !(speaksFor(other) && speaksFor(each))
      );
    });
  });
}

interface Ending {
  /** What stands before the action in the key. */
  readonly base: string;
  /** The action, as the key and as the payload writes it. */
  readonly inKey: string;
  readonly inPayload: string;
}

function endings(
  events: readonly RawEvent[],
  header: string,
  rules: Rules,
): readonly Ending[] {
  return events.flatMap((each) => {
    const known = each.headers[header] ?? each.exampleHeaders?.[header];
    if (known !== undefined || each.name !== undefined) return [];
    return named(each, rules).flatMap(({ literal, base }) =>
      literal === undefined || base === undefined || base === each.key
        ? []
        : [
            {
              base,
              inKey: each.key.slice(-literal.length),
              inPayload: literal,
            },
          ],
    );
  });
}

/** Where actions of several words show that keys have one separator and payloads another, all of a key is written so. */
function spellingOf(found: readonly Ending[]): (base: string) => string {
  const pairs = new Set(
    found.flatMap(({ inKey, inPayload }) => {
      const own = /[-_]/.exec(inKey)?.[0];
      const sent = /[-_]/.exec(inPayload)?.[0];
      return own === undefined || sent === undefined ? [] : [own + sent];
    }),
  );
  const [pair] = pairs;
  if (pair === undefined || pairs.size > 1 || pair[0] === pair[1]) {
    return asItIs;
  }
  return (base) => base.replaceAll(pair[0]!, pair[1]!);
}

function asItIs(base: string): string {
  return base;
}
