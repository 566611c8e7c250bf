import { type Literal, type Shape, typeOf } from "./shape.js";

/** Longer lists of values are cut: the change itself names those that matter. */
const MOST_VALUES = 6;

/** `string (date-time)`, `"a" | "b" | null`, `Owner[]`: what people read. */
export function describeShape(shape: Shape, depth = 0): string {
  if (shape.unknown) return "anything";
  const { literals, scalars, format } = shape;
  const values = literals.slice(0, MOST_VALUES).map(written);
  const words = [
    ...values,
    ...(literals.length > MOST_VALUES ? ["…"] : []),
    ...scalars
      .filter((scalar) => !literals.some((value) => typeOf(value) === scalar))
      .map((scalar) =>
        scalar !== "boolean" && format !== undefined
          ? `${scalar} (${format})`
          : scalar,
      ),
    ...(isOpenList(shape) ? ["other values"] : []),
    ...shape.objects.map(({ name }) => name ?? "object"),
    ...shape.lists.map(({ items }) =>
      depth > 3 ? "list" : listOf(describeShape(items(), depth + 1)),
    ),
    ...(shape.nullable ? ["null"] : []),
  ];
  return words.length === 0 ? "nothing" : [...new Set(words)].join(" | ");
}

/** Whether values are listed, and others admitted. */
export function isOpenList(shape: Shape): boolean {
  return shape.literals.some((value) => shape.scalars.includes(typeOf(value)));
}

export function written(value: Literal): string {
  return JSON.stringify(value);
}

function listOf(items: string): string {
  return items.includes(" ") ? `(${items})[]` : `${items}[]`;
}
