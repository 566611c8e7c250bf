import type { Json } from "./catalog.js";
import { isObject, type JsonObject } from "./parse-document.js";
import { OFTEN } from "./repeated-objects.js";
import { comment } from "./type-projection.js";

/** What many events of a document have around what they tell: the same members, in the same words. */
export interface Envelope {
  readonly schema: JsonObject;
  /** Events that have all of it, by the names of their types, each with the members of its own. */
  readonly heirs: ReadonlyMap<string, Json>;
}

/**
 * Finds the members that most events have in common, and that are as surely there in each.
 *
 * @param events projected schemas by the names of their types
 * @returns undefined where it is not worth a type of its own: for few members, or few events, whose types can be read in one place each
 */
export function commonEnvelope(
  events: ReadonlyMap<string, Json>,
): Envelope | undefined {
  const plain = new Map([...events].filter(isPlain));
  const counts = new Map<string, Member & { events: number }>();
  for (const schema of plain.values()) {
    for (const member of membersOf(schema)) {
      const known = counts.get(member.text);
      if (known === undefined)
        counts.set(member.text, { ...member, events: 1 });
      else known.events++;
    }
  }
  const common = [...counts.values()].filter(
    ({ events: having }) => having > plain.size / 2,
  );
  const texts = new Set(common.map(({ text }) => text));
  const heirs = [...plain].flatMap(([name, schema]) => {
    const own = membersOf(schema).filter(({ text }) => !texts.has(text));
    const inherited = Object.keys(schema.properties).length - own.length;
    return inherited < common.length || own.length === 0
      ? []
      : [[name, { ...schema, ...objectOf(own) }] as const];
  });
  return common.length < 2 || heirs.length < OFTEN
    ? undefined
    : { schema: objectOf(common), heirs: new Map(heirs) };
}

interface Member {
  readonly key: string;
  readonly schema: Json;
  readonly required: boolean;
  /** All of it. */
  readonly text: string;
}

type Plain = JsonObject & {
  readonly properties: JsonObject;
  readonly required?: readonly string[];
};

/** An object with members, and nothing more that the type could tell. */
function isPlain(entry: readonly [string, Json]): entry is [string, Plain] {
  const [, schema] = entry;
  if (!isObject(schema)) return false;
  const { properties, required = [] } = schema;
  const known = ["type", "properties", "required", comment];
  return (
    schema["type"] === "object" &&
    isObject(properties) &&
    Object.keys(schema).every((key) => known.includes(key)) &&
    (required as readonly string[]).every((key) =>
      Object.hasOwn(properties, key),
    )
  );
}

function membersOf({ properties, required = [] }: Plain): readonly Member[] {
  return Object.entries(properties).map(([key, schema]) => {
    const member = { key, schema, required: required.includes(key) };
    return { ...member, text: JSON.stringify(member) };
  });
}

function objectOf(members: readonly Member[]): JsonObject {
  return {
    type: "object",
    properties: Object.fromEntries(
      members.map(({ key, schema }) => [key, schema]),
    ),
    required: members.flatMap(({ key, required }) => (required ? [key] : [])),
  };
}
