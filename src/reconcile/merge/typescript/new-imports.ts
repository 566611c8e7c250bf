import type ts from "typescript";
import {
  type Binding,
  bindingsOf,
  type Imports,
  importsOf,
  moduleOf,
} from "./bindings.js";
import type { ParsedFile } from "./parse.js";

/** Replaces a stretch of text. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Declarations for what no declaration of the user's could take, each after its neighbour of the template. */
export function newDeclarations(
  target: ParsedFile,
  own: Imports,
  theirs: ParsedFile,
  left: readonly Binding[],
  effects: readonly string[],
): Edit[] {
  const edits: Edit[] = [];
  let after: ts.ImportDeclaration | undefined;
  for (const node of importsOf(theirs.file).declarations) {
    const module = moduleOf(node);
    const needed = left.filter((binding) => binding.declaration === node);
    const isNew = node.importClause
      ? needed.length > 0
      : effects.includes(module);
    if (isNew) {
      const text = inUserStyle(
        declarationText(node, theirs.file, needed),
        target.source.text,
      );
      const above = commentsAbove(theirs, node);
      edits.unshift(insertion(target, own, after, above + text));
    }
    after =
      own.declarations.findLast((other) => moduleOf(other) === module) ?? after;
  }
  return edits;
}

function commentsAbove(
  { file, list, source }: ParsedFile,
  node: ts.ImportDeclaration,
): string {
  const start = node.getStart(file);
  const item = list.items.find(({ part }) => part.start === start);
  return item ? source.text.slice(item.head, start) : "";
}

function insertion(
  target: ParsedFile,
  own: Imports,
  after: ts.ImportDeclaration | undefined,
  text: string,
): Edit {
  if (after) {
    // Behind a comment on the same line.
    const line = /^[^\n]*/.exec(target.source.text.slice(after.end))?.[0] ?? "";
    const at = after.end + (/^[ \t]*\/\//.test(line) ? line.length : 0);
    return { start: at, end: at, text: `\n${text}` };
  }
  const first = own.declarations[0];
  // Above the comments of what comes first, which are not the import's.
  const start = first
    ? first.getStart(target.file)
    : (target.list.items.find(({ remark }) => !remark)?.head ??
      target.source.text.length);
  const gap = own.declarations[0] ? "\n" : "\n\n";
  return { start, end: start, text: text + gap };
}

function declarationText(
  node: ts.ImportDeclaration,
  file: ts.SourceFile,
  needed: readonly Binding[],
): string {
  const all = bindingsOf(node);
  if (
    needed.length === all.length &&
    needed.every((b) =>
      all.some((x) => x.local === b.local && x.typeOnly === b.typeOnly),
    )
  ) {
    return node.getText(file);
  }
  const module = node.moduleSpecifier.getText(file);
  const typeOnly = needed.every((binding) => binding.typeOnly);
  const main = needed.find((binding) => binding.imported === "default");
  const star = needed.find((binding) => binding.imported === "*");
  const braces = needed
    .filter((binding) => binding !== main && binding !== star)
    .map(({ imported, local, typeOnly: type }) => {
      const name = imported === local ? local : `${imported} as ${local}`;
      return type && !typeOnly ? `type ${name}` : name;
    });
  const clauses = [
    ...(main ? [main.local] : []),
    ...(star ? [`* as ${star.local}`] : []),
    ...(braces.length > 0 ? [`{ ${braces.join(", ")} }`] : []),
  ];
  return `import ${typeOnly ? "type " : ""}${clauses.join(", ")} from ${module};`;
}

/** New lines among the user's imports look like theirs. */
function inUserStyle(text: string, user: string): string {
  const sample = /^import\b[^;"']*(["'])[^"'\n]*\1(;?)/m.exec(user);
  if (!sample) return text;
  const quoted = text.replace(
    /(["'])([^"'\n]*)\1;?$/,
    `${sample[1]}$2${sample[1]}`,
  );
  return quoted + sample[2];
}
