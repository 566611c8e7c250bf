/** What an edit says about one thing: its new state, or null when it is gone. */
export type Facts = Readonly<Record<string, string | null>>;

/** One change of a file, by the user or by the template, with what is needed to recognise it in a merged text. */
export interface Edit {
  readonly kind: string;
  apply(text: string): string | Promise<string>;
  /** Two edits conflict exactly when they leave the same thing in different states. */
  readonly facts: Facts;
  /** What the text must say after the edit, compared without layout. */
  readonly has: readonly string[];
  readonly hasNot: readonly string[];
  /** A comment on this thing: conflicts with its deletion. */
  readonly about?: string;
  /** The edit only brings in something new. */
  readonly additive: boolean;
  /** The edit changes the layout alone: it can be applied to any text. */
  readonly layout: boolean;
}

export interface FileKind {
  readonly kind: string;
  readonly path: string;
  readonly base: string;
  /** The text without layout. */
  squeeze(text: string): string;
  readonly edits: readonly Edit[];
  readonly upgrades: readonly Edit[];
}

interface Claims {
  readonly facts?: Facts;
  readonly has?: readonly string[];
  readonly hasNot?: readonly string[];
}

function make(
  kind: string,
  apply: Edit["apply"],
  { facts = {}, has = [], hasNot = [] }: Claims,
  traits: Partial<Pick<Edit, "additive" | "layout">> = {},
): Edit {
  return {
    kind,
    apply,
    facts,
    has,
    hasNot,
    additive: false,
    layout: false,
    ...traits,
  };
}

export function change(
  kind: string,
  apply: Edit["apply"],
  claims: Claims,
): Edit {
  return make(kind, apply, claims);
}

export function addition(
  kind: string,
  apply: Edit["apply"],
  has: readonly string[],
  facts: Facts = {},
  about?: string,
): Edit {
  const edit = make(kind, apply, { has, facts }, { additive: true });
  return about === undefined ? edit : { ...edit, about };
}

export function layout(kind: string, apply: Edit["apply"]): Edit {
  return make(kind, apply, {}, { layout: true });
}

/** All of several edits. */
export function together(kind: string, ...edits: readonly Edit[]): Edit {
  return make(
    kind,
    async (text) => {
      let result = text;
      for (const edit of edits) result = await edit.apply(result);
      return result;
    },
    {
      facts: Object.assign({}, ...edits.map((edit) => edit.facts)),
      has: edits.flatMap((edit) => edit.has),
      hasNot: edits.flatMap((edit) => edit.hasNot),
    },
    { additive: edits.every((edit) => edit.additive) },
  );
}

/** Replaces text that must be there. */
export function sub(
  ...pairs: readonly (readonly [from: string, to: string])[]
): (text: string) => string {
  return (text) =>
    pairs.reduce((result, [from, to]) => {
      if (!result.includes(from))
        throw new Error(`nothing to replace: ${from}`);
      return result.replace(from, () => to);
    }, text);
}

export function conflicting(a: Edit, b: Edit): boolean {
  const onDeleted = (one: Edit, other: Edit) =>
    one.about !== undefined && other.facts[one.about] === null;
  return (
    onDeleted(a, b) ||
    onDeleted(b, a) ||
    Object.entries(a.facts).some(
      ([fact, state]) => fact in b.facts && b.facts[fact] !== state,
    )
  );
}
