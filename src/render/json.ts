import type { Json } from "../schema/catalog.js";

const WIDTH = 80;

/** JSON in Prettier's form: two spaces, arrays of scalars on one line where they fit. Ends with a newline. */
export function printJson(value: Json): string {
  return `${print(value, 0, 0)}\n`;
}

function print(value: Json, indent: number, column: number): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = " ".repeat(indent + 2);
  const close = " ".repeat(indent);
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    const scalars = value.every(
      (item) => typeof item !== "object" || item === null,
    );
    const flat = `[${value.map((item) => JSON.stringify(item)).join(", ")}]`;
    // The comma that may follow counts too.
    if (scalars && column + flat.length + 1 <= WIDTH) return flat;
    return `[\n${value.map((item) => inner + print(item as Json, indent + 2, indent + 2)).join(",\n")}\n${close}]`;
  }
  const entries = Object.entries(value as Record<string, Json>);
  if (entries.length === 0) return "{}";
  const lines = entries.map(([key, item]) => {
    const name = JSON.stringify(key);
    return `${inner}${name}: ${print(item, indent + 2, indent + 4 + name.length)}`;
  });
  return `{\n${lines.join(",\n")}\n${close}}`;
}
