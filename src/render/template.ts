import Handlebars from "handlebars";
import type { Json } from "../schema/catalog.js";
import {
  comment,
  expression,
  identifier,
  literal,
  propertyKey,
} from "./helpers.js";

/** Helpers that templates may use, beside Handlebars' own `if`, `unless`, `each` and `with`. User text enters code only through these. */
export const helperNames = [
  "literal",
  "comment",
  "identifier",
  "key",
  "value",
] as const;

const engine = Handlebars.create();
engine.registerHelper({
  literal: (text: string) => literal(text),
  comment: (text: string) => comment(text),
  identifier: (text: string) => identifier(text),
  key: (text: string) => propertyKey(text),
  value: (
    value: Json,
    options: { hash: { indent?: number; column?: number } },
  ) => expression(value, options.hash.indent, options.hash.column),
});

const compileOptions: CompileOptions = {
  // HTML escaping has no place in code: O'Neil must not become O&#x27;Neil.
  noEscape: true,
  // A variable that the data lacks is an error, not an empty string.
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: Object.fromEntries(helperNames.map((name) => [name, true])),
  preventIndent: true,
};

/**
 * Renders a template.
 *
 * @param name shown in errors
 * @throws Error that names the template and the unknown variable or helper
 */
export function renderTemplate(
  name: string,
  source: string,
  data: object,
): string {
  try {
    return engine.compile(source, compileOptions)(known(data));
  } catch (error) {
    throw new Error(
      `template ${name}: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

/** Data that throws where Handlebars' strict mode still stays silent: at an unknown variable in `{{#if}}` and the like. */
function known<T extends object>(data: T): T {
  return new Proxy(data, {
    // Strict mode asks first, and its own error would not say what there is.
    has: () => true,
    get(target, property): unknown {
      if (typeof property === "string" && !Object.hasOwn(target, property)) {
        throw new Error(
          `unknown variable "${property}"; there are ${list(target)}`,
        );
      }
      const value: unknown = Reflect.get(target, property);
      return isRecord(value) ? known(value) : value;
    },
  });
}

function list(data: object): string {
  return Object.keys(data).sort().join(", ");
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
