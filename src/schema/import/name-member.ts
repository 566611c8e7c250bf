import type { Json } from "../catalog.js";
import { namesAt } from "../event-literal.js";
import type { JsonObject } from "../parse-document.js";
import { isObject } from "../parse-document.js";
import { followed } from "../resolve-pointer.js";
import type { RawEvent } from "./raw-event.js";

/** Alternatives, parts and references within each other, as deep as documents have them. */
const DEEPEST = 5;

/** With more than that, alternatives within alternatives are no event types. */
const MOST_PAYLOADS = 5000;

/** What providers call the member that names an event: `event_type`, `eventCode`, `topic`, `webhookEvent`. */
const usual =
  /^(?:(?:web)?hook|event|message|notification)?[_-]?(?:event|type|name|topic|kind|code|action|trigger)$/i;

/**
 * Whether payloads have a member at all, and which one tells them apart where they do not: the one of a usual name that can have only
 * certain values in each of them, never the same in two.
 *
 * @param assumed member in which the name is looked for as long as nobody says where it is
 * @returns the member to look in; undefined where there is none
 */
export function nameMember(
  events: readonly RawEvent[],
  assumed: string,
  root: JsonObject,
): string | undefined {
  const payloads = events.flatMap(({ schema }) => payloadsOf(schema, root, 0));
  const members = payloads.map((each) => membersOf(each, root, 0));
  const isThere =
    members.some((names) => names.has(assumed)) ||
    events.some(
      ({ example }) => isObject(example) && Object.hasOwn(example, assumed),
    );
  if (isThere) return assumed;
  if (payloads.length > MOST_PAYLOADS) return undefined;
  const [first, ...others] = members;
  return [...(first ?? [])].find((name) => {
    if (!usual.test(name) || others.some((each) => !each.has(name))) {
      return false;
    }
    const listed = payloads.map((each) => namesAt(each, [name], root) ?? []);
    const values = listed.flat();
    return (
      listed.every((names) => names.length > 0) &&
      new Set(values).size === values.length
    );
  });
}

/** The alternatives that a payload is told to be, or itself. */
function payloadsOf(
  schema: Json,
  root: JsonObject,
  depth: number,
): JsonObject[] {
  const found = followed(root, schema)?.value;
  if (found === undefined || depth > DEEPEST) return [];
  const branches = [found["oneOf"], found["anyOf"]].find(Array.isArray) as
    readonly Json[] | undefined;
  const list = found["type"] === "array" ? [found["items"] ?? {}] : branches;
  return list === undefined
    ? [found]
    : list.flatMap((each) => payloadsOf(each, root, depth + 1));
}

function membersOf(
  schema: Json,
  root: JsonObject,
  depth: number,
): ReadonlySet<string> {
  const found = followed(root, schema)?.value;
  if (found === undefined || depth > DEEPEST) return new Set();
  const { properties, allOf } = found;
  const parts = Array.isArray(allOf) ? (allOf as readonly Json[]) : [];
  return new Set([
    ...(isObject(properties) ? Object.keys(properties) : []),
    ...parts.flatMap((each) => [...membersOf(each, root, depth + 1)]),
  ]);
}
