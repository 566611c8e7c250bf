import { FrameioGenError } from "../diagnostics/diagnostic.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Json } from "./json.js";
import { lineAndColumn } from "./document-problems.js";

export type JsonObject = { readonly [key: string]: Json };

/** Documents are untrusted: what is larger or deeper is refused before anything walks through it. */
export const documentLimits = {
  characters: 16 * 1024 * 1024,
  /** What we pin of a source has samples, names and room to read it beside what the source says. */
  pinned: 32 * 1024 * 1024,
  depth: 100,
  /** Of one object, as its schema lists them. */
  members: 5000,
};

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * JSON text → JSON object that is safe to walk recursively.
 *
 * @param largest in characters
 * @throws FrameioGenError FG201 for bad JSON, FG209 for what is too large, too deep or has a `__proto__` key
 */
export function parseDocument(
  text: string,
  largest = documentLimits.characters,
): JsonObject {
  if (text.length > largest) {
    throw failure(
      "FG209",
      `The document is larger than ${largest / 1024 / 1024} MiB`,
    );
  }
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const position = /position (\d+)/.exec(reason)?.[1];
    throw new FrameioGenError([
      {
        code: "FG201",
        severity: "error",
        message: `The document is not valid JSON: ${reason.replaceAll(/[\r\n]+/g, " ")}`,
        ...(position && lineAndColumn(text, Number(position))),
      },
    ]);
  }
  if (!isObject(root)) throw failure("FG202", "The document is not an object");
  refuseUnsafe(root);
  return withoutInfinity(root, text);
}

/** Numbers that no program can hold, such as 1e400, are told where they stand as what they would be pinned as: `null`. */
function withoutInfinity(root: JsonObject, text: string): JsonObject {
  return /\de\+?\d{3}/i.test(text)
    ? (JSON.parse(JSON.stringify(root)) as JsonObject)
    : root;
}

/** @throws FrameioGenError FG209 for what is too deep to walk, describes an object of too many members, or has a `__proto__` key */
export function refuseUnsafe(root: JsonObject): void {
  const open: [value: object, depth: number][] = [[root, 1]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [value, depth] = next;
    if (depth > documentLimits.depth) {
      throw failure(
        "FG209",
        `The document is nested more than ${documentLimits.depth} levels deep`,
      );
    }
    if (Object.hasOwn(value, "__proto__")) {
      throw failure("FG209", "The document has a key `__proto__`");
    }
    const { properties } = value as { readonly properties?: unknown };
    if (
      isObject(properties) &&
      Object.keys(properties).length > documentLimits.members
    ) {
      throw failure(
        "FG209",
        `The document describes an object of more than ${documentLimits.members} members`,
      );
    }
    for (const child of Object.values(value)) {
      if (typeof child === "object" && child !== null) {
        open.push([child, depth + 1]);
      }
    }
  }
}

function failure(code: Diagnostic["code"], message: string): FrameioGenError {
  return new FrameioGenError([{ code, severity: "error", message }]);
}
