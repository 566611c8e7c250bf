import type { DataDescription, Variable } from "./template-description.js";

/** Where in a template names are looked up: what `this` is, and what surrounds it. */
export interface Scope {
  /** `undefined`: anything, it is not described. */
  readonly self: Variable | undefined;
  readonly outer: Scope | undefined;
  /** `as |name|` */
  readonly named: ReadonlyMap<string, Variable | undefined>;
  /** Whether it is the body of an `each`: only there is an `@index`. */
  readonly each: boolean;
}

/** A path in a template, such as `../events.length`. */
export interface TemplatePath {
  /** How many `../`. */
  readonly depth: number;
  readonly parts: readonly string[];
  /** Begins with `@`. */
  readonly data: boolean;
}

/** What a path names, or which of its parts names nothing, and what there is instead. */
export type Resolved =
  | { readonly variable: Variable | undefined }
  | { readonly unknown: string; readonly known: readonly string[] };

const loopVariables: Readonly<Record<string, Variable>> = {
  index: { type: "number", description: "Place in the list, from 0" },
  first: { type: "boolean", description: "Whether it is the first" },
  last: { type: "boolean", description: "Whether it is the last" },
  key: { type: "text", description: "Place in the list, or name" },
};

export function rootScope(data: DataDescription): Scope {
  return {
    self: { type: "object", description: "", members: data },
    outer: undefined,
    named: new Map(),
    each: false,
  };
}

export function resolvePath(path: TemplatePath, scope: Scope): Resolved {
  if (path.data) return resolveLoopVariable(path, scope);
  const [first] = path.parts;
  if (path.depth === 0 && first !== undefined && isNamed(scope, first)) {
    return walk(namedIn(scope, first), path.parts.slice(1));
  }
  let at: Scope | undefined = scope;
  for (let up = 0; up < path.depth; up += 1) at = at?.outer;
  if (at === undefined) return { unknown: "../", known: [] };
  return walk(at.self, path.parts);
}

/** What stands in each item of a list. */
export function itemOf(variable: Variable | undefined): Variable | undefined {
  if (variable?.type !== "list") return undefined;
  const { members } = variable;
  return members === undefined
    ? { type: "text", description: "" }
    : { type: "object", description: "", members };
}

function walk(start: Variable | undefined, parts: readonly string[]): Resolved {
  let variable = start;
  for (const part of parts) {
    if (variable === undefined || variable.type === "json") {
      return { variable: undefined };
    }
    if (variable.type === "list" && part === "length") {
      variable = { type: "number", description: "" };
      continue;
    }
    const members = variable.type === "object" ? (variable.members ?? {}) : {};
    if (!Object.hasOwn(members, part)) {
      return { unknown: part, known: Object.keys(members).sort() };
    }
    variable = members[part];
  }
  return { variable };
}

function resolveLoopVariable({ parts }: TemplatePath, scope: Scope): Resolved {
  const [name = "", ...rest] = parts;
  if (name === "root") {
    let at = scope;
    while (at.outer !== undefined) at = at.outer;
    return walk(at.self, rest);
  }
  const inLoop = scopes(scope).some(({ each }) => each);
  if (inLoop && Object.hasOwn(loopVariables, name)) {
    return walk(loopVariables[name], rest);
  }
  const known = [...(inLoop ? Object.keys(loopVariables) : []), "root"];
  return { unknown: `@${name}`, known: known.map((each) => `@${each}`) };
}

function isNamed(scope: Scope, name: string): boolean {
  return scopes(scope).some(({ named }) => named.has(name));
}

function namedIn(scope: Scope, name: string): Variable | undefined {
  return scopes(scope)
    .find(({ named }) => named.has(name))
    ?.named.get(name);
}

/** Innermost first. */
function scopes(scope: Scope): Scope[] {
  return scope.outer === undefined ? [scope] : [scope, ...scopes(scope.outer)];
}
