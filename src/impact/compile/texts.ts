import ts from "typescript";
import { walk } from "./mentions.js";
import type { Compiled } from "./program.js";

/** A text in the user's code, and where it stands. */
export interface FoundText {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
  readonly length: number;
  readonly text: string;
  readonly node: ts.Node;
}

/** Texts in the user's code that meet a condition: whole literals, and the parts of templates. */
export function textsWhere(
  { program, pathOf }: Compiled,
  isGenerated: (path: string) => boolean,
  condition: (text: string) => boolean,
): readonly FoundText[] {
  const found: FoundText[] = [];
  for (const file of program.getSourceFiles()) {
    const path = pathOf(file);
    if (path === undefined || isGenerated(path)) continue;
    walk(file, (node) => {
      if (!ts.isLiteralExpression(node) && !ts.isTemplateHead(node)) return;
      if (!condition(node.text)) return;
      const start = node.getStart();
      const { line, character } = file.getLineAndCharacterOfPosition(start);
      found.push({
        path,
        line: line + 1,
        column: character + 1,
        length: node.getWidth(),
        text: node.text,
        node,
      });
    });
  }
  return found;
}
