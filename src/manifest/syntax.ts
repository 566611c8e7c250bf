import {
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import { quote } from "../diagnostics/printable.js";
import { mergeMarkers } from "./merge-markers.js";
import { quickTree } from "./quick-tree.js";
import type { Report } from "./report.js";
import { lineStart } from "./style.js";

/** A manifest is a page of text; anything beyond is not one. */
const largest = 1024 * 1024;
/** The parser is recursive, and no manifest nests deeper than a few levels. */
const deepest = 32;

/** The last text that was read without a fault: reading and editing a manifest asks for the same tree several times. */
let last: { readonly text: string; readonly tree: Node } | undefined;

/**
 * Syntax of JSONC: comments and trailing commas are allowed. Undefined when the tree is not to be trusted;
 * a forgotten comma alone is reported and passed, so that the other mistakes are found as well.
 *
 * @param text without byte order mark
 */
export function readTree(text: string, report: Report): Node | undefined {
  if (last?.text === text) return last.tree;
  if (text.length > largest) {
    report.at(
      { offset: 0, length: 1 },
      "FG101",
      "The manifest is larger than 1 MiB",
      "Keep to the keys that your editor offers.",
    );
    return undefined;
  }
  const markers = mergeMarkers(text);
  for (const marker of markers) {
    report.at(
      marker,
      "FG109",
      `Unresolved merge conflict: ${quote(text.substr(marker.offset, marker.length))}`,
    );
  }
  if (markers.length > 0) return undefined;
  const quick = quickTree(text, deepest);
  if (quick !== undefined) {
    last = { text, tree: quick };
    return quick;
  }
  const tooDeep = offsetBelow(text, deepest);
  if (tooDeep !== undefined) {
    report.at(
      { offset: tooDeep, length: 1 },
      "FG101",
      `The manifest is nested more than ${deepest} levels deep`,
    );
    return undefined;
  }
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, {
    allowTrailingComma: true,
    allowEmptyContent: true,
  });
  if (tree === undefined && errors.length === 0) {
    report.at(
      { offset: 0, length: 1 },
      "FG101",
      "The manifest is empty",
      'Write at least { "name": "my-app" }.',
    );
    return undefined;
  }
  for (const error of firstOfEachLine(errors, report)) {
    const span = { offset: error.offset, length: Math.max(1, error.length) };
    // A secret that was written here must not be repeated.
    const mayBeSecret = /secret/i.test(
      text.slice(lineStart(text, error.offset), error.offset),
    );
    const { message, hint } = describe(error, text, mayBeSecret);
    report[mayBeSecret ? "atSecret" : "at"](span, "FG101", message, hint);
  }
  if (tree !== undefined && errors.length === 0) last = { text, tree };
  const onlyCommas = errors.every(
    ({ error }) => printParseErrorCode(error) === "CommaExpected",
  );
  return onlyCommas ? tree : undefined;
}

/** Brackets, and the strings and comments whose brackets are none. */
const TOKENS =
  /[[{\]}]|"(?:[^"\\\r\n]|\\[^])*"?|\/\/[^\r\n]*|\/\*[^]*?(?:\*\/|$)/g;

/** Where brackets nest deeper than the limit. */
function offsetBelow(text: string, limit: number): number | undefined {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    if (depth > limit) return index;
  }
  return undefined;
}

/** One mistake makes the parser stumble several times; what follows on the same line says nothing new. */
function firstOfEachLine(
  errors: readonly ParseError[],
  report: Report,
): ParseError[] {
  const lines = new Set<number>();
  return errors.filter(({ offset }) => {
    const { line } = report.locate(offset);
    return !lines.has(line) && lines.add(line);
  });
}

function describe(
  { error, offset, length }: ParseError,
  text: string,
  mayBeSecret: boolean,
): { message: string; hint?: string } {
  const found = mayBeSecret
    ? "this"
    : quote(text.substr(offset, Math.max(1, length)), 30);
  const atEnd = offset >= text.length;
  switch (printParseErrorCode(error)) {
    case "CommaExpected":
      return {
        message: "A comma is missing",
        hint: `Put a comma before ${found}.`,
      };
    case "ColonExpected":
      return {
        message: "A colon is missing after the key",
        hint: 'Write "key": value.',
      };
    case "PropertyNameExpected":
      return {
        message: `A key in double quotes is expected${atEnd ? "" : `, not ${found}`}`,
      };
    case "ValueExpected":
      return {
        message: atEnd
          ? "A value is missing at the end of the file"
          : `A value is expected, not ${found}`,
      };
    case "CloseBraceExpected":
      return {
        message: "A closing brace is missing",
        hint: "Add the missing }.",
      };
    case "CloseBracketExpected":
      return {
        message: "A closing bracket is missing",
        hint: "Add the missing ].",
      };
    case "EndOfFileExpected":
      return {
        message: `Nothing may follow the manifest's value, but ${found} does`,
      };
    case "UnexpectedEndOfComment":
      return {
        message: "The comment is not closed",
        hint: "Close it with */.",
      };
    case "UnexpectedEndOfString":
      return {
        message: "The string is not closed",
        hint: "Close it with a double quote on the same line.",
      };
    case "InvalidEscapeCharacter":
      return {
        message: "The string has an invalid escape",
        hint: 'Valid are \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u0000.',
      };
    case "InvalidUnicode":
      return {
        message: "The string has an invalid \\u escape",
        hint: "Write four hexadecimal digits after \\u.",
      };
    case "InvalidCharacter":
      return {
        message: "The string has a control character",
        hint: "Write it as an escape, such as \\t.",
      };
    case "UnexpectedEndOfNumber":
    case "InvalidNumberFormat":
      return { message: "The number is not complete" };
    default:
      return {
        message: `${found} is not valid here`,
        hint: "Strings and keys stand in double quotes.",
      };
  }
}
