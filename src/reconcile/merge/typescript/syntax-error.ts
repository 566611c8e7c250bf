import type ts from "typescript";
import { syntaxTree } from "./parse.js";

/** The first syntax error of a script, with its offset; undefined when there is none. */
export function firstSyntaxError(
  path: string,
  text: string,
): { readonly message: string; readonly offset: number } | undefined {
  const { parseDiagnostics = [] } = syntaxTree(path, text) as {
    parseDiagnostics?: readonly ts.DiagnosticWithLocation[];
  };
  const [first] = parseDiagnostics;
  if (first === undefined) return undefined;
  const { messageText: message, start } = first;
  return {
    message: typeof message === "string" ? message : message.messageText,
    offset: start,
  };
}
