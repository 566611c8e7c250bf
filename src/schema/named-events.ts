import type { EventType, Json, ProviderArtifact } from "./catalog.js";
import { codeOf } from "./code-literal.js";
import { type DeliveryDescription, namePointer } from "./delivery.js";
import { withEventLiteral } from "./event-literal.js";
import { eventFamily, eventTypeName } from "./event-names.js";
import { isObject } from "./parse-document.js";
import { pointerSegments } from "./resolve-pointer.js";

/** Name of the entry that stands for any other event of a provider. */
export const ANY_EVENT = "*";

/** Its emitted interface. */
export const anyEventType = "UnknownEvent";

/** An event type that the provider's users name themselves: as the provider's `*`, under a name. */
export function namedEvent(
  any: EventType,
  delivery: DeliveryDescription,
  name: string,
): EventType {
  const member = nameMember(delivery);
  const literal =
    member === undefined || !isObject(any.schema)
      ? undefined
      : withEventLiteral(any.schema, member, name);
  return {
    name,
    family: eventFamily(name),
    typeName: eventTypeName(name),
    summary: `An event that its sender calls ${name}.`,
    description: "",
    schema: typeof literal === "object" ? literal.schema : any.schema,
    ...(any.example !== undefined && {
      example:
        member !== undefined && isObject(any.example)
          ? { ...any.example, [member]: name }
          : any.example,
    }),
  };
}

/**
 * A provider with event types that its users name themselves. Nothing is compiled: they are all of the type and the validator of `*`.
 *
 * @param names those that its document describes are left as they are
 */
export function withNamedEvents(
  artifact: ProviderArtifact,
  names: readonly string[],
): ProviderArtifact {
  const { catalog } = artifact;
  const { anyEvent, delivery } = catalog;
  if (anyEvent === undefined) return artifact;
  const described = new Set(catalog.events.map(({ name }) => name));
  const types = new Set(catalog.events.map(({ typeName }) => typeName));
  const named: EventType[] = [];
  for (const name of new Set(names)) {
    if (described.has(name)) continue;
    const event = namedEvent(anyEvent, delivery, name);
    let { typeName } = event;
    for (let count = 2; types.has(typeName); count++) {
      typeName = `${event.typeName}${count}`;
    }
    types.add(typeName);
    named.push({ ...event, typeName });
  }
  if (named.length === 0) return artifact;
  return {
    catalog: { ...catalog, events: [...catalog.events, ...named] },
    // They may not have been made yet.
    get types() {
      return typesWith(artifact.types, named, nameMember(delivery));
    },
    get validators() {
      const { validators } = artifact;
      const own = named.flatMap(({ name }) => {
        const code = validators[name] ?? validators[ANY_EVENT];
        return code === undefined ? [] : [[name, code] as const];
      });
      return { ...validators, ...Object.fromEntries(own) };
    },
    sharedValidators: artifact.sharedValidators,
  };
}

/** The member of a payload that has the name, where it stands at the top. */
function nameMember(delivery: DeliveryDescription): string | undefined {
  const keys = pointerSegments(namePointer(delivery) ?? "") ?? [];
  return keys.length === 1 ? keys[0] : undefined;
}

/** The emitted types with further events: in the list, in the map, and each with its interface. */
function typesWith(
  types: string,
  events: readonly EventType[],
  member: string | undefined,
): string {
  const listed = inserted(
    types,
    /(export const eventNames = \[)([^\]]*)(\] as const;)/,
    events.map(({ name }) => `${codeOf(name)},`),
  );
  const mapped = inserted(
    listed,
    /(export interface EventMap \{)([^}]*)(\})/,
    events.map(({ name, typeName }) => `${codeOf(name)}: ${typeName};`),
  );
  const declared = events.map(({ name, typeName, summary }) =>
    [
      `/** ${summary.replaceAll("*/", "*\\/")} */`,
      member === undefined
        ? `export type ${typeName} = ${anyEventType};`
        : `export interface ${typeName} extends ${anyEventType} {\n  ${keyOf(member)}: ${codeOf(name)};\n}`,
    ].join("\n"),
  );
  return `${mapped.trimEnd()}\n\n${declared.join("\n\n")}\n`;
}

/** Lines after those that are there already; on one line where Prettier would have it so. */
function inserted(
  text: string,
  list: RegExp,
  lines: readonly string[],
): string {
  if (!list.test(text)) throw new Error("the emitted types lack a list");
  return text.replace(list, (_, start: string, inner: string, end: string) => {
    const all = [
      ...inner
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== ""),
      ...lines,
    ].map((line) => (/[,;]$/.test(line) ? line : `${line},`));
    const short = start + all.join(" ").replace(/,$/, "") + end;
    return end.startsWith("]") && short.length <= 80
      ? short
      : [start, ...all.map((line) => `  ${line}`), end].join("\n");
  });
}

function keyOf(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : codeOf(name);
}

/** Whether the value is what an event of a provider looks like, whose name is not known. */
export function hasAnyName(
  example: Json,
  delivery: DeliveryDescription,
): boolean {
  const member = nameMember(delivery);
  return (
    member === undefined ||
    (isObject(example) && typeof example[member] === "string")
  );
}
