import type { Json } from "../../../src/schema/catalog.js";
import type { FieldChangeKind } from "../../../src/impact/change.js";

/**
 * One change of one field `it`, which is what the event's payload holds beside `type` and `id`.
 * `field` is its schema, or undefined where there is none; `optional` leaves it out of `required`.
 */
export interface FieldCase {
  readonly name: string;
  readonly before: FieldState;
  readonly now: FieldState;
  /** Kind, path and `!` where it breaks a receiver. Empty: nothing changed. */
  readonly changes: readonly string[];
  /** Body of a handler; what is between « and » must be listed, and nothing else. */
  readonly code: string;
}

export interface FieldState {
  readonly field?: Json;
  readonly optional?: true;
  /** Another name than `it`. */
  readonly key?: string;
}

/** `kind path` or `kind path !`. */
type Expected = `${FieldChangeKind} ${string}`;

function of(
  name: string,
  before: FieldState,
  now: FieldState,
  changes: readonly Expected[],
  code: string,
): FieldCase {
  return { name, before, now, changes, code };
}

const is = (field: Json): FieldState => ({ field });
const maybe = (field: Json): FieldState => ({ field, optional: true });
const none: FieldState = {};

const text = { type: "string" };
const number = { type: "number" };
const integer = { type: "integer" };
const flag = { type: "boolean" };
const nothing = { type: "null" };
const list = (items: Json): Json => ({ type: "array", items });
const map = (values: Json): Json => ({
  type: "object",
  additionalProperties: values,
});
const object = (
  properties: Record<string, Json>,
  required = Object.keys(properties),
): Json => ({ type: "object", properties, required });
const choice = (...anyOf: Json[]): Json => ({ anyOf });
const closed = (...values: string[]): Json => ({ enum: values });
const open = (...values: string[]): Json => ({
  type: "string",
  "x-extensible-enum": values,
});
const date = { type: "string", format: "date-time" };

export const fieldCases: readonly FieldCase[] = [
  of("a field that is required is new", none, is(text), ["field-added it"], ""),
  of("an optional field is new", none, maybe(text), ["field-added it"], ""),
  of(
    "a field is gone",
    is(text),
    none,
    ["field-removed it !"],
    "take(event.«it»);",
  ),
  of(
    "a field is gone that was taken apart",
    is(text),
    none,
    ["field-removed it !"],
    "const { id, «it» } = event; take(id, it);",
  ),
  of(
    "a field is gone that was named in brackets",
    is(text),
    none,
    ["field-removed it !"],
    'take(«event["it"]»);',
  ),
  of(
    "a field is gone that was asked for",
    is(text),
    none,
    ["field-removed it !"],
    'if («"it"» in event) take(1);',
  ),
  of(
    "an optional field is gone",
    maybe(text),
    none,
    ["field-removed it !"],
    "take(event.«it»?.length);",
  ),
  of(
    "a field is gone that is used twice",
    is(text),
    none,
    ["field-removed it !"],
    "take(event.«it»); take(event.«it»);",
  ),
  of(
    "a field is spelled otherwise",
    is(date),
    { field: date, key: "It" },
    ["field-renamed it !"],
    "take(event.«it»);",
  ),
  of(
    "a field became optional",
    is(text),
    maybe(text),
    ["became-optional it !"],
    "take(«event.it».length);",
  ),
  of(
    "a field became optional, and is used as if it were",
    is(text),
    maybe(text),
    ["became-optional it !"],
    "take(event.it?.length ?? 0);",
  ),
  of(
    "a field became optional, and is given to a function",
    is(text),
    maybe(text),
    ["became-optional it !"],
    "text(«event.it»);",
  ),
  of(
    "a field became optional, and is kept in a variable first",
    is(text),
    maybe(text),
    ["became-optional it !"],
    "const kept = event.it; take(«kept».length);",
  ),
  of(
    "a field became required",
    maybe(text),
    is(text),
    ["became-required it"],
    "take(event.it?.length);",
  ),
  of(
    "a field became nullable",
    is(text),
    is(choice(text, nothing)),
    ["became-nullable it !"],
    "take(«event.it».length);",
  ),
  of(
    "a field became nullable in the list of its types",
    is(text),
    is({ type: ["string", "null"] }),
    ["became-nullable it !"],
    "take(«event.it».trim());",
  ),
  of(
    "a field is null no longer",
    is(choice(text, nothing)),
    is(text),
    ["no-longer-nullable it"],
    "take(event.it?.length);",
  ),
  of(
    "a text became a number",
    is(text),
    is(number),
    ["type-changed it !"],
    "take(event.it.«trim»());",
  ),
  of(
    "a text became a number, where nobody minds",
    is(text),
    is(number),
    ["type-changed it !"],
    "take(event.it);",
  ),
  of(
    "a text may be a number as well",
    is(text),
    is({ type: ["string", "number"] }),
    ["type-changed it !"],
    "text(«event.it»);",
  ),
  of(
    "a text or number is a text",
    is({ type: ["string", "number"] }),
    is(text),
    ["type-narrowed it"],
    "take(event.it);",
  ),
  of(
    "whole numbers became any numbers",
    is(integer),
    is(number),
    ["type-changed it !"],
    "take(event.«it» + 1);",
  ),
  of(
    "numbers became whole",
    is(number),
    is(integer),
    ["type-narrowed it"],
    "take(event.it + 1);",
  ),
  of(
    "a text became an object",
    is(text),
    is(object({ id: text })),
    ["type-changed it !"],
    "text(«event.it»);",
  ),
  of(
    "an object became a text",
    is(object({ id: text })),
    is(text),
    ["type-changed it !"],
    "take(event.it.«id»);",
  ),
  of(
    "one became a list",
    is(text),
    is(list(text)),
    ["type-changed it !"],
    "take(event.it.«toUpperCase»());",
  ),
  of(
    "a list became one",
    is(list(text)),
    is(text),
    ["type-changed it !"],
    "take(event.it.«map»(take));",
  ),
  of(
    "anything became a text",
    is({}),
    is(text),
    ["type-narrowed it"],
    "take(event.it);",
  ),
  of(
    "a text became anything",
    is(text),
    is({}),
    ["type-changed it !"],
    "text(«event.it»);",
  ),
  of(
    "a flag became a text",
    is(flag),
    is(text),
    ["type-changed it !"],
    "const on: boolean = event.it; take(on);".replace("on:", "«on»:"),
  ),
  of(
    "a value is new in a closed list",
    is(closed("a", "b")),
    is(closed("a", "b", "c")),
    ["enum-value-added it !"],
    'const words: Record<typeof event.it, string> = { a: "A", b: "B" }; take(words);'.replace(
      "words:",
      "«words»:",
    ),
  ),
  of(
    "a value is new in a closed list, and a switch was complete",
    is(closed("a", "b")),
    is(closed("a", "b", "c")),
    ["enum-value-added it !"],
    'switch (event.it) { case "a": case "b": break; default: { const «never»: never = event.it; take(never); } }',
  ),
  of(
    "a value is new in a closed list, and one is looked for",
    is(closed("a", "b")),
    is(closed("a", "b", "c")),
    ["enum-value-added it !"],
    'if (event.it === "a") take(1);',
  ),
  of(
    "a value is new in an open list",
    is(open("a", "b")),
    is(open("a", "b", "c")),
    ["enum-value-added it"],
    'if (event.it === "a") take(1);',
  ),
  of(
    "a value is gone from a closed list",
    is(closed("a", "b", "c")),
    is(closed("a", "b")),
    ["enum-value-gone it !"],
    'if («event.it === "c"») take(1);',
  ),
  of(
    "a value is gone from a closed list, and another is looked for",
    is(closed("a", "b", "c")),
    is(closed("a", "b")),
    ["enum-value-gone it !"],
    'if (event.it === "a") take(1);',
  ),
  of(
    "a value is gone from an open list",
    is(open("a", "b")),
    is(open("a")),
    ["enum-value-gone it"],
    'if (event.it === "b") take(1);',
  ),
  of(
    "a closed list was opened",
    is(closed("a", "b")),
    is(open("a", "b")),
    ["enum-opened it !"],
    'const one: "a" | "b" = event.it; take(one);'.replace("one:", "«one»:"),
  ),
  of(
    "a list of values became any text",
    is(closed("a", "b")),
    is(text),
    ["enum-opened it !"],
    'const one: "a" | "b" = event.it; take(one);'.replace("one:", "«one»:"),
  ),
  of(
    "any text became a list of values",
    is(text),
    is(closed("a", "b")),
    ["enum-closed it"],
    "text(event.it);",
  ),
  of(
    "a date became an id",
    is(date),
    is({ type: "string", format: "uuid" }),
    ["format-changed it !"],
    "take(new Date(event.«it»));",
  ),
  of(
    "a date is one no longer for sure",
    is(date),
    is(text),
    ["format-changed it !"],
    "const { «it» } = event; take(new Date(it));",
  ),
  of(
    "a text got a format",
    is(text),
    is(date),
    ["format-changed it"],
    "take(event.it);",
  ),
  of(
    "a nested field is gone",
    is(object({ id: text, name: text })),
    is(object({ id: text })),
    ["field-removed it.name !"],
    "take(event.it.id, event.it.«name»);",
  ),
  of(
    "a nested field became optional",
    is(object({ deep: object({ id: text }) })),
    is(object({ deep: object({ id: text }, []) })),
    ["became-optional it.deep.id !"],
    "const { deep } = event.it; take(«deep.id».length);",
  ),
  of(
    "a field of a list's items is gone",
    is(list(object({ id: text, name: text }))),
    is(list(object({ id: text }))),
    ["field-removed it[].name !"],
    "for (const item of event.it) take(item.«name», item.id);",
  ),
  of(
    "a field of a list's items changed its type",
    is(list(object({ size: number }))),
    is(list(object({ size: text }))),
    ["type-changed it[].size !"],
    "take(event.it.map(({ size }) => «size» * 2));",
  ),
  of(
    "a list's items changed their type",
    is(list(text)),
    is(list(number)),
    ["type-changed it[] !"],
    "take(event.it.map((item) => item.«trim»()));",
  ),
  of(
    "a map's values changed their type",
    is(map(text)),
    is(map(number)),
    ["type-changed it{} !"],
    'text(«event.it["x"]!»);',
  ),
  of(
    "a field of a shared schema is gone",
    is({ $ref: "#/components/schemas/Gone" }),
    is({ $ref: "#/components/schemas/Gone" }),
    ["field-removed Gone:name !"],
    "take(event.it.«name»);",
  ),
  of(
    "a field of a shared schema in a shared schema became nullable",
    is({ $ref: "#/components/schemas/Outer" }),
    is({ $ref: "#/components/schemas/Outer" }),
    ["became-nullable Inner:name !"],
    "take(«event.it.inner.name».length);",
  ),
  of(
    "a field of a shared schema that holds itself is gone",
    is({ $ref: "#/components/schemas/Tree" }),
    is({ $ref: "#/components/schemas/Tree" }),
    ["field-removed Tree:name !"],
    "take(event.it.children[0]?.children[0]?.«name»);",
  ),
  of(
    "a shared schema took the place of an equal one",
    is({ $ref: "#/components/schemas/Same" }),
    is({ $ref: "#/components/schemas/Equal" }),
    [],
    "take(event.it.name);",
  ),
  of(
    "an alternative is new",
    is(
      choice(
        object({ kind: { const: "a" }, a: text }),
        object({ kind: { const: "b" }, b: text }),
      ),
    ),
    is(
      choice(
        object({ kind: { const: "a" }, a: text }),
        object({ kind: { const: "b" }, b: text }),
        object({ kind: { const: "c" }, c: text }),
      ),
    ),
    ["variant-added it !"],
    'take(event.it.kind === "a" ? event.it.a : event.it.«b»);',
  ),
  of(
    "an alternative is gone",
    is(
      choice(
        object({ kind: { const: "a" }, a: text }),
        object({ kind: { const: "b" }, b: text }),
      ),
    ),
    is(object({ kind: { const: "a" }, a: text })),
    ["variant-gone it"],
    'take("a" in event.it);',
  ),
  of(
    "a field of one alternative is gone",
    is(
      choice(
        object({ kind: { const: "a" }, a: text, more: text }),
        object({ kind: { const: "b" }, b: text }),
      ),
    ),
    is(
      choice(
        object({ kind: { const: "a" }, a: text }),
        object({ kind: { const: "b" }, b: text }),
      ),
    ),
    ["field-removed it.more !"],
    'if (event.it.kind === "a") take(event.it.«more»);',
  ),
  of(
    "a part of `allOf` lost a field",
    is({ allOf: [object({ id: text }), object({ name: text })] }),
    is({ allOf: [object({ id: text }), object({ size: number })] }),
    ["field-removed it.name !", "field-added it.size"],
    "take(event.it.id, event.it.«name»);",
  ),
  of(
    "a map's values may be anything",
    is(map(text)),
    is(map({})),
    ["type-changed it{} !"],
    'text(«event.it["x"]!»);',
  ),
  of(
    "the values under a pattern changed their type",
    is({ type: "object", patternProperties: { "^x-": text } }),
    is({ type: "object", patternProperties: { "^x-": number } }),
    ["type-changed it{} !"],
    'take(event.it["x-a"]?.«trim»());',
  ),
  of(
    "whole numbers of 32 bits have 64",
    is({ type: "integer", format: "int32" }),
    is({ type: "integer", format: "int64" }),
    ["format-changed it !"],
    "take(event.«it» + 1);",
  ),
  of(
    "the first of a list may be missing",
    is({ type: "array", prefixItems: [text], minItems: 1 }),
    is({ type: "array", prefixItems: [text] }),
    ['became-optional it["0"] !'],
    "take(«event.it[0]».length);",
  ),
  of(
    "a list's items became nullable",
    is(list(text)),
    is(list(choice(text, nothing))),
    ["became-nullable it[] !"],
    "for (const item of event.it) take(«item».length);",
  ),
  of(
    "a number is new in a list of numbers",
    is({ enum: [1, 2] }),
    is({ enum: [1, 2, 3] }),
    ["enum-value-added it !"],
    "const one: 1 | 2 = event.it; take(one);".replace("one:", "«one»:"),
  ),
  of(
    "a field in an alternative that `allOf` makes became optional",
    is({ allOf: [choice(object({ a: text }), object({ b: text }))] }),
    is({ allOf: [choice(object({ a: text }, []), object({ b: text }))] }),
    ["became-optional it.a !"],
    'if ("a" in event.it) take(«event.it.a».length);',
  ),
  of(
    "a field became optional, and is named by a constant",
    is(text),
    maybe(text),
    ["became-optional it !"],
    'const key = "it" as const; text(«event[key]»);',
  ),
  of(
    "a field became optional, and is handed through a generic helper",
    is(text),
    maybe(text),
    ["became-optional it !"],
    'const pick = <T, K extends keyof T>(from: T, key: K): T[K] => from[key]; text(«pick(event, "it")»);',
  ),
  of(
    "a field became optional, and is known by an alias of its type",
    is(text),
    maybe(text),
    ["became-optional it !"],
    'type It = (typeof event)["it"]; const size = (it: It) => «it».length; take(size(event.it));',
  ),
  of(
    "a field is gone that is read past all types",
    is(text),
    none,
    ["field-removed it !"],
    "take((event as unknown as { it: string }).it);",
  ),
  of(
    "only words changed",
    is({ ...text, description: "Old." }),
    is({ ...text, description: "New.", title: "It" }),
    [],
    "take(event.it);",
  ),
];

/** Schemas of the documents, old and new. */
export const sharedBefore: Record<string, Json> = {
  Gone: object({ id: text, name: text }),
  Outer: object({ inner: { $ref: "#/components/schemas/Inner" } }),
  Inner: object({ name: text }),
  Tree: object({
    name: text,
    children: list({ $ref: "#/components/schemas/Tree" }),
  }),
  Same: object({ name: text }),
};
export const sharedNow: Record<string, Json> = {
  Gone: object({ id: text }),
  Outer: object({ inner: { $ref: "#/components/schemas/Inner" } }),
  Inner: object({ name: choice(text, nothing) }),
  Tree: object({ children: list({ $ref: "#/components/schemas/Tree" }) }),
  Equal: object({ name: text }),
};
