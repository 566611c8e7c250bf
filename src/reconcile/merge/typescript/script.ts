import type ts from "typescript";
import {
  type CodeStyle,
  indentUnit,
  type Source,
  type Token,
} from "../structure/source.js";
import { tokenize } from "./tokens.js";

/** A script or module with its syntax tree. */
export interface Script extends Source {
  readonly file: ts.SourceFile;
}

/** Tokens, by statement, and style are looked for when they are asked for. */
export function scriptOf(file: ts.SourceFile): Script {
  const { text } = file;
  const known = new Map<ts.SourceFile | ts.Statement, readonly Token[]>();
  const tokensOf = (node: ts.SourceFile | ts.Statement) => {
    let tokens = known.get(node);
    if (tokens === undefined) known.set(node, (tokens = tokenize(node, file)));
    return tokens;
  };
  let unit: string | undefined;
  let style: CodeStyle | undefined;
  return {
    file,
    text,
    tokensIn(start, end) {
      const around = file.statements.find((node) => node.end >= end);
      return tokensOf(around && around.pos <= start ? around : file);
    },
    get unit() {
      return (unit ??= indentUnit(text));
    },
    get style() {
      return (style ??= styleOf(text));
    },
  };
}

/** By what most lines do. */
function styleOf(text: string): CodeStyle {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const single = count(/'[^'"\n]*'/g) > count(/"[^'"\n]*"/g);
  const ended =
    count(/;$/gm) >= count(/^(?:import|export \*|const|let) .*[^;,{([]$/gm);
  return { quote: single ? "'" : '"', semicolons: ended };
}
