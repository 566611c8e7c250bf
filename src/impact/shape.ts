/** What a value may be, in the form in which two versions of a schema are compared: references followed, `allOf` merged, alternatives side by side. */
export interface Shape {
  /** Anything at all; the rest is empty then. */
  readonly unknown: boolean;
  readonly nullable: boolean;
  /** Without `integer` where `number` is. */
  readonly scalars: readonly Scalar[];
  /** Beside the scalar of their own type they are the values that are known: an open list. */
  readonly literals: readonly Literal[];
  /** Of strings and numbers: `date-time`, `int32`. */
  readonly format: string | undefined;
  readonly objects: readonly ObjectShape[];
  readonly lists: readonly ListShape[];
}

/** An event with its payload, read. */
export interface ReadEvent {
  readonly name: string;
  readonly shape: Shape;
}

export type Scalar = "string" | "number" | "integer" | "boolean";
export type Literal = string | number | boolean;

/** Read when it is asked for: schemas may be recursive. */
export type Part = () => Shape;

export interface ObjectShape {
  /** Of the shared schema that it is; undefined where it stands on its own. */
  readonly name: string | undefined;
  readonly members: ReadonlyMap<string, Member>;
  /** Values of members that are not named, where the schema says more than nothing of them. */
  readonly others: Part | undefined;
}

export interface Member {
  readonly required: boolean;
  readonly part: Part;
}

export interface ListShape {
  /** Of the first items, where each has its own. */
  readonly first: readonly Part[];
  readonly items: Part;
  /** So many are there for sure. */
  readonly least: number;
}

const NOTHING: Shape = {
  unknown: false,
  nullable: false,
  scalars: [],
  literals: [],
  format: undefined,
  objects: [],
  lists: [],
};

export const UNKNOWN: Shape = { ...NOTHING, unknown: true };

export function shape(parts: Partial<Shape>): Shape {
  return { ...NOTHING, ...parts };
}

/** What either accepts. */
export function union(shapes: readonly Shape[]): Shape {
  if (shapes.some(({ unknown }) => unknown)) return UNKNOWN;
  const scalars = new Set(shapes.flatMap((one) => one.scalars));
  if (scalars.has("number")) scalars.delete("integer");
  const formats = new Set(
    shapes.filter(mayHaveFormat).map(({ format }) => format ?? ""),
  );
  const [format] = formats;
  return {
    unknown: false,
    nullable: shapes.some(({ nullable }) => nullable),
    scalars: [...scalars].sort(),
    literals: [...new Set(shapes.flatMap(({ literals }) => literals))],
    format: formats.size === 1 && format !== "" ? format : undefined,
    objects: distinct(shapes.flatMap(({ objects }) => objects)),
    lists: distinct(shapes.flatMap(({ lists }) => lists)),
  };
}

/** What both accept. */
export function intersection(a: Shape, b: Shape): Shape {
  if (a.unknown) return b;
  if (b.unknown) return a;
  return {
    unknown: false,
    nullable: a.nullable && b.nullable,
    scalars: [
      ...new Set([...admitted(a.scalars, b), ...admitted(b.scalars, a)]),
    ].sort(),
    literals: [
      ...new Set([
        ...a.literals.filter((value) => admits(b, value)),
        ...b.literals.filter((value) => admits(a, value)),
      ]),
    ],
    format: a.format ?? b.format,
    objects: a.objects.flatMap((one) =>
      b.objects.map((other) => mergeObjects(one, other)),
    ),
    lists: a.lists.flatMap((one) =>
      b.lists.map((other) => mergeLists(one, other)),
    ),
  };
}

export function typeOf(literal: Literal): Scalar {
  return typeof literal as "string" | "number" | "boolean";
}

/** Whether a shape admits strings or numbers: what formats are of. */
export function mayHaveFormat({ scalars, literals }: Shape): boolean {
  return (
    scalars.some((scalar) => scalar !== "boolean") ||
    literals.some((value) => typeof value !== "boolean")
  );
}

function admitted(scalars: readonly Scalar[], { scalars: by }: Shape) {
  return scalars.filter(
    (scalar) =>
      by.includes(scalar) || (scalar === "integer" && by.includes("number")),
  );
}

function admits({ literals, scalars }: Shape, value: Literal): boolean {
  return (
    literals.includes(value) ||
    scalars.includes(typeOf(value)) ||
    (Number.isInteger(value) && scalars.includes("integer"))
  );
}

function mergeObjects(a: ObjectShape, b: ObjectShape): ObjectShape {
  if (a === b) return a;
  const members = new Map(a.members);
  for (const [key, member] of b.members) {
    const known = members.get(key);
    members.set(
      key,
      known === undefined
        ? member
        : {
            required: known.required || member.required,
            part: both(known.part, member.part),
          },
    );
  }
  const others =
    a.others && b.others ? both(a.others, b.others) : (a.others ?? b.others);
  return { name: undefined, members, others };
}

function mergeLists(a: ListShape, b: ListShape): ListShape {
  return {
    first: a.first.length > 0 ? a.first : b.first,
    items: both(a.items, b.items),
    least: Math.max(a.least, b.least),
  };
}

function both(a: Part, b: Part): Part {
  return () => intersection(a(), b());
}

function distinct<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items)];
}
