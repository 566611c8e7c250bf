/** A JSON value. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** JSON Schema 2020-12, self-contained (no references outside itself). */
export type JsonSchema = boolean | { readonly [key: string]: Json };
