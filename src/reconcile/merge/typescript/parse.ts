import ts from "typescript";
import type { List } from "../structure/part.js";
import { statements } from "./lists.js";
import { type Script, scriptOf } from "./script.js";
import { SHAPES } from "./shapes.js";

export interface ParsedFile {
  readonly file: ts.SourceFile;
  readonly source: Script;
  /** The statements of the file. */
  readonly list: List;
}

/** Undefined when the text has syntax errors. */
export function parseFile(path: string, text: string): ParsedFile | undefined {
  const file = syntaxTree(path, text);
  return hasSyntaxErrors(file) ? undefined : parsedFile(file);
}

/** @param file without syntax errors */
export function parsedFile(file: ts.SourceFile): ParsedFile {
  return new LazyFile(file);
}

/**
 * Statements are taken apart when they are asked for. A class: V8 makes a hidden class for every literal with accessors, and
 * what an accessor closes over, here whole trees, then lives until the next full collection.
 */
class LazyFile implements ParsedFile {
  readonly file: ts.SourceFile;
  readonly source: Script;
  #list: List | undefined;

  constructor(file: ts.SourceFile) {
    this.file = file;
    this.source = scriptOf(file);
  }

  get list(): List {
    const { statements: nodes, text } = this.file;
    return (this.#list ??= statements(
      this.source,
      SHAPES.file,
      nodes,
      0,
      text.length,
    ));
  }
}

/** Without parents, and without what is said in JSDoc: most trees are only looked down. */
export function syntaxTree(path: string, text: string): ts.SourceFile {
  const options: ts.CreateSourceFileOptions = {
    languageVersion: ts.ScriptTarget.Latest,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  };
  return ts.createSourceFile(path, text, options);
}

export function hasSyntaxErrors(file: ts.SourceFile): boolean {
  // Not part of the public types, yet the only way to know without a program.
  const { parseDiagnostics } = file as {
    parseDiagnostics?: readonly unknown[];
  };
  return (parseDiagnostics?.length ?? 0) > 0;
}
