import type { Json } from "./catalog.js";

/** A JSON value as source code that is safe in any position of a module. */
export function codeOf(value: Json): string {
  return JSON.stringify(value)
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

/** A text as Prettier writes it: in the quotes that need fewer escapes. */
export function stringCode(text: string): string {
  const code = codeOf(text);
  if (!text.includes('"')) return code;
  const doubles = text.split('"').length;
  if (doubles <= text.split("'").length) return code;
  const inner = code.slice(1, -1);
  return `'${inner.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** Name of a member as Prettier writes it; undefined where that depends on what letters are. */
export function memberCode(name: string): string | undefined {
  if (/^[A-Za-z_$][\w$]*$/.test(name)) return name;
  return isAscii(name) ? stringCode(name) : undefined;
}

export function isAscii(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- all of ASCII
  return /^[\x00-\x7f]*$/.test(text);
}
