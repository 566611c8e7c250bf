import ts from "typescript";
import type { Json } from "../../schema/catalog.js";
import type { ComparedCatalog } from "../compare-catalogs.js";
import type { EventTypes } from "./event-types.js";
import type { Compiled } from "./program.js";

/** Deeper than that nobody's payload goes; what is cut off is anything at all. */
const DEEPEST = 40;

/**
 * The events that generated types tell of, as schemas: for types whose document is not at hand any more. Formats and limits of values are
 * no part of types, and none of these.
 *
 * @param typeName what the type of an event is called
 */
export function catalogOfTypes(
  { checker }: Compiled,
  types: EventTypes,
  typeName: (event: string) => string,
): ComparedCatalog {
  const definitions: Record<string, Json> = {};
  const events = types.names.map((name) => {
    const type = types.event(name);
    return {
      name,
      family: name,
      typeName: typeName(name),
      summary: "",
      description: "",
      example: null,
      schema: {
        ...(type === undefined ? {} : membersOf(type, 0)),
        $defs: definitions,
      },
    };
  });

  function schemaOf(type: ts.Type, depth: number): { [key: string]: Json } {
    const { flags } = type;
    if (depth > DEEPEST) return {};
    if (type.isUnion()) return unionOf(type, depth);
    if (flags & ts.TypeFlags.Null) return { type: "null" };
    if (type.isStringLiteral() || type.isNumberLiteral())
      return { const: type.value };
    if (flags & ts.TypeFlags.BooleanLiteral)
      return { const: checker.typeToString(type) === "true" };
    if (flags & ts.TypeFlags.StringLike || isOpenString(type))
      return { type: "string" };
    if (flags & ts.TypeFlags.NumberLike) return { type: "number" };
    if (flags & ts.TypeFlags.BooleanLike) return { type: "boolean" };
    if (checker.isArrayType(type) || checker.isTupleType(type)) {
      const items = type.getNumberIndexType();
      return {
        type: "array",
        items: items === undefined ? {} : schemaOf(items, depth + 1),
      };
    }
    if (flags & ts.TypeFlags.Object || type.isIntersection())
      return named(type) ?? membersOf(type, depth);
    return {};
  }

  /** An exported interface is a shared schema. */
  function named(type: ts.Type): { [key: string]: Json } | undefined {
    const symbol = type.aliasSymbol ?? type.symbol;
    const name = symbol?.name ?? "";
    if (types.named(name) !== type) return undefined;
    if (!Object.hasOwn(definitions, name)) {
      // Known before it is read: it may hold itself.
      definitions[name] = {};
      definitions[name] = membersOf(type, 0);
    }
    return { $ref: `#/$defs/${name}` };
  }

  function unionOf(type: ts.UnionType, depth: number): { [key: string]: Json } {
    if (type.flags & ts.TypeFlags.Boolean) return { type: "boolean" };
    const parts = type.types.filter(
      ({ flags }) => (flags & ts.TypeFlags.Undefined) === 0,
    );
    const booleans = parts.filter(
      ({ flags }) => flags & ts.TypeFlags.BooleanLiteral,
    );
    const others =
      booleans.length === 2
        ? parts.filter((part) => !booleans.includes(part))
        : parts;
    const branches: Json[] = others.map((part) => schemaOf(part, depth + 1));
    if (booleans.length === 2) branches.push({ type: "boolean" });
    const [only] = branches;
    return branches.length === 1
      ? (only as { [key: string]: Json })
      : { anyOf: branches };
  }

  function membersOf(type: ts.Type, depth: number): { [key: string]: Json } {
    const required: string[] = [];
    const properties: [string, Json][] = [];
    for (const member of checker.getPropertiesOfType(type)) {
      if ((member.flags & ts.SymbolFlags.Optional) === 0)
        required.push(member.name);
      properties.push([
        member.name,
        schemaOf(checker.getTypeOfSymbol(member), depth + 1),
      ]);
    }
    const values = type.getStringIndexType();
    return {
      type: "object",
      properties: Object.fromEntries(properties),
      required,
      ...(values === undefined
        ? {}
        : { additionalProperties: schemaOf(values, depth + 1) }),
    };
  }

  return { events };
}

/** `string & {}`: any text, beside those that are listed. */
function isOpenString(type: ts.Type): boolean {
  return (
    type.isIntersection() &&
    type.types.some(({ flags }) => flags & ts.TypeFlags.String)
  );
}
