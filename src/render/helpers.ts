import type { Json } from "../schema/catalog.js";

/** A JavaScript string literal in the form that Prettier prints: double quotes unless single ones need fewer escapes. */
export function literal(value: string): string {
  const json = JSON.stringify(value)
    // Valid in JSON, and in strings since ES2019, but read as line ends by some tools.
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
  const doubles = value.split('"').length - 1;
  const singles = value.split("'").length - 1;
  if (doubles <= singles) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** Text that cannot end the comment it stands in, on one line. */
export function comment(value: string): string {
  return value
    .replaceAll("*/", "*\\/")
    .replaceAll(/[\r\n\u2028\u2029]+/g, " ")
    .trim();
}

/** Not as one literal: its properties are looked up when V8 so much as reads the code, and few names are others than ASCII. */
function isIdentifier(value: string): boolean {
  return (
    /^[A-Za-z_$][\w$]*$/.test(value) ||
    new RegExp("^[\\p{ID_Start}$_][\\p{ID_Continue}$]*$", "u").test(value)
  );
}

/** The name itself, when it can stand as an identifier. Anything else is a mistake of ours, found before text is emitted. */
export function identifier(value: string): string {
  if (!isIdentifier(value))
    throw new Error(`not an identifier: ${JSON.stringify(value)}`);
  return value;
}

/** A property name, quoted where it must be. */
export function propertyKey(value: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(value) ? value : literal(value);
}

/** Prettier's line width: what fits stays on one line. */
const WIDTH = 80;

/**
 * A value as a TypeScript expression, laid out as Prettier would: objects one property a line, arrays on one line where they fit.
 *
 * @param indent spaces before the line that the value begins on
 * @param column where on that line it begins; decides whether an array still fits
 */
export function expression(value: Json, indent = 0, column = indent): string {
  if (value === null || typeof value === "number" || typeof value === "boolean")
    return String(value);
  if (typeof value === "string") return literal(value);
  const inner = " ".repeat(indent + 2);
  const close = " ".repeat(indent);
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    const flat = `[${value.map((item) => expression(item as Json)).join(", ")}]`;
    const scalars = value.every(
      (item) => typeof item !== "object" || item === null,
    );
    if (scalars && column + flat.length < WIDTH) return flat;
    if (value.every((item) => typeof item === "number")) {
      return `[\n${filled(value.map(String), inner)}${close}]`;
    }
    return `[\n${value.map((item) => `${inner}${expression(item as Json, indent + 2)},\n`).join("")}${close}]`;
  }
  const entries = Object.entries(value as Record<string, Json>);
  if (entries.length === 0) return "{}";
  const lines = entries.map(([key, item]) => {
    const name = propertyKey(key);
    return `${inner}${name}: ${expression(item, indent + 2, indent + 4 + name.length)},\n`;
  });
  return `{\n${lines.join("")}${close}}`;
}

/** Numbers as Prettier lays them out: as many on a line as fit. */
function filled(numbers: readonly string[], indent: string): string {
  const lines: string[] = [];
  let line = "";
  for (const number of numbers) {
    const longer = line === "" ? `${number},` : `${line} ${number},`;
    if (indent.length + longer.length <= WIDTH) line = longer;
    else {
      lines.push(line);
      line = `${number},`;
    }
  }
  return [...lines, line].map((each) => `${indent}${each}\n`).join("");
}
