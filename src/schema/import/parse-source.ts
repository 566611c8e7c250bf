import { LineCounter, parseDocument as parseYaml } from "yaml";
import { repeatedKey } from "./repeated-key.js";
import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import type { Json } from "../catalog.js";
import {
  documentLimits,
  isObject,
  type JsonObject,
  parseDocument,
  refuseUnsafe,
} from "../parse-document.js";

/** Aliases that a YAML document may expand; a bomb needs many more. */
const MOST_ALIASES = 100;

/**
 * JSON or YAML text → object that is safe to walk recursively.
 *
 * @param name of the file, for diagnostics
 * @throws FrameioGenError FG201 for bad syntax, FG202 where the document is no object, FG209 for what is too large, too deep or unsafe
 */
export function parseSource(text: string, name: string): JsonObject {
  const body = text.replace(/^\uFEFF/, "");
  if (/^\s*\{/.test(body) && !/\.ya?ml$/i.test(name)) {
    return parseDocument(body);
  }
  if (body.length > documentLimits.characters) {
    throw failure("FG209", "The document is larger than 16 MiB");
  }
  refuseDeepLines(body);
  const root = fromYaml(body);
  if (!isObject(root)) throw failure("FG202", "The document is not an object");
  refuseUnsafe(root);
  // Plain JSON values only: dates, sets and the like are YAML's own.
  return JSON.parse(JSON.stringify(root)) as JsonObject;
}

function fromYaml(text: string): unknown {
  const lineCounter = new LineCounter();
  let problem: { message: string; offset: number } | undefined;
  try {
    const document = parseYaml(text, {
      lineCounter,
      prettyErrors: false,
      // JSON's types and merge keys, nothing that makes objects of classes.
      version: "1.2",
      merge: true,
      // Its own way takes hours where a map has a million of them.
      uniqueKeys: false,
    });
    const [error = repeatedKey(document)] = document.errors;
    if (error === undefined) {
      return document.toJS({ maxAliasCount: MOST_ALIASES }) as Json;
    }
    problem = { message: error.message, offset: error.pos[0] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (/alias/i.test(reason)) {
      throw failure(
        "FG209",
        "The document repeats itself by aliases without end",
      );
    }
    if (error instanceof RangeError) {
      throw failure("FG209", "The document is nested too deep");
    }
    problem = { message: reason, offset: 0 };
  }
  const { line, col } = lineCounter.linePos(problem.offset);
  throw new FrameioGenError([
    {
      code: "FG201",
      severity: "error",
      message: `The document is not valid YAML: ${problem.message.replaceAll(/[\r\n]+/g, " ")}`,
      line,
      column: col,
    },
  ]);
}

/** The parser is recursive: flow collections that open without end are refused before it sees them. */
function refuseDeepLines(text: string): void {
  let depth = 0;
  for (const char of text) {
    if (char === "[" || char === "{") depth++;
    else if ((char === "]" || char === "}") && depth > 0) depth--;
    if (depth > 1000) {
      throw failure("FG209", "The document is nested too deep");
    }
  }
}

function failure(code: "FG202" | "FG209", message: string): FrameioGenError {
  return new FrameioGenError([{ code, severity: "error", message }]);
}
