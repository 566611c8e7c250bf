import type { Json, JsonSchema } from "./catalog.js";
import type { DocumentPath, DocumentProblems } from "./document-problems.js";
import { schemaTypeName } from "./event-names.js";
import type { JsonObject } from "./parse-document.js";
import { isObject } from "./parse-document.js";
import { resolvePointer } from "./resolve-pointer.js";
import { mapSubschemas, sameValueKeywords } from "./subschemas.js";

/** They change what references mean. */
const unsupportedKeywords = [
  "$anchor",
  "$dynamicAnchor",
  "$dynamicRef",
  "$id",
  "$recursiveAnchor",
  "$recursiveRef",
];

/** Makes schemas of one document self-contained: what they refer to comes along in `$defs`, under the same name everywhere. */
export interface SchemaBundler {
  bundle(schema: Json, path: DocumentPath): JsonSchema;
}

interface Definition {
  readonly name: string;
  readonly source: Json;
  readonly path: DocumentPath;
  schema: JsonSchema;
  /** Names of the definitions that it refers to. */
  readonly refersTo: Set<string>;
  /** Those of them that apply to the very same value: a circle of these has no meaning. */
  readonly isA: Set<string>;
}

/**
 * @param taken names that definitions must not get, such as those of the event types
 * @param prepare is given each schema before anything else looks at it
 */
export function createBundler(
  root: JsonObject,
  problems: DocumentProblems,
  taken: ReadonlySet<string>,
  prepare: (schema: JsonObject) => JsonObject = (schema) => schema,
): SchemaBundler {
  const byPointer = new Map<string, Definition>();
  const byName = new Map<string, Definition>();
  const pending: Definition[] = [];
  const reported = new Set<string>();

  function define(ref: Json, path: DocumentPath): Definition | undefined {
    const target =
      typeof ref === "string" ? resolvePointer(root, ref) : undefined;
    if (target === undefined || target.path.length === 0) {
      problems.add("FG204", `The reference ${unresolved(ref)}`, path);
      return undefined;
    }
    const pointer = JSON.stringify(target.path);
    const known = byPointer.get(pointer);
    if (known) return known;
    const wanted = schemaTypeName(nameAt(target.path));
    let name = wanted;
    for (let n = 2; byName.has(name) || taken.has(name); n++) {
      name = `${wanted}${n}`;
    }
    const definition: Definition = {
      name,
      source: target.value,
      path: target.path,
      schema: true,
      refersTo: new Set(),
      isA: new Set(),
    };
    byPointer.set(pointer, definition);
    byName.set(name, definition);
    // Worked off in a loop: a long chain of references must not exhaust the stack.
    pending.push(definition);
    return definition;
  }

  function copy(
    given: Json,
    path: DocumentPath,
    owner: Pick<Definition, "refersTo" | "isA">,
    sameValue: boolean,
  ): JsonSchema {
    if (typeof given === "boolean") return given;
    if (!isObject(given)) {
      problems.add("FG205", "A schema must be an object or a boolean", path);
      return true;
    }
    const schema = prepare(given);
    for (const keyword of unsupportedKeywords) {
      if (Object.hasOwn(schema, keyword)) {
        const what = `The keyword \`${keyword}\` is not supported`;
        problems.add("FG205", what, [...path, keyword]);
      }
    }
    const { $defs: _, ...rest } = schema;
    const result = mapSubschemas(rest, (inner, keys) =>
      copy(
        inner,
        [...path, ...keys],
        owner,
        sameValue && sameValueKeywords.has(String(keys[0])),
      ),
    );
    if (result["$ref"] !== undefined) {
      const definition = define(result["$ref"], [...path, "$ref"]);
      if (!definition) return true;
      owner.refersTo.add(definition.name);
      if (sameValue) owner.isA.add(definition.name);
      result["$ref"] = `#/$defs/${definition.name}`;
    }
    return result;
  }

  /** Every name that can be reached, sorted. */
  function closure(
    start: ReadonlySet<string>,
    edges: (definition: Definition) => ReadonlySet<string>,
  ): string[] {
    const reached = new Set(start);
    for (const name of reached) {
      for (const next of edges(byName.get(name)!)) reached.add(next);
    }
    return [...reached].sort();
  }

  function refuseCircle(name: string): void {
    const definition = byName.get(name)!;
    if (reported.has(name)) return;
    if (!closure(definition.isA, (d) => d.isA).includes(name)) return;
    reported.add(name);
    const what = `The schema \`${name}\` is defined by nothing but itself`;
    problems.add("FG204", what, definition.path);
  }

  return {
    bundle(schema, path) {
      const owner = { refersTo: new Set<string>(), isA: new Set<string>() };
      const self = copy(schema, path, owner, true);
      for (let next = pending.pop(); next; next = pending.pop()) {
        next.schema = copy(next.source, next.path, next, true);
      }
      const needed = closure(owner.refersTo, (d) => d.refersTo);
      needed.forEach(refuseCircle);
      if (typeof self === "boolean" || needed.length === 0) return self;
      return {
        ...self,
        $defs: Object.fromEntries(
          needed.map((name) => [name, byName.get(name)!.schema]),
        ),
      };
    },
  };
}

/** A definition is called as it stands in its list, whatever that is called; anything else after its place. */
function nameAt(path: DocumentPath): string {
  const list = path.at(-2);
  const isListed =
    list === "definitions" ||
    list === "$defs" ||
    list === "files" ||
    (list === "schemas" && path[0] === "components");
  return isListed
    ? String(path.at(-1)).replace(/\.(?:schema\.)?json$/i, "")
    : path.join(" ");
}

function unresolved(ref: Json): string {
  const text = JSON.stringify(ref);
  return typeof ref === "string" && !ref.startsWith("#")
    ? `${text} leaves the document`
    : `${text} points at nothing`;
}
