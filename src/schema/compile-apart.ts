import type { Ajv2020 } from "ajv/dist/2020.js";

/**
 * Ajv compiles what a schema refers to in the middle of it, and what that refers to in the middle of that: a few hundred schemas that
 * lead to each other are more than the stack holds. Here each is compiled by itself, and takes the others for being compiled already, as
 * ajv does where a schema leads back to itself.
 *
 * @param ids of all schemas that are referred to
 */
export function compileApart(ajv: Ajv2020, ids: Iterable<string>): void {
  // oxlint-disable-next-line no-underscore-dangle -- ajv has no other name for it
  const open = ajv._compilations;
  const waiting = [...ids].flatMap((id) => {
    const schema = ajv.schemas[id];
    return schema === undefined || schema.validate ? [] : [{ id, schema }];
  });
  for (const { schema } of waiting) open.add(schema);
  try {
    for (const { id, schema } of waiting) {
      open.delete(schema);
      ajv.getSchema(id);
    }
  } finally {
    for (const { schema } of waiting) open.delete(schema);
  }
}

/** What `first` makes; what `second` does where that is more than the stack holds. */
export function orApart<T>(first: () => T, second: () => T): T {
  try {
    return first();
  } catch (error) {
    if (error instanceof RangeError) return second();
    throw error;
  }
}
