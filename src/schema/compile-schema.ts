import type { ErrorObject, Options, ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import type { Json, JsonSchema } from "./catalog.js";
import { checkMembersInTurn } from "./members-in-turn.js";
import { isObject } from "./parse-document.js";
import { asObject, pointed, sharedId } from "./shared-schemas.js";
import { mapSubschemas } from "./subschemas.js";

const options: Options = {
  // Providers' schemas carry annotations and extensions that ajv does not know.
  strict: false,
  // Formats are documentation: ids that should be UUIDs come in other forms too.
  validateFormats: false,
  logger: false,
  // Smaller and readable: what is shared is a function.
  inlineRefs: false,
  loopRequired: 2,
};

/**
 * What is only asked whether values are valid, schema by schema of one document: what they share is compiled once, when the first of
 * them needs it, and nothing is made for messages. So thousands of event types cost what they say themselves.
 */
export interface SchemaChecks {
  /**
   * @param schema whose `$defs` mean the same under the same name in every schema that is asked for
   * @throws Error when ajv refuses the schema; its message is fit for users
   */
  compile(schema: JsonSchema): (value: Json) => boolean;
}

/** @param unevaluated whether any schema asks what earlier keywords have evaluated */
export function createChecks(unevaluated: boolean): SchemaChecks {
  const made = new Map<boolean, SchemaChecks>();
  return {
    compile(schema) {
      // As its validator will be: what one of them is too deep for, the other need not be.
      const { allErrors } = settingsFor(schema);
      const checks = made.get(allErrors) ?? checksWith(allErrors, unevaluated);
      made.set(allErrors, checks);
      return checks.compile(schema);
    },
  };
}

function checksWith(allErrors: boolean, unevaluated: boolean): SchemaChecks {
  const ajv = new Ajv2020({
    ...options,
    allErrors,
    messages: false,
    // Right for every schema, and of no weight in code that nobody reads.
    ownProperties: true,
    // It takes longer than what it makes faster.
    code: { optimize: false },
  });
  ajv.opts.unevaluated = unevaluated;
  checkMembersInTurn(ajv);
  const known = new Set<string>();
  return {
    compile(schema) {
      if (!isObject(schema)) return ajv.compile(schema);
      const { $defs, ...own } = schema;
      for (const [name, one] of Object.entries(isObject($defs) ? $defs : {})) {
        if (known.has(name)) continue;
        const shared = withoutAnnotations(pointed(asObject(one)));
        ajv.addSchema(shared, sharedId(name));
        known.add(name);
      }
      return ajv.compile(withoutAnnotations(pointed(own)));
    },
  };
}

/** Setting up ajv costs more than compiling a schema, so there is one for each combination of settings. */
const shared = new Map<string, Ajv2020>();

/**
 * @throws Error when ajv refuses the schema; its message is fit for users
 */
export function compileSchema(schema: JsonSchema): ValidateFunction {
  const settings = settingsFor(schema);
  const key = JSON.stringify(settings);
  const ajv = shared.get(key) ?? newAjv(settings);
  shared.set(key, ajv);
  try {
    return ajv.compile(schema);
  } finally {
    ajv.removeSchema(schema);
  }
}

function newAjv(settings: Settings): Ajv2020 {
  const ajv = new Ajv2020({ ...options, ...settings });
  checkMembersInTurn(ajv);
  return ajv;
}

/** Everything that a value breaks of a schema, each with the schema that says so. */
export type Explain = (value: Json) => readonly ErrorObject[];

/**
 * Slow: for the few values that need it.
 *
 * @throws Error when ajv refuses the schema; its message is fit for users
 */
export function createExplainer(schema: JsonSchema): Explain {
  const ajv = new Ajv2020({
    ...options,
    allErrors: true,
    verbose: true,
    messages: false,
    ownProperties: true,
    code: { optimize: false },
  });
  checkMembersInTurn(ajv);
  const validate = ajv.compile(schema);
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}

/** Compiles schemas together, so that what they refer to is there once. */
export interface StandaloneCompiler {
  /**
   * @param id what others refer to it by
   * @throws Error when ajv refuses the schema; its message is fit for users
   */
  add(id: string, schema: JsonSchema): void;
  /**
   * JavaScript module as ajv generates it: it still `require`s ajv's helpers.
   *
   * @param ids each is a variable of the module; they must be identifiers
   */
  code(ids: readonly string[]): string;
}

/**
 * @param settings as `settingsFor` decides
 * @param unevaluated whether any schema asks what earlier keywords have evaluated
 */
export function createCompiler(
  settings: Settings,
  unevaluated: boolean,
): StandaloneCompiler {
  const ajv = new Ajv2020({
    ...options,
    ...settings,
    code: { esm: true, source: true, optimize: true },
  });
  // Its constructor turns it on, and each validator would keep book for nobody.
  ajv.opts.unevaluated = unevaluated;
  checkMembersInTurn(ajv);
  return {
    add: (id, schema) => void ajv.addSchema(withoutAnnotations(schema), id),
    code: (ids) =>
      moduleCode(ajv, Object.fromEntries(ids.map((id) => [id, id]))),
  };
}

// Interop: under `nodenext` the default import of a CommonJS module is its exports object.
const moduleCode = (
  "default" in standaloneCode ? standaloneCode.default : standaloneCode
) as (ajv: Ajv2020, ids: Readonly<Record<string, string>>) => string;

/** How a schema has to be compiled. */
export interface Settings {
  readonly allErrors: boolean;
  readonly ownProperties: boolean;
}

/** @param schema with all that it refers to */
export function settingsFor(schema: Json): Settings {
  return {
    // All errors at once where their number is bounded by the schema; the first alone where the sender could make it grow.
    allErrors: !mentions(schema, repeating),
    // `required: ["constructor"]` must not be met by what every object inherits.
    ownProperties: mentions(schema, inherited),
  };
}

const repeating = new Set([
  "additionalProperties",
  "contains",
  "items",
  "patternProperties",
  "propertyNames",
  "unevaluatedItems",
  "unevaluatedProperties",
]);

const inherited = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Whether one of the words stands anywhere in the schema, as a key or in a list. Too much found does no harm. */
function mentions(schema: Json, words: ReadonlySet<string>): boolean {
  if (typeof schema === "string") return words.has(schema);
  if (typeof schema !== "object" || schema === null) return false;
  return Object.entries(schema).some(
    ([key, value]) => words.has(key) || mentions(value, words),
  );
}

const annotations = new Set([
  "$comment",
  "default",
  "deprecated",
  "description",
  "example",
  "examples",
  "externalDocs",
  "format",
  "readOnly",
  "title",
  "writeOnly",
  "xml",
]);

/** Ajv puts the schemas into the code that it generates; what it does not need would only be dead weight there. */
function withoutAnnotations<T extends Json>(schema: T): T {
  if (!isObject(schema)) return schema;
  const copy = mapSubschemas(schema, withoutAnnotations);
  for (const key of Object.keys(copy)) {
    if (annotations.has(key) || key.startsWith("x-")) delete copy[key];
  }
  return copy as Json as T;
}
