import ts from "typescript";
import {
  type CodeStyle,
  indentUnit,
  type Source,
  type Token,
} from "../structure/source.js";
import { isToken, tokenize } from "./tokens.js";

/** A script or module with its syntax tree. */
export interface Script extends Source {
  readonly file: ts.SourceFile;
}

/** Tokens and style are looked for when they are asked for, tokens no further than they are. */
export function scriptOf(file: ts.SourceFile): Script {
  return new LazyScript(file);
}

class LazyScript implements Script {
  readonly file: ts.SourceFile;
  readonly text: string;
  readonly #known = new Map<ts.Node, readonly Token[]>();
  #unit: string | undefined;
  #style: CodeStyle | undefined;

  constructor(file: ts.SourceFile) {
    this.file = file;
    this.text = file.text;
  }

  tokensIn(start: number, end: number): readonly Token[] {
    const { node, parent } = smallestAround(this.file, start, end);
    let tokens = this.#known.get(node);
    if (tokens === undefined)
      this.#known.set(node, (tokens = tokenize(node, parent, this.file)));
    return tokens;
  }

  /** Text between tags, or what stands between backticks. */
  mayHaveLiterals(start: number, end: number): boolean {
    if (this.file.languageVariant === ts.LanguageVariant.JSX) return true;
    const first = this.text.indexOf("`");
    return first >= 0 && first < end && this.text.lastIndexOf("`") >= start;
  }

  get unit(): string {
    return (this.#unit ??= indentUnit(this.text));
  }

  get style(): CodeStyle {
    return (this.#style ??= styleOf(this.text));
  }
}

/** The file, or what in it has all of a stretch; with its parent, which a file is to itself. */
function smallestAround(
  file: ts.SourceFile,
  start: number,
  end: number,
): { readonly node: ts.Node; readonly parent: ts.Node } {
  const isAround = (node: ts.Node) =>
    node.pos <= start && node.end >= end && !isToken(node) ? node : undefined;
  let parent: ts.Node = file;
  let node: ts.Node = file;
  for (
    let inside = file.statements.find(isAround) as ts.Node | undefined;
    inside !== undefined;
    inside = ts.forEachChild(inside, isAround)
  ) {
    parent = node;
    node = inside;
  }
  return { node, parent };
}

/** By what most lines do. */
function styleOf(text: string): CodeStyle {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const single = count(/'[^'"\n]*'/g) > count(/"[^'"\n]*"/g);
  const ended =
    count(/;$/gm) >= count(/^(?:import|export \*|const|let) .*[^;,{([]$/gm);
  return { quote: single ? "'" : '"', semicolons: ended };
}
