import { applyEdits, modify, parse } from "jsonc-parser";
import { printJson } from "../render/json.js";
import type { Json } from "../schema/catalog.js";
import type { Fragment } from "./layer.js";
import { isObject } from "./parse-data.js";
import type { Writers } from "./writers.js";

/** Sections of package.json that package managers keep sorted. */
const SORTED = /^(?:dependencies|(?:dev|peer|optional)Dependencies)$/;
const options = {
  formattingOptions: { tabSize: 2, insertSpaces: true, eol: "\n" },
};

/**
 * A JSON text with one more key. What is there and differs is a dispute, unless it is overridden on purpose, which two layers may
 * not do differently; lists of scalars are united.
 */
export function applyKey(
  target: string,
  text: string,
  { key, value, override }: Fragment & { readonly kind: "key" },
  writer: { readonly who: string; readonly file: string },
  writers: Writers,
): string {
  const whole = parse(text, [], { allowTrailingComma: true }) as Json;
  const name = key.join(".");
  let at: Json | undefined = whole;
  for (const [index, part] of key.entries()) {
    if (at === undefined) break;
    if (!isObject(at)) {
      const taken = key.slice(0, index).join(".");
      const other = writers.writerOf(target, taken);
      writers.dispute(target, taken, other, writer.who, writer.file);
      return text;
    }
    at = Object.hasOwn(at, part) ? at[part] : undefined;
  }
  if (override && isObject(at) && Object.keys(at).length > 0) {
    writers.section(target, name, writer);
    return text;
  }
  if (override) {
    if (at === undefined) writers.nothing(target, name, writer);
    const id = `${name}, on purpose`;
    const isFirst = writers.claim(target, id, JSON.stringify(value), writer);
    return at !== undefined && isFirst ? edited(text, whole, key, value) : text;
  }
  if (at === undefined) {
    writers.claim(target, name, JSON.stringify(value), writer);
    return edited(text, whole, key, value);
  }
  const isEmptySection = isObject(value) && Object.keys(value).length === 0;
  if (isEmptySection && isObject(at)) return text;
  if (JSON.stringify(at) === JSON.stringify(value)) return text;
  const union = united(at, value);
  if (union === undefined) {
    const other = writers.writerOf(target, name);
    writers.dispute(target, name, other, writer.who, writer.file);
    return text;
  }
  return edited(text, whole, key, union);
}

function edited(
  text: string,
  whole: Json,
  key: readonly string[],
  value: Json,
): string {
  const section = key.at(-2) ?? "";
  const name = key.at(-1) ?? "";
  const edits = modify(text, [...key], value, {
    ...options,
    ...(SORTED.test(section) && {
      getInsertionIndex: (names: string[]) =>
        names.filter((each) => each < name).length,
    }),
  });
  const result = applyEdits(text, edits);
  // In our own form already: it stays so.
  return text === printJson(whole)
    ? printJson(parse(result, [], { allowTrailingComma: true }) as Json)
    : result;
}

function united(a: Json, b: Json): Json | undefined {
  const scalars = (value: Json): value is readonly Json[] =>
    Array.isArray(value) &&
    value.every((item) => typeof item !== "object" || item === null);
  return scalars(a) && scalars(b) ? [...new Set([...a, ...b])] : undefined;
}
