import ts from "typescript";
import { FrameioGenError } from "../diagnostics/diagnostic.js";
import type { EventType } from "./catalog.js";
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
  const { body, entry } = selfContained(code);
  return formatCode(
    `// @ts-nocheck: made by a compiler, for a machine.
/* oxlint-disable */
import type { ${event.typeName} } from "../events.gen.js";

interface ValidationError {
  instancePath: string;
  schemaPath: string;
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
function selfContained(code: string): { body: string[]; entry: string } {
  const file = ts.createSourceFile("v.js", code, ts.ScriptTarget.ES2022, true);
  let entry = "";
  const body: string[] = [];
  for (const statement of file.statements) {
    if (ts.isExportAssignment(statement)) {
      entry = statement.expression.getText();
    } else if (ts.isVariableStatement(statement)) {
      if (statement.modifiers) continue;
      for (const declaration of statement.declarationList.declarations) {
        const name = declaration.name.getText();
        if (!isUsed(name, file)) continue;
        body.push(`const ${name} = ${initializer(declaration)};`);
      }
    } else if (!isDirective(statement)) {
      body.push(statement.getText());
    }
  }
  return { body, entry };
}

function initializer(declaration: ts.VariableDeclaration): string {
  const text = declaration.initializer!.getText();
  const required = /^require\("([^"]+)"\)/.exec(text)?.[1];
  if (required === undefined) return text;
  const helper = helpers[required];
  // Reached only when a new version of ajv brings a helper that is not known here.
  if (helper === undefined) throw new Error(`Unknown helper ${required}`);
  return helper;
}

function isUsed(name: string, file: ts.SourceFile): boolean {
  let uses = 0;
  const count = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name) uses++;
    ts.forEachChild(node, count);
  };
  count(file);
  return uses > 1;
}

function isDirective(statement: ts.Statement): boolean {
  return (
    ts.isExpressionStatement(statement) &&
    ts.isStringLiteral(statement.expression)
  );
}
