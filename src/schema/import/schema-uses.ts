import type { Json } from "../catalog.js";
import { isObject } from "../parse-document.js";
import { innerSchemas, mapSubschemas } from "../subschemas.js";

type Definitions = Readonly<Record<string, Json>>;

/** How definitions are used, by name. */
export interface Uses {
  /** As branches of alternatives. */
  readonly told: ReadonlySet<string>;
  /** By what denies, decides or counts, themselves or through others. */
  readonly exact: ReadonlySet<string>;
}

/** Whether what a keyword says of a schema may be false where the schema admits more. */
export function isExact(keyword: string | number | undefined): boolean {
  return keyword === "not" || keyword === "if" || keyword === "contains";
}

/** @param definitions what schemas refer to as `#/$defs/<name>` */
export function usesOf(definitions: Definitions, roots: readonly Json[]): Uses {
  const told = new Set<string>();
  const exact = new Set<string>();
  const collect = (schema: Json): void => {
    if (!isObject(schema)) return;
    mapSubschemas(schema, (inner, [keyword]) => {
      if (keyword === "oneOf" || keyword === "anyOf") {
        for (const each of branchNames(inner)) told.add(each);
      }
      if (isExact(keyword)) for (const each of namesIn(inner)) exact.add(each);
      else collect(inner);
      return inner;
    });
  };
  for (const schema of [...Object.values(definitions), ...roots]) {
    collect(schema);
  }
  for (const name of exact) {
    for (const each of namesIn(definitions[name]!)) exact.add(each);
  }
  return { told, exact };
}

/** Those of the names, and all definitions that refer to them, directly or through others. */
export function leadingTo(
  names: readonly string[],
  definitions: Definitions,
): ReadonlySet<string> {
  const referring = new Map<string, string[]>();
  for (const [name, schema] of Object.entries(definitions)) {
    for (const each of namesIn(schema)) {
      const known = referring.get(each);
      if (known === undefined) referring.set(each, [name]);
      else known.push(name);
    }
  }
  const found = new Set(names);
  for (const name of found) {
    for (const each of referring.get(name) ?? []) found.add(each);
  }
  return found;
}

/** Definitions that a schema refers to, wherever in it. */
export function namesIn(schema: Json, found: string[] = []): string[] {
  if (!isObject(schema)) return found;
  const name = nameOf(schema["$ref"]);
  if (name !== undefined) found.push(name);
  for (const inner of innerSchemas(schema)) namesIn(inner, found);
  return found;
}

function branchNames(branch: Json): string[] {
  if (!isObject(branch)) return [];
  const own = nameOf(branch["$ref"]);
  const parts = Array.isArray(branch["allOf"])
    ? (branch["allOf"] as readonly Json[])
    : [];
  return [...(own === undefined ? [] : [own]), ...parts.flatMap(branchNames)];
}

function nameOf(ref: Json | undefined): string | undefined {
  return typeof ref === "string" ? ref.slice("#/$defs/".length) : undefined;
}
