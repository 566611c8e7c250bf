import type { Json } from "../schema/catalog.js";
import { templateHelpers } from "./template-helpers.js";

/** A template as the build made a function of it: data in, text out. */
export type CompiledTemplate = (data: unknown, run: typeof runtime) => string;

/** What the functions call. Every look-up is strict: a variable that the data lacks is an error, wherever it stands. */
export const runtime = {
  member(context: unknown, name: string): unknown {
    if (typeof context !== "object" || context === null)
      throw new Error(`unknown variable "${name}" of nothing`);
    if (Object.hasOwn(context, name)) return Reflect.get(context, name);
    const names = Object.keys(context).sort().join(", ");
    throw new Error(`unknown variable "${name}"; there are ${names}`);
  },

  text: (value: unknown): string =>
    value === undefined || value === null ? "" : String(value),

  /** As Handlebars' `if`: an empty list is false, and so is zero. */
  truthy: (value: unknown): boolean =>
    Array.isArray(value) ? value.length > 0 : Boolean(value),

  items(value: unknown): readonly unknown[] {
    if (Array.isArray(value)) return value;
    if (value === undefined || value === null) return [];
    throw new Error(`"each" takes a list, and got ${typeof value}`);
  },

  helper(
    name: keyof typeof templateHelpers,
    value: unknown,
    hash: { readonly indent?: number; readonly column?: number },
  ): string {
    return name === "value"
      ? templateHelpers.value(value as Json, { hash })
      : templateHelpers[name](value as string);
  },
};
