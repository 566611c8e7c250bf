import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import { quote } from "../diagnostics/printable.js";
import type { Json } from "../schema/catalog.js";
import type { LayerReport } from "./layer-report.js";

const MOST_DEEP = 20;

/**
 * An object of a layer's, from JSON with comments. Keys that would reach into the prototypes of objects are refused.
 * Undefined when it cannot be used; why is reported.
 */
export function parseData(
  text: string,
  file: string,
  report: LayerReport,
): { readonly [key: string]: Json } | undefined {
  const errors: ParseError[] = [];
  let value: unknown;
  try {
    value = parse(text, errors, { allowTrailingComma: true });
  } catch {
    report.add(file, "It is nested too deeply");
    return undefined;
  }
  const [first] = errors;
  if (first !== undefined) {
    const line = text.slice(0, first.offset).split("\n").length;
    report.add(
      file,
      `It is not valid JSON (line ${line}: ${printParseErrorCode(first.error)})`,
    );
    return undefined;
  }
  const key = forbiddenKey(text);
  if (key !== undefined) {
    report.add(file, `The key ${quote(key)} cannot be used`);
    return undefined;
  }
  if (!isObject(value as Json)) {
    report.add(file, "It must be an object { … }");
    return undefined;
  }
  if (depthOf(value as Json) > MOST_DEEP) {
    report.add(file, "It is nested too deeply");
    return undefined;
  }
  return value as { readonly [key: string]: Json };
}

export function isObject(
  value: Json | undefined,
): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** In the text, for parsers lose such a key without a word. */
function forbiddenKey(text: string): string | undefined {
  for (const [literal] of text.matchAll(/"(?:[^"\\\n]|\\.)*"(?=\s*:)/g)) {
    const key = keyOf(literal);
    if (key !== undefined && /^(?:__proto__|constructor|prototype)$/.test(key))
      return key;
  }
  return undefined;
}

function keyOf(literal: string): string | undefined {
  try {
    return String(JSON.parse(literal));
  } catch {
    return undefined;
  }
}

function depthOf(value: Json): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
