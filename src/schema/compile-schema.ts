import type { ErrorObject, Options, ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import type { Json, JsonSchema } from "./json.js";
import { compileApart, orApart } from "./compile-apart.js";
import { flatModule } from "./flat-module.js";
import { checkMembersInTurn } from "./members-in-turn.js";
import { checkMultiplesAsWritten } from "./multiples.js";
import { isObject, type JsonObject } from "./parse-document.js";
import { sharedId } from "./shared-schemas.js";
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
 * Functions that only say whether a value is valid, schema by schema: nothing is made for messages.
 *
 * @param shared by name; they are compiled when one is needed
 * @returns what compiles a schema that was not refused; it throws what ajv says
 */
export function createCheckCompiler(
  allErrors: boolean,
  unevaluated: boolean,
  shared: ReadonlyMap<string, JsonObject>,
): (schema: JsonObject) => (value: Json) => boolean {
  const ajv = newAjv({
    allErrors,
    messages: false,
    // Right for every schema, and of no weight in code that nobody reads.
    ownProperties: true,
    // It takes longer than what it makes faster.
    code: { optimize: false },
  });
  ajv.opts.unevaluated = unevaluated;
  const known = new Set<string>();
  return (schema) => {
    for (const [name, definition] of shared) {
      if (known.has(name)) continue;
      ajv.addSchema(definition, sharedId(name));
      known.add(name);
    }
    const compile = () => ajv.compile(schema);
    return orApart(compile, () => {
      compileApart(ajv, [...known].map(sharedId));
      return compile();
    });
  };
}

let judge: Ajv2020 | undefined;

/** @throws Error for what is no schema; its message is fit for users */
export function refuseInvalid(schema: JsonObject): void {
  judge ??= new Ajv2020(options);
  void judge.validateSchema(schema, true);
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

/** Of schemas that were not refused, or that are our own. */
function newAjv(settings: Options): Ajv2020 {
  const ajv = new Ajv2020({ ...options, ...settings, validateSchema: false });
  checkMembersInTurn(ajv);
  checkMultiplesAsWritten(ajv);
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
  checkMultiplesAsWritten(ajv);
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
  const ajv = newAjv({
    ...settings,
    // Made of rule and parameters when there is something to report.
    messages: false,
    code: { esm: true, source: true, optimize: true },
  });
  // Its constructor turns it on, and each validator would keep book for nobody.
  ajv.opts.unevaluated = unevaluated;
  const added: string[] = [];
  return {
    add(id, schema) {
      ajv.addSchema(withoutAnnotations(schema), id);
      added.push(id);
    },
    code: (ids) =>
      orApart(
        () => moduleCode(ajv, Object.fromEntries(ids.map((id) => [id, id]))),
        () => {
          compileApart(ajv, added);
          return flatModule(ajv, ids);
        },
      ),
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
export function withoutAnnotations<T extends Json>(schema: T): T {
  if (!isObject(schema)) return schema;
  const copy = mapSubschemas(schema, withoutAnnotations);
  for (const key of Object.keys(copy)) {
    if (annotations.has(key) || key.startsWith("x-")) delete copy[key];
  }
  return copy as Json as T;
}
