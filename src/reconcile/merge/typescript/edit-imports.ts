import type ts from "typescript";
import { withMarkers } from "../markers.js";
import { mergeList } from "../structure/merge-list.js";
import { mergePart } from "../structure/merge-part.js";
import type { Merged } from "../structure/context.js";
import type { MergeConflict } from "../types.js";
import {
  type Binding,
  bindingsOf,
  type Imports,
  importsOf,
  moduleOf,
  namedImports,
} from "./bindings.js";
import {
  bracesOf,
  names,
  remarkedSince,
  type Template,
} from "./import-braces.js";
import { type Edit, newDeclarations } from "./new-imports.js";
import type { ParsedFile } from "./parse.js";
import type { ImportPlan } from "./plan-imports.js";

/** Carries out a plan on a text of the user's that has only the user's imports so far. Comments in braces may conflict. */
export function editImports(
  target: ParsedFile,
  template: Template,
  plan: ImportPlan,
): Merged {
  const { theirs } = template;
  const own = importsOf(target.file);
  const edits: Edit[] = [];
  const conflicts = [...plan.conflicts];
  const left = [...plan.add];
  for (const declaration of own.declarations) {
    const edit = editDeclaration(
      declaration,
      own,
      target,
      template,
      plan,
      left,
      conflicts,
    );
    if (edit) edits.push(edit);
  }
  edits.push(...newDeclarations(target, own, theirs, left, plan.addEffects));
  edits.push(...conflictEdits(own, plan));
  edits.sort((a, b) => b.start - a.start || b.end - a.end);
  let text = target.source.text;
  for (const { start, end, text: by } of edits) {
    text = text.slice(0, start) + by + text.slice(end);
  }
  return { text, conflicts };
}

/** Takes what it can place into this declaration out of `left`. */
function editDeclaration(
  declaration: ts.ImportDeclaration,
  own: Imports,
  target: ParsedFile,
  template: Template,
  plan: ImportPlan,
  left: Binding[],
  conflicts: MergeConflict[],
): Edit | undefined {
  const has = (list: readonly Binding[], binding: Binding) =>
    list.some((b) => b.local === binding.local);
  const bindings = bindingsOf(declaration);
  const module = moduleOf(declaration);
  if (bindings.length === 0) {
    const gone =
      !declaration.importClause && plan.removeEffects.includes(module);
    return gone ? removal(target.file, declaration) : undefined;
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
    const commented = remarkedSince(declaration, target, template.base);
    if (!commented) return removal(target.file, declaration);
    conflicts.push(commented);
    return markedEdit(target.file, declaration, commented);
  }
  const values = bindings.filter((b) => has(plan.asValue, b));
  const touched = removed.length + added.length + values.length > 0;
  const before = declaration.getText(target.file);
  const start = declaration.getStart(target.file);
  const text = touched || named ? rewritten() : before;
  if (text === before) return undefined;
  return { start, end: declaration.end, text };

  function rewritten(): string {
    let text = before;
    if (named) {
      const list = names(target, named);
      const sides = bracesOf(list, module, { removed, added }, template);
      const merged = mergeList(
        sides.base,
        list,
        sides.theirs,
        { lines: false, mergePart },
        `import ${module}`,
      );
      conflicts.push(...merged.conflicts);
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

function removal(file: ts.SourceFile, declaration: ts.ImportDeclaration): Edit {
  const { text } = file;
  let { end } = declaration;
  let start = declaration.getStart(file);
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
    return node ? [markedEdit(own.file, node, conflict)] : [];
  });
}

function markedEdit(
  file: ts.SourceFile,
  node: ts.ImportDeclaration,
  conflict: MergeConflict,
): Edit {
  const start = node.getStart(file);
  return { start, end: node.end, text: marked(conflict) };
}

/** The sides of a conflict between markers. */
export function marked({ ours, base, theirs }: MergeConflict): string {
  const lines = (text: string) => (text === "" ? [] : text.split("\n"));
  return withMarkers(lines(ours), lines(base), lines(theirs)).join("\n");
}
