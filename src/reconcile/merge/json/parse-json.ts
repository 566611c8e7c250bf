import { type Node, type ParseError, parseTree } from "jsonc-parser";
import { buildList } from "../structure/build-list.js";
import type { Core, List, Part } from "../structure/part.js";
import {
  indentUnit,
  normalComment,
  type Source,
  type Token,
} from "../structure/source.js";

/** Properties that tell the objects of an array apart, the best first. */
const IDENTITIES = ["name", "id", "path", "event"];

/** JSON, with comments and trailing commas or without, as parts; undefined when it does not parse. */
export function parseJson(text: string): Part | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  if (!root || errors.length > 0) return undefined;
  const tokens = tokenize(text);
  const source: Source = {
    text,
    tokensIn: () => tokens,
    mayHaveLiterals: () => false,
    unit: indentUnit(text),
  };
  return { ...part(source, root), start: 0, end: text.length };
}

function part(source: Source, node: Node): Part {
  const { offset, length } = node;
  const list =
    node.type === "object"
      ? objectList(source, node)
      : node.type === "array"
        ? arrayList(source, node)
        : undefined;
  const lists = list ? [list] : [];
  return { source, start: offset, end: offset + length, lists };
}

function objectList(source: Source, node: Node): List {
  const cores = (node.children ?? []).map((property): Core => {
    const [name, value] = property.children ?? [];
    const label = String(name?.value);
    const start = property.offset;
    const end = value ? value.offset + value.length : start + property.length;
    const lists = value ? part(source, value).lists : [];
    return { key: label, label, part: { source, start, end, lists } };
  });
  const shape = {
    role: "object",
    separator: ",",
    ordered: false,
    set: false,
  } as const;
  const end = node.offset + node.length - 1;
  return buildList(source, shape, node.offset + 1, end, cores);
}

function arrayList(source: Source, node: Node): List | undefined {
  const elements = node.children ?? [];
  const identity = identityOf(elements);
  if (identity === undefined) return undefined;
  const cores = elements.map((element): Core => {
    const value = identity === "" ? element.value : property(element, identity);
    const label = String(value);
    return { key: JSON.stringify(value), label, part: part(source, element) };
  });
  const kind =
    elements.length === 0 ? "*" : identity === "" ? "scalars" : identity;
  const shape = {
    role: `array:${kind}`,
    separator: ",",
    ordered: false,
    set: true,
  } as const;
  const end = node.offset + node.length - 1;
  return buildList(source, shape, node.offset + 1, end, cores);
}

/** By what the elements of an array are told apart: "" by their value; undefined: the array is one thing. */
function identityOf(elements: readonly Node[]): string | undefined {
  const unique = (values: unknown[]) =>
    new Set(values).size === values.length && !values.includes(undefined);
  const scalar = (node: Node) =>
    node.type !== "object" && node.type !== "array";
  if (elements.every(scalar)) {
    return unique(elements.map((node) => JSON.stringify(node.value)))
      ? ""
      : undefined;
  }
  if (!elements.every((node) => node.type === "object")) return undefined;
  return IDENTITIES.find((name) =>
    unique(elements.map((element) => property(element, name))),
  );
}

/** The value of a scalar property. */
function property(object: Node, name: string): unknown {
  const found = object.children?.find(
    (child) => child.children?.[0]?.value === name,
  );
  return found?.children?.[1]?.value;
}

const TOKEN =
  /"(?:[^"\\]|\\.)*"|\/\/.*|\/\*[^]*?\*\/|[{}[\],:]|[^\s{}[\],:"/]+/g;

/** The text has been parsed: every token is one of these. */
function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let comma: number | undefined;
  for (const { 0: raw, index: start } of text.matchAll(TOKEN)) {
    const comment = raw.startsWith("/");
    // A comma before a bracket may come and go.
    const before = comma === undefined ? undefined : tokens[comma];
    if (before && comma !== undefined && (raw === "}" || raw === "]")) {
      tokens[comma] = { ...before, normal: "" };
    }
    if (!comment) comma = raw === "," ? tokens.length : undefined;
    const normal = comment
      ? normalComment(raw)
      : raw.startsWith('"')
        ? JSON.stringify(JSON.parse(raw))
        : raw;
    const end = start + raw.length;
    tokens.push({ start, end, normal, comment, literal: false });
  }
  return tokens;
}
