import type { Json } from "../schema/catalog.js";
import {
  comment,
  expression,
  identifier,
  literal,
  propertyKey,
} from "./helpers.js";

/** Helpers that templates may use, beside Handlebars' own `if`, `unless`, `each` and `with`. User text enters code only through these. */
export const templateHelpers = {
  literal: (text: string) => literal(text),
  comment: (text: string) => comment(text),
  identifier: (text: string) => identifier(text),
  key: (text: string) => propertyKey(text),
  value: (
    value: Json,
    options: { hash: { indent?: number; column?: number } },
  ) => expression(value, options.hash.indent, options.hash.column),
};
