import { type Schema, validate } from "@cfworker/json-schema";
import type { Json, JsonSchema } from "./catalog.js";
import { orApart } from "./compile-apart.js";
import {
  createCheckCompiler,
  refuseInvalid,
  settingsFor,
  withoutAnnotations,
} from "./compile-schema.js";
import type { JsonObject } from "./parse-document.js";
import { isObject } from "./parse-document.js";
import { asObject, pointed, sharedId } from "./shared-schemas.js";
import { type Survey, surveyOf } from "./survey.js";

/**
 * What is only asked whether values are valid, schema by schema of one document. A value is first held against the schema as it stands;
 * what is not valid that way is asked of ajv, which has the last word. So thousands of event types with valid samples cost next to
 * nothing: a compiled check is made, read and run once, and takes a hundred times as long.
 */
export interface SchemaChecks {
  /**
   * @param schema whose `$defs` mean the same under the same name in every schema that is asked for
   * @throws Error when no validator can be made of the schema; its message is fit for users
   */
  compile(schema: JsonSchema): (value: Json) => boolean;
}

/** Code of 500 blocks within each other is too deep for the stack of whoever reads it. */
const DEEPEST = 350;

/** A schema as ajv is to have it. */
interface Prepared {
  readonly schema: JsonObject;
  readonly survey: Survey;
}

/** @param unevaluated whether any schema asks what earlier keywords have evaluated: then ajv is always asked */
export function createChecks(unevaluated: boolean): SchemaChecks {
  const shared = new Map<string, JsonObject>();
  const surveys = new Map<string, Survey>();
  const lookup = Object.create(null) as Record<string, Schema>;
  const compilers = new Map<boolean, ReturnType<typeof createCheckCompiler>>();

  /** Takes over what schemas have in common; each is looked at once. */
  function remember(names: readonly string[], $defs: JsonObject): void {
    for (const name of names) {
      if (shared.has(name)) continue;
      const { schema, survey } = prepared(asObject($defs[name]!));
      shared.set(name, schema);
      surveys.set(name, survey);
      lookup[sharedId(name)] = schema as Schema;
    }
  }

  function compilerFor(schema: JsonSchema) {
    // As its validator will be: what one way of compiling is too deep for, the other need not be.
    const { allErrors } = settingsFor(schema);
    const compiler =
      compilers.get(allErrors) ??
      createCheckCompiler(allErrors, unevaluated, shared);
    compilers.set(allErrors, compiler);
    return compiler;
  }

  return {
    compile(schema) {
      if (!isObject(schema)) return () => schema !== false;
      const { $defs, ...rest } = schema;
      const names = isObject($defs) ? Object.keys($defs) : [];
      if (isObject($defs)) remember(names, $defs);
      const { schema: own, survey } = prepared(rest);
      let compiled: ((value: Json) => boolean) | undefined;
      const decide = (value: Json) => {
        compiled ??= compilerFor(schema)(own);
        return compiled(value);
      };
      const all = [survey, ...names.map((name) => surveys.get(name)!)];
      if (unevaluated || all.some(({ isOdd }) => isOdd)) {
        compiled = compilerFor(schema)(own);
        return decide;
      }
      // Where schemas lead to each other over a thousand steps, ajv needs less of the stack.
      const isValid = (value: Json) =>
        orApart(
          () => validate(value, own as Schema, DRAFT, lookup).valid,
          () => false,
        );
      return (value) => isValid(value) || decide(value);
    },
  };
}

const DRAFT = "2020-12";

/** @throws Error for a schema that is none, or too deep */
function prepared(given: JsonObject): Prepared {
  const schema = withoutAnnotations(pointed(given));
  refuseInvalid(schema);
  const found = surveyOf(schema);
  if (found.depth <= DEEPEST) return { schema, survey: found };
  throw new Error("it has more alternatives than a check can be made for");
}
