import type ts from "typescript";
import { buildList } from "../structure/build-list.js";
import type { Item, List } from "../structure/part.js";
import { print } from "../structure/source.js";
import type { MergeConflict } from "../types.js";
import { type Binding, importsOf, moduleOf, namedImports } from "./bindings.js";
import type { ParsedFile } from "./parse.js";
import { SHAPES } from "./shapes.js";

/** The texts of the template that an edit of imports looks at. */
export interface Template {
  readonly base: ParsedFile | undefined;
  readonly theirs: ParsedFile;
}

interface Changes {
  readonly removed: readonly Binding[];
  readonly added: readonly Binding[];
}

/** The names in the braces of an import, with the comments among them. */
export function names({ source }: ParsedFile, named: ts.NamedImports): List {
  const cores = named.elements.map((node) => {
    const start = node.getStart(source.file);
    const part = { source, start, end: node.end, lists: [] };
    return { key: node.name.text, label: node.name.text, part };
  });
  return buildList(
    source,
    SHAPES.names,
    named.elements.pos,
    named.end - 1,
    cores,
  );
}

/**
 * The template's old and new braces as far as they are to be seen in the user's: what the user has, and what is to be added.
 * The plan decides about the names, the lists about the comments.
 */
export function bracesOf(
  list: List,
  module: string,
  { removed, added }: Changes,
  { base, theirs }: Template,
): { base: List; theirs: List } {
  const before = base ? itemsOf(base, module) : [];
  const now = itemsOf(theirs, module);
  const gone = new Set(removed.map((binding) => binding.local));
  const fresh = new Set(added.map((binding) => binding.local));
  const known = new Set(list.items.map((item) => item.key));
  const agreeing = (items: readonly Item[], own: Item) =>
    items.find((item) => item.key === own.key && says(item) === says(own));
  const baseItems = list.items.flatMap((own): Item[] => {
    const match = agreeing(before, own);
    if (match) return [match];
    return gone.has(own.key) ? [own] : [];
  });
  const others = list.items.filter(
    (own) => !gone.has(own.key) && !agreeing(now, own),
  );
  const theirItems = now.filter((item) => {
    if (fresh.has(item.key)) return true;
    const own = list.items.find(({ key }) => key === item.key);
    return own && !gone.has(own.key) && says(own) === says(item);
  });
  // What the template says now about a name that the user took out.
  const unwanted = before.filter((item) => {
    const next = now.find(({ key }) => key === item.key);
    const out = !known.has(item.key) && !fresh.has(item.key);
    return out && next && says(next) === says(item);
  });
  return {
    base: { ...list, items: [...baseItems, ...unwanted] },
    theirs: {
      ...list,
      items: [
        ...now.filter(
          (item) =>
            theirItems.includes(item) ||
            unwanted.some(({ key }) => key === item.key) ||
            (item.remark && !known.has(item.key)),
        ),
        ...others,
      ],
    },
  };
}

function itemsOf(file: ParsedFile, module: string): readonly Item[] {
  const items = importsOf(file.file)
    .declarations.filter((node) => moduleOf(node) === module)
    .flatMap((node) => namedImports(node) ?? [])
    .flatMap((named) => names(file, named).items);
  return items.filter(
    ({ key }, i) => items.findIndex((item) => item.key === key) === i,
  );
}

const says = ({ part, remark }: Item) =>
  print(part.source, part.start, part.end, remark);

/** The user's new comments within an import that the template gives up. */
export function remarkedSince(
  node: ts.ImportDeclaration,
  { file, source }: ParsedFile,
  base: ParsedFile | undefined,
): MergeConflict | undefined {
  const range = [node.getStart(file), node.end] as const;
  const own = print(source, ...range);
  if (own === print(source, ...range, false)) return undefined;
  const before = base
    ? importsOf(base.file).declarations.filter(
        (other) => moduleOf(other) === moduleOf(node),
      )
    : [];
  const known = before.some(
    (other) =>
      base && print(base.source, other.getStart(base.file), other.end) === own,
  );
  if (known) return undefined;
  return {
    kind: "deleted-by-template",
    key: `import ${moduleOf(node)}`,
    line: file.getLineAndCharacterOfPosition(range[0]).line + 1,
    base: before.map((other) => other.getText(base?.file)).join("\n"),
    ours: node.getText(file),
    theirs: "",
  };
}
