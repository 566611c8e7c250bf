import ts from "typescript";
import type { List } from "../structure/part.js";
import {
  type CodeStyle,
  indentUnit,
  type Source,
} from "../structure/source.js";
import { statements } from "./lists.js";
import { SHAPES } from "./shapes.js";
import { tokenize } from "./tokens.js";

export interface ParsedFile {
  readonly file: ts.SourceFile;
  readonly source: Source;
  /** The statements of the file. */
  readonly list: List;
}

/** Undefined when the text has syntax errors. */
export function parseFile(path: string, text: string): ParsedFile | undefined {
  const file = syntaxTree(path, text);
  if (hasSyntaxErrors(file)) return undefined;
  const source = {
    text,
    tokens: tokenize(file),
    unit: indentUnit(text),
    style: styleOf(text),
  };
  const { length } = text;
  const list = statements(source, SHAPES.file, file.statements, 0, length);
  return { file, source, list };
}

export function syntaxTree(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

export function hasSyntaxErrors(file: ts.SourceFile): boolean {
  // Not part of the public types, yet the only way to know without a program.
  const { parseDiagnostics } = file as {
    parseDiagnostics?: readonly unknown[];
  };
  return (parseDiagnostics?.length ?? 0) > 0;
}

/** By what most lines do. */
function styleOf(text: string): CodeStyle {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const single = count(/'[^'"\n]*'/g) > count(/"[^'"\n]*"/g);
  const ended =
    count(/;$/gm) >= count(/^(?:import|export \*|const|let) .*[^;,{([]$/gm);
  return { quote: single ? "'" : '"', semicolons: ended };
}
