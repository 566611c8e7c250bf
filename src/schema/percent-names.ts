import type { Json } from "./catalog.js";
import { isObject } from "./parse-document.js";

/** A character that no text has, and as wide as the sign. */
const substitute = "\uFDD0";

/**
 * A projected schema whose members' names have no percent sign: openapi-typescript makes a pointer of their path and reads it as an
 * encoded one, which `discount%` is not.
 */
export function withoutPercent<T extends Json>(schema: T): T {
  return (hasPercent(schema) ? renamed(schema) : schema) as T;
}

/** The names as they were, in the code that was made. */
export function withPercent(code: string): string {
  return code.replaceAll(substitute, "%");
}

function hasPercent(value: Json): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(
    ([key, inner]) => key.includes("%") || hasPercent(inner as Json),
  );
}

function renamed(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(renamed);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      nameOf(key),
      key === "required" && Array.isArray(inner)
        ? (inner as readonly Json[]).map((name) => nameOf(String(name)))
        : renamed(inner),
    ]),
  );
}

function nameOf(name: string): string {
  return name.replaceAll("%", substitute);
}
