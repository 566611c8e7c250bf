import type { MergeConflict } from "../types.js";
import {
  type Binding,
  type Imports,
  moduleOf,
  sameBinding,
} from "./bindings.js";

/** How the user's imports must change. */
export interface ImportPlan {
  readonly add: readonly Binding[];
  readonly remove: readonly Binding[];
  /** Imported as types so far, needed as values now. */
  readonly asValue: readonly Binding[];
  /** Modules imported for their effect. */
  readonly addEffects: readonly string[];
  readonly removeEffects: readonly string[];
  readonly conflicts: readonly MergeConflict[];
}

/**
 * Merges imports by the local name. `used` tells whether the merged code mentions a name:
 * an import that one side dropped stays, or comes back, while the other side's code needs it.
 */
export function planImports(
  base: Imports | undefined,
  ours: Imports,
  theirs: Imports,
  used: (local: string) => boolean,
): ImportPlan {
  const add: Binding[] = [];
  const remove: Binding[] = [];
  const asValue: Binding[] = [];
  const conflicts: MergeConflict[] = [];
  for (const t of theirs.bindings.values()) {
    const o = ours.bindings.get(t.local);
    const b = base?.bindings.get(t.local);
    if (!o) {
      if (!b || !sameBinding(b, t) || used(t.local)) add.push(t);
    } else if (sameBinding(o, t)) {
      if (o.typeOnly && !t.typeOnly && (!b || b.typeOnly)) asValue.push(o);
    } else if (b && sameBinding(o, b)) {
      remove.push(o);
      add.push({ ...t, typeOnly: t.typeOnly && o.typeOnly });
    } else if (!b || !sameBinding(t, b)) {
      conflicts.push(conflict(base && b && [base, b], [ours, o], [theirs, t]));
    }
  }
  for (const o of ours.bindings.values()) {
    if (theirs.bindings.has(o.local)) continue;
    const b = base?.bindings.get(o.local);
    if (b && sameBinding(o, b) && !used(o.local)) remove.push(o);
  }
  const [effectsB, effectsO, effectsT] = [base, ours, theirs].map(effects);
  return {
    add,
    remove,
    asValue,
    addEffects: [...(effectsT ?? [])].filter(
      (m) => !effectsO?.has(m) && !effectsB?.has(m),
    ),
    removeEffects: [...(effectsB ?? [])].filter(
      (m) => effectsO?.has(m) && !effectsT?.has(m),
    ),
    conflicts,
  };
}

export function changesNothing(plan: ImportPlan): boolean {
  return Object.values(plan).every((list) => list.length === 0);
}

function effects(imports: Imports | undefined): Set<string> {
  const bare = imports?.declarations.filter((node) => !node.importClause) ?? [];
  return new Set(bare.map(moduleOf));
}

type Found = readonly [Imports, Binding];

function conflict(
  base: Found | undefined,
  ours: Found,
  theirs: Found,
): MergeConflict {
  const text = (found: Found | undefined) =>
    found ? found[1].declaration.getText(found[0].file) : "";
  const [{ file }, { local, declaration }] = ours;
  const start = declaration.getStart(file);
  return {
    kind: base ? "changed-twice" : "added-twice",
    key: `import ${local}`,
    line: file.getLineAndCharacterOfPosition(start).line + 1,
    base: text(base),
    ours: text(ours),
    theirs: text(theirs),
  };
}
