import ts from "typescript";
import type { ValidatorCode } from "./catalog.js";
import { compactCode } from "./compact-code.js";

const { factory } = ts;

/** What ajv's code takes from ajv's package, by the names that the app's kernel has for it. */
const helpers: Readonly<Record<string, string>> = {
  "ajv/dist/runtime/ucs2length": "textLength",
  "ajv/dist/runtime/equal": "equal",
};

/** What the compacted code calls. */
const calls = new Set(["addError", "addErrors"]);

/** Functions that ajv made together, to be taken one by one. */
export type SplitValidators = (
  id: string,
  nameOf: ValidatorNames,
) => ValidatorCode;

/** What the function of an id is called, and for one that is shared, the shared schema. */
export type ValidatorNames = (id: string) => {
  readonly name: string;
  readonly shared: string | undefined;
};

/**
 * Takes ajv's module apart: each function with the constants that it alone needs, everything else by name.
 *
 * @param code which exports each function under its id
 */
export function splitValidators(code: string): SplitValidators {
  const file = ts.createSourceFile("v.js", code, ts.ScriptTarget.ES2022, true);
  const printer = ts.createPrinter({ removeComments: true });
  const print = (node: ts.Node) =>
    printer.printNode(ts.EmitHint.Unspecified, node, file);
  const { ids, functions, constants } = sortedOut(compactCode(file));

  return (wanted, nameOf) => {
    const own = nameOf(wanted);
    const used = { helpers: new Set<string>(), shared: new Set<string>() };
    const declared = new Map<string, string>();
    const names = new Map<string, string>();
    const statements = functions.get(wanted);
    if (statements === undefined) throw new Error(`No validator ${wanted}`);

    const renamed = (name: string): string => {
      if (calls.has(name)) used.helpers.add(name);
      const id = ids.get(name);
      if (id !== undefined) {
        const other = nameOf(id);
        if (other.shared !== undefined && id !== wanted) {
          used.shared.add(other.shared);
        }
        return other.name;
      }
      const constant = constants.get(name);
      return constant === undefined ? name : taken(name, constant);
    };
    /** Ajv counts all that it makes, so its names depend on what else is made: these are counted by function. */
    const taken = (name: string, constant: ts.Expression): string => {
      const known = names.get(name);
      if (known !== undefined) return known;
      const helper = helperOf(print(constant));
      if (helper !== undefined) {
        used.helpers.add(helper);
        names.set(name, helper);
        return helper;
      }
      const kind = name.replace(/\d+$/, "");
      // Shared schemas stand in one module: their constants are told apart by their names.
      const owner = own.shared === undefined ? "" : `Of${own.shared}`;
      const unique = `${kind}${declared.size}${owner}`;
      names.set(name, unique);
      declared.set(unique, "");
      const value = print(withNames(constant, renamed));
      declared.set(unique, `const ${unique} = ${value};`);
      return unique;
    };
    const [body = "", ...said] = statements.map((each) =>
      print(withNames(each, renamed)),
    );
    const exported = own.shared === undefined ? "" : "export ";
    return {
      text: [...declared.values(), exported + body, ...said]
        .map(laidOut)
        .join("\n"),
      helpers: [...used.helpers].sort(),
      shared: [...used.shared].sort(),
    };
  };
}

/** Nobody reads it as it is written, and to break its lines as Prettier would takes longer than to make them. */
function laidOut(statement: string): string {
  const indented = statement
    .replace(/^(?: {4})+/gm, ({ length }) => " ".repeat(length / 2))
    .replace(/\}\n *else/g, "} else");
  return `// prettier-ignore\n${indented}\n`;
}

interface SortedOut {
  /** Name of a function in ajv's module → id. */
  readonly ids: ReadonlyMap<string, string>;
  /** Id → the function, and what is said of it after it. */
  readonly functions: ReadonlyMap<string, readonly ts.Statement[]>;
  readonly constants: ReadonlyMap<string, ts.Expression>;
}

function sortedOut(statements: readonly ts.Statement[]): SortedOut {
  const ids = new Map<string, string>();
  const byName = new Map<string, ts.Statement[]>();
  const constants = new Map<string, ts.Expression>();
  const add = (name: string, statement: ts.Statement) =>
    byName.set(name, [...(byName.get(name) ?? []), statement]);
  for (const statement of statements) {
    if (ts.isFunctionDeclaration(statement)) {
      add(statement.name!.text, onLines(statement));
    } else if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList
        .declarations) {
        if (!ts.isIdentifier(name) || initializer === undefined) continue;
        if (statement.modifiers && ts.isIdentifier(initializer)) {
          ids.set(initializer.text, name.text);
        } else constants.set(name.text, initializer);
      }
    } else {
      // `validate1.evaluated = {…}`
      const owner = ownerOf(statement);
      if (owner !== undefined) add(owner, statement);
    }
  }
  const functions = new Map(
    [...ids].map(([name, id]) => [id, byName.get(name) ?? []] as const),
  );
  return { ids, functions, constants };
}

/** Ajv writes it on one line, which the printer would keep to. */
function onLines(made: ts.FunctionDeclaration): ts.FunctionDeclaration {
  return factory.updateFunctionDeclaration(
    made,
    made.modifiers,
    made.asteriskToken,
    made.name,
    made.typeParameters,
    made.parameters,
    made.type,
    factory.createBlock(made.body!.statements, true),
  );
}

function ownerOf(statement: ts.Statement): string | undefined {
  if (!ts.isExpressionStatement(statement)) return undefined;
  if (!ts.isBinaryExpression(statement.expression)) return undefined;
  const { left } = statement.expression;
  return ts.isPropertyAccessExpression(left) && ts.isIdentifier(left.expression)
    ? left.expression.text
    : undefined;
}

/** The node with its variables renamed; members of objects keep their names. */
function withNames<T extends ts.Node>(
  root: T,
  renamed: (name: string) => string,
): T {
  const { transformed } = ts.transform(root, [
    (context) => (node) => {
      const visit: ts.Visitor = (inner) => {
        if (ts.isIdentifier(inner)) {
          const name = renamed(inner.text);
          return name === inner.text ? inner : factory.createIdentifier(name);
        }
        if (ts.isPropertyAccessExpression(inner)) {
          const object = ts.visitNode(inner.expression, visit) as ts.Expression;
          return factory.updatePropertyAccessExpression(
            inner,
            object,
            inner.name,
          );
        }
        if (ts.isPropertyAssignment(inner)) {
          const value = ts.visitNode(inner.initializer, visit) as ts.Expression;
          return factory.updatePropertyAssignment(inner, inner.name, value);
        }
        return ts.visitEachChild(inner, visit, context);
      };
      return ts.visitNode(node, visit) as T;
    },
  ]);
  return transformed[0]!;
}

function helperOf(initializer: string): string | undefined {
  const required = /^require\("([^"]+)"\)/.exec(initializer)?.[1];
  if (required === undefined) return undefined;
  const helper = helpers[required];
  // Reached only when a new version of ajv brings a helper that is not known here.
  if (helper === undefined) throw new Error(`Unknown helper ${required}`);
  return helper;
}
