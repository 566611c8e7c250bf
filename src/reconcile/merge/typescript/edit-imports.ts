import type ts from "typescript";
import { withMarkers } from "../markers.js";
import { buildList } from "../structure/build-list.js";
import { mergeList } from "../structure/merge-list.js";
import { mergePart } from "../structure/merge-part.js";
import type { List } from "../structure/part.js";
import {
  type Binding,
  bindingsOf,
  type Imports,
  importsOf,
  moduleOf,
  namedImports,
} from "./bindings.js";
import { type Edit, newDeclarations } from "./new-imports.js";
import type { ParsedFile } from "./parse.js";
import type { ImportPlan } from "./plan-imports.js";
import { SHAPES } from "./shapes.js";

/** Carries out a plan on a text of the user's that has only the user's imports so far. */
export function editImports(
  target: ParsedFile,
  theirs: ParsedFile,
  plan: ImportPlan,
): string {
  const own = importsOf(target.file);
  const edits: Edit[] = [];
  const left = [...plan.add];
  for (const declaration of own.declarations) {
    const edit = editDeclaration(declaration, own, target, theirs, plan, left);
    if (edit) edits.push(edit);
  }
  edits.push(...newDeclarations(target, own, theirs, left, plan.addEffects));
  edits.push(...conflictEdits(own, plan));
  edits.sort((a, b) => b.start - a.start || b.end - a.end);
  let text = target.source.text;
  for (const { start, end, text: by } of edits) {
    text = text.slice(0, start) + by + text.slice(end);
  }
  return text;
}

/** Takes what it can place into this declaration out of `left`. */
function editDeclaration(
  declaration: ts.ImportDeclaration,
  own: Imports,
  target: ParsedFile,
  theirs: ParsedFile,
  plan: ImportPlan,
  left: Binding[],
): Edit | undefined {
  const has = (list: readonly Binding[], binding: Binding) =>
    list.some((b) => b.local === binding.local);
  const bindings = bindingsOf(declaration);
  const module = moduleOf(declaration);
  if (bindings.length === 0) {
    const gone =
      !declaration.importClause && plan.removeEffects.includes(module);
    return gone ? removal(target.source.text, declaration) : undefined;
  }
  const removed = bindings.filter((b) => has(plan.remove, b));
  const named = namedImports(declaration);
  const typeOnly = declaration.importClause?.isTypeOnly ?? false;
  const added = named
    ? left.filter(
        (b) =>
          b.module === module &&
          b.imported !== "*" &&
          b.imported !== "default" &&
          (b.typeOnly && !b.inline) === typeOnly &&
          preferred(own, b) === declaration,
      )
    : [];
  for (const binding of added) left.splice(left.indexOf(binding), 1);
  if (removed.length === bindings.length && added.length === 0) {
    return removal(target.source.text, declaration);
  }
  const values = bindings.filter((b) => has(plan.asValue, b));
  if (removed.length + added.length + values.length === 0) return undefined;
  return {
    start: declaration.getStart(),
    end: declaration.end,
    text: rewritten(),
  };

  function rewritten(): string {
    let text = declaration.getText();
    const start = declaration.getStart();
    if (named) {
      const list = names(target, named, () => true);
      const gone = names(target, named, (local) =>
        removed.some((b) => b.local === local),
      );
      const merged = mergeList(
        gone,
        list,
        incoming(list, gone, added, theirs),
        { lines: false, mergePart },
        "",
      );
      text =
        text.slice(0, list.start - start) +
        merged.text +
        text.slice(list.end - start);
    }
    const first = declaration.importClause?.name;
    if (first && removed.some((b) => b.local === first.text)) {
      text = text.replace(new RegExp(`\\b${first.text}\\b\\s*,?\\s*`), "");
    }
    if (values.length > 0) {
      text = text.replace(/^import\s+type\b/, "import");
      for (const { local } of values) {
        text = text.replace(
          new RegExp(`\\btype\\s+(?=([\\w$]+\\s+as\\s+)?${local}\\b)`),
          "",
        );
      }
      if (typeOnly)
        text = retyped(
          text,
          bindings.filter((b) => !values.includes(b)),
        );
    }
    return text;
  }
}

/** Names that stay types in a declaration that no longer is `import type`. */
function retyped(text: string, types: readonly Binding[]): string {
  return types.reduce(
    (result, { local }) =>
      result.replace(
        new RegExp(`([{,]\\s*)(?=([\\w$]+\\s+as\\s+)?${local}\\b)`),
        "$1type ",
      ),
    text,
  );
}

/** The declaration that takes a new name of its module. */
function preferred(
  own: Imports,
  binding: Binding,
): ts.ImportDeclaration | undefined {
  return own.declarations.find(
    (node) =>
      moduleOf(node) === binding.module &&
      namedImports(node) !== undefined &&
      node.importClause?.isTypeOnly === (binding.typeOnly && !binding.inline),
  );
}

function names(
  { source }: ParsedFile,
  named: ts.NamedImports,
  include: (local: string) => boolean,
): List {
  const cores = named.elements.map((node) => {
    const part = { source, start: node.getStart(), end: node.end, lists: [] };
    return { key: node.name.text, label: node.name.text, part };
  });
  const list = buildList(
    source,
    SHAPES.names,
    named.elements.pos,
    named.end - 1,
    cores,
  );
  return { ...list, items: list.items.filter((item) => include(item.key)) };
}

/** The template's list as far as it is to be seen in the user's: what the user has, and what is to be added. */
function incoming(
  list: List,
  gone: List,
  added: readonly Binding[],
  theirs: ParsedFile,
): List {
  const staying = (key: string) =>
    list.items.some((item) => item.key === key) &&
    !gone.items.some((item) => item.key === key);
  const keys = new Set(added.map((binding) => binding.local));
  const found = added.flatMap(
    ({ declaration }) => namedImports(declaration) ?? [],
  );
  const items = [...new Set(found)].flatMap(
    (named) =>
      names(theirs, named, (local) => keys.has(local) || staying(local)).items,
  );
  const seen = new Set(items.map((item) => item.key));
  const unique = items.filter(
    (item, i) => items.findIndex((x) => x.key === item.key) === i,
  );
  const others = list.items.filter(
    (item) => !seen.has(item.key) && staying(item.key),
  );
  return { ...list, items: [...unique, ...others] };
}

function removal(text: string, declaration: ts.ImportDeclaration): Edit {
  let { end } = declaration;
  let start = declaration.getStart();
  const rest = /^[ \t]*\n/.exec(text.slice(end));
  end += rest?.[0].length ?? 0;
  const blankAbove = start === 0 || /\n[ \t]*\n$/.test(text.slice(0, start));
  // Not two blank lines in a row, and none at the top.
  if (blankAbove && text[end] === "\n") end++;
  else if (
    start > 0 &&
    end >= text.length &&
    text.slice(0, start).endsWith("\n")
  )
    start--;
  return { start, end, text: "" };
}

function conflictEdits(own: Imports, plan: ImportPlan): Edit[] {
  return plan.conflicts.flatMap((conflict): Edit[] => {
    const local = conflict.key.slice("import ".length);
    const node = own.bindings.get(local)?.declaration;
    if (!node) return [];
    const lines = (text: string) => (text === "" ? [] : text.split("\n"));
    const text = withMarkers(
      lines(conflict.ours),
      lines(conflict.base),
      lines(conflict.theirs),
    );
    return [{ start: node.getStart(), end: node.end, text: text.join("\n") }];
  });
}
