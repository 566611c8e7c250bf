import type { FieldChange, FieldChangeKind, FieldPath } from "./change.js";
import {
  compareMembers,
  comparePresence,
  type Comparison,
} from "./compare-members.js";
import { describeShape, written } from "./describe-shape.js";
import { pairObjects } from "./pair-objects.js";
import {
  type ListShape,
  type Literal,
  type Member,
  type ObjectShape,
  type Part,
  type Scalar,
  type Shape,
  typeOf,
} from "./shape.js";

/** Everything that differs between two versions of a value, each judged for somebody who reads it. */
export function compareShapes(
  before: Shape,
  now: Shape,
  path: FieldPath,
  into: Comparison,
): void {
  const told = {
    path,
    before: describeShape(before),
    after: describeShape(now),
  };
  const tell = (
    kind: FieldChangeKind,
    breaking: boolean,
    more: Partial<FieldChange> = {},
  ) => into.tell({ kind, ...told, breaking, typed: true, ...more });

  if (before.unknown || now.unknown) {
    if (before.unknown && !now.unknown) tell("type-narrowed", false);
    if (!before.unknown && now.unknown) tell("type-changed", true);
    return;
  }
  const had = sortsOf(before);
  const has = sortsOf(now);
  if (has.some((sort) => !had.includes(sort))) tell("type-changed", true);
  else if (had.some((sort) => !has.includes(sort)))
    tell("type-narrowed", false);
  else if (isWhole(before) && isFractional(now))
    tell("type-changed", true, { typed: false });
  else if (isFractional(before) && isWhole(now))
    tell("type-narrowed", false, { typed: false });

  if (!before.nullable && now.nullable) tell("became-nullable", true);
  if (before.nullable && !now.nullable) tell("no-longer-nullable", false);

  for (const sort of had.filter((one) => has.includes(one)))
    if (isScalarSort(sort)) compareValues(before, now, sort, path, into);
  if (
    had.some((sort) => isFormatted(sort) && has.includes(sort)) &&
    before.format !== now.format
  )
    tell("format-changed", before.format !== undefined, {
      before: before.format ?? "no format",
      after: now.format ?? "no format",
      typed: false,
    });
  compareObjects(before, now, path, into);
  compareLists(before, now, path, into);
}

type Sort = "string" | "number" | "boolean" | "object" | "list";

/** What kinds of JSON value are admitted, beside null. */
function sortsOf(shape: Shape): readonly Sort[] {
  const scalars = [...shape.scalars, ...shape.literals.map(typeOf)].map(
    (scalar) => (scalar === "integer" ? "number" : scalar),
  );
  return [
    ...new Set([
      ...scalars,
      ...(shape.objects.length > 0 ? (["object"] as const) : []),
      ...(shape.lists.length > 0 ? (["list"] as const) : []),
    ]),
  ];
}

function isScalarSort(sort: Sort): sort is "string" | "number" | "boolean" {
  return sort !== "object" && sort !== "list";
}

function isFormatted(sort: Sort): boolean {
  return sort === "string" || sort === "number";
}

function isWhole({ scalars, literals }: Shape): boolean {
  return (
    !scalars.includes("number") &&
    (scalars.includes("integer") || literals.some(Number.isInteger))
  );
}

function isFractional({ scalars }: Shape): boolean {
  return scalars.includes("number");
}

function compareValues(
  before: Shape,
  now: Shape,
  sort: "string" | "number" | "boolean",
  path: FieldPath,
  into: Comparison,
): void {
  const old = valuesOf(before, sort);
  const next = valuesOf(now, sort);
  const tell = (kind: FieldChangeKind, breaking: boolean, more: object) =>
    into.tell({ kind, path, breaking, typed: true, ...more });
  const told = { before: describeShape(before), after: describeShape(now) };

  if (old.known.length > 0 && !old.others && next.others)
    tell("enum-opened", true, told);
  if (old.others && !next.others && next.known.length > 0)
    tell("enum-closed", false, told);
  const added = next.known.filter((value) => !old.known.includes(value));
  const gone = old.known.filter((value) => !next.known.includes(value));
  const [first] = gone;
  const [instead] = added;
  if (
    gone.length === 1 &&
    added.length === 1 &&
    into.ignore?.(first ?? "", instead ?? "") === true
  )
    return;
  // A list that is open promises nothing beyond what it names; a closed one is a promise that code may lean on.
  if (old.known.length > 0)
    for (const value of added)
      if (!old.others) {
        if (!next.others)
          tell("enum-value-added", true, { after: written(value) });
      } else tell("enum-value-added", false, { after: written(value) });
  if (next.known.length > 0)
    for (const value of gone)
      tell("enum-value-gone", !next.others, { before: written(value) });
}

function valuesOf(
  { literals, scalars }: Shape,
  sort: "string" | "number" | "boolean",
): { readonly known: readonly Literal[]; readonly others: boolean } {
  const all: readonly Scalar[] =
    sort === "number" ? ["number", "integer"] : [sort];
  return {
    known: literals.filter((value) => typeOf(value) === sort),
    others: scalars.some((scalar) => all.includes(scalar)),
  };
}

function compareObjects(
  before: Shape,
  now: Shape,
  path: FieldPath,
  into: Comparison,
): void {
  // Where there are none on one side, the type itself changed, and that was told.
  if (before.objects.length === 0 || now.objects.length === 0) return;
  const { pairs, gone, added } = pairObjects(before.objects, now.objects);
  for (const [old, next] of pairs) {
    if (old.name !== undefined && old.name === next.name)
      into.share(old, next, path);
    else compareMembers(old, next, path, into, compareShapes);
  }
  const variant = (kind: FieldChangeKind, breaking: boolean, told: object) =>
    into.tell({ kind, path, breaking, typed: true, ...told });
  for (const old of gone)
    variant("variant-gone", false, { before: nameOf(old) });
  for (const next of added)
    variant("variant-added", true, { after: nameOf(next) });
}

function nameOf({ name, members }: ObjectShape): string {
  return name ?? `{ ${[...members.keys()].slice(0, 4).join(", ")} }`;
}

function compareLists(
  before: Shape,
  now: Shape,
  path: FieldPath,
  into: Comparison,
): void {
  const [old] = before.lists;
  const [next] = now.lists;
  if (old === undefined || next === undefined) return;
  const compare = (was: Part, is: Part, key: string) =>
    compareShapes(was(), is(), [...path, key], into);
  const firsts = Math.max(old.first.length, next.first.length);
  for (let index = 0; index < firsts; index++) {
    const key = String(index);
    const was = old.first[index] ?? old.items;
    const is = next.first[index] ?? next.items;
    const part = (part: Part, { least }: ListShape): Member => ({
      required: index < least,
      part,
    });
    comparePresence(part(was, old), part(is, next), [...path, key], into);
    compare(was, is, key);
  }
  compare(old.items, next.items, "[]");
}
