import ts from "typescript";
import { FrameioGenError } from "../diagnostics/diagnostic.js";
import type { EventType } from "./catalog.js";
import { compactCode } from "./compact-code.js";
import { compileStandalone } from "./compile-schema.js";
import { formatCode } from "./format-code.js";

/** What ajv's code takes from ajv's package, written out, so that the module imports nothing at run time. */
const helpers: Readonly<Record<string, string>> = {
  "ajv/dist/runtime/ucs2length": `(text) => {
  let length = 0;
  for (const _ of text) length++;
  return length;
}`,
  "ajv/dist/runtime/equal": `function equal(a, b) {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]))
  );
}`,
};

/** What the compacted code calls. */
const calls: Readonly<Record<string, string>> = {
  addError: `(list, instancePath, keyword, params, message) => [
  ...(list ?? []),
  { instancePath, keyword, params, message },
]`,
  addErrors: `(list, more) => [...(list ?? []), ...more]`,
};

/**
 * TypeScript module, without a file header, that default-exports the validator of an event type.
 * It belongs beside the emitted types, in `validators/`.
 *
 * @throws FrameioGenError FG205 when ajv refuses the schema
 */
export async function emitValidator(event: EventType): Promise<string> {
  const what = `the validator of \`${event.name}\``;
  let code: string;
  try {
    code = compileStandalone(event.schema);
  } catch (error) {
    throw new FrameioGenError(
      [
        {
          code: "FG205",
          severity: "error",
          message: `The schema of \`${event.name}\` cannot be compiled: ${error instanceof Error ? error.message : String(error)}`,
        },
      ],
      { cause: error },
    );
  }
  const { body, entry } = selfContained(
    code,
    JSON.stringify(event.schema).includes("unevaluated"),
  );
  return formatCode(
    `// @ts-nocheck: made by a compiler, for a machine.
/* oxlint-disable */
import type { ${event.typeName} } from "../events.gen.js";

interface ValidationError {
  instancePath: string;
  keyword: string;
  params: object;
  message?: string;
}

type Validator = ((data: unknown) => data is ${event.typeName}) & {
  errors?: ValidationError[] | null;
};

const validator: Validator = ${entry};

export default validator;

${body.join("\n\n")}
`,
    what,
  );
}

/** Top-level statements of ajv's module that are needed, with its imports written out. */
function selfContained(
  code: string,
  unevaluated: boolean,
): { body: string[]; entry: string } {
  const file = ts.createSourceFile("v.js", code, ts.ScriptTarget.ES2022, true);
  const statements = compactCode(file, unevaluated);
  const printer = ts.createPrinter({ removeComments: true });
  const print = (node: ts.Node) =>
    printer.printNode(ts.EmitHint.Unspecified, node, file);
  let entry = "";
  const body: string[] = [];
  const values: { name: string; text: string }[] = [];
  for (const statement of statements) {
    if (ts.isExportAssignment(statement)) {
      entry = print(statement.expression);
    } else if (ts.isVariableStatement(statement)) {
      if (statement.modifiers) continue;
      for (const { name, initializer } of statement.declarationList
        .declarations) {
        const text = inlined(print(initializer!));
        values.push({ name: print(name), text });
      }
    } else if (!isDirective(statement)) {
      body.push(print(statement));
    }
  }
  for (const [name, text] of Object.entries(calls)) values.push({ name, text });
  // Ajv declares the schemas as well, though next to nothing reads them.
  const needed = values
    .filter(({ name }) => mentions(body, name))
    .map(({ name, text }) => `const ${name} = ${text};`);
  return { body: [...needed, ...body], entry };
}

function inlined(initializer: string): string {
  const required = /^require\("([^"]+)"\)/.exec(initializer)?.[1];
  if (required === undefined) return initializer;
  const helper = helpers[required];
  // Reached only when a new version of ajv brings a helper that is not known here.
  if (helper === undefined) throw new Error(`Unknown helper ${required}`);
  return helper;
}

function mentions(body: readonly string[], name: string): boolean {
  const word = new RegExp(`\\b${name}\\b`);
  return body.some((text) => word.test(text));
}

function isDirective(statement: ts.Statement): boolean {
  return (
    ts.isExpressionStatement(statement) &&
    ts.isStringLiteral(statement.expression)
  );
}
