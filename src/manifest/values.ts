import type { Node } from "jsonc-parser";
import { didYouMean } from "../diagnostics/nearest.js";
import { quote } from "../diagnostics/printable.js";
import type { NameProblem } from "./names.js";
import type { Report } from "./report.js";

/** A value in the manifest, and what messages call it. */
export interface Value {
  readonly node: Node;
  /** Such as `webhooks[0].secret.env`; empty for the manifest itself. */
  readonly path: string;
}

/** The members of an object. A map, so that no key is special. */
export type Members = ReadonlyMap<string, Value>;

/**
 * Undefined when the value is no object. Reports keys that are given twice and, where `keys` are given, keys that are not among them.
 */
export function readObject(
  { node, path }: Value,
  keys: readonly string[] | undefined,
  report: Report,
): Members | undefined {
  if (node.type !== "object") {
    expected({ node, path }, "an object { … }", report);
    return undefined;
  }
  const members = new Map<string, Value>();
  const keyNodes = new Map<string, Node>();
  for (const property of node.children ?? []) {
    const [keyNode, value] = property.children ?? [];
    if (keyNode === undefined || value === undefined) continue;
    const key = String(keyNode.value);
    const first = keyNodes.get(key);
    if (first !== undefined) {
      report.at(
        keyNode,
        "FG106",
        `The key ${quote(key)} is given twice, first at ${at(first, report)}`,
        "Keep one of them.",
      );
      continue;
    }
    keyNodes.set(key, keyNode);
    if (keys === undefined || keys.includes(key)) {
      members.set(key, {
        node: value,
        path: path === "" ? key : `${path}.${key}`,
      });
    } else {
      const owner = path === "" ? "" : ` in ${path}`;
      // A secret that was put into the manifest stands behind a key that does not exist.
      const method = /secret|token|password/i.test(key + path)
        ? "atSecret"
        : "at";
      report[method](
        keyNode,
        "FG102",
        `Unknown key ${quote(key)}${owner}`,
        didYouMean(key, keys) ?? `Known keys: ${keys.join(", ")}.`,
      );
    }
  }
  return members;
}

/** Undefined when the value is no array. */
export function readArray(
  { node, path }: Value,
  report: Report,
): Value[] | undefined {
  if (node.type === "array")
    return (node.children ?? []).map((child, index) => ({
      node: child,
      path: `${path}[${index}]`,
    }));
  expected({ node, path }, "a list [ … ]", report);
  return undefined;
}

/** Undefined when the value is no string, or when `check` finds a problem in it. */
export function readString(
  value: Value,
  report: Report,
  check?: (text: string) => NameProblem | undefined,
): string | undefined {
  const { node } = value;
  if (node.type !== "string") {
    expected(value, "a string", report);
    return undefined;
  }
  const text = String(node.value);
  const problem = check?.(text);
  if (problem === undefined) return text;
  report.at(node, "FG103", problem.message, problem.hint);
  return undefined;
}

/** A string, or a list of strings that is not empty. */
export function readStrings(
  value: Value,
  most: number,
  report: Report,
): { value: Value; text: string }[] | undefined {
  const items =
    value.node.type === "string"
      ? [value]
      : value.node.type === "array"
        ? readArray(value, report)
        : undefined;
  if (items === undefined) {
    expected(value, "a string or a list of strings", report);
    return undefined;
  }
  if (items.length === 0 || items.length > most) {
    report.at(
      value.node,
      "FG103",
      `${value.path} must name 1 to ${most}, not ${items.length}`,
    );
    return undefined;
  }
  const read = items.map((item) => ({
    value: item,
    text: readString(item, report),
  }));
  return read.every(
    (item): item is { value: Value; text: string } => item.text !== undefined,
  )
    ? read
    : undefined;
}

/** One of a few words. */
export function readChoice<T extends string>(
  value: Value,
  choices: readonly T[],
  report: Report,
): T | undefined {
  const { node, path } = value;
  const choice = choices.find((candidate) => candidate === node.value);
  if (choice !== undefined) return choice;
  const given = node.type === "string" ? String(node.value) : "";
  report.at(
    node,
    "FG103",
    `${path} must be ${oneOf(choices)}, not ${shown(node)}`,
    didYouMean(given, choices) ?? `Write ${oneOf(choices)}.`,
  );
  return undefined;
}

/** A whole number within bounds, both included. */
export function readInteger(
  { node, path }: Value,
  least: number,
  most: number,
  unit: string,
  report: Report,
): number | undefined {
  const { value } = node as { value?: unknown };
  if (
    typeof value === "number" &&
    Number.isInteger(value) &&
    value >= least &&
    value <= most
  )
    return value;
  report.at(
    node,
    "FG103",
    `${path} must be a whole number of ${unit} from ${least} to ${most}, not ${shown(node)}`,
    `Write a number from ${least} to ${most}.`,
  );
  return undefined;
}

/** `line 7, column 15` */
export function at(node: Node, report: Report): string {
  const { line, column } = report.locate(node.offset);
  return `line ${line}, column ${column}`;
}

export function expected(
  { node, path }: Value,
  form: string,
  report: Report,
): void {
  report.at(
    node,
    "FG103",
    `${path === "" ? "The manifest" : path} must be ${form}, not ${shown(node)}`,
    `Write ${form}.`,
  );
}

/** A node's value for messages. */
export function shown(node: Node): string {
  switch (node.type) {
    case "object":
      return "an object";
    case "array":
      return "a list";
    case "string":
      return quote(String(node.value));
    default:
      return String(node.value);
  }
}

function oneOf(choices: readonly string[]): string {
  const quoted = choices.map((choice) => `"${choice}"`);
  return quoted.length === 1
    ? (quoted[0] ?? "")
    : `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
}
