import { quote } from "../diagnostics/printable.js";
import { DEFAULT_SECRET } from "./defaults.js";
import type { SecretSource } from "./manifest.js";
import { patterns, resolverProblem, variableProblem } from "./names.js";
import type { Report } from "./report.js";
import {
  at,
  readObject,
  readString,
  readStrings,
  type Value,
} from "./values.js";

/** Trying secrets costs time before a caller is known, so their number is bounded. */
const mostVariables = 5;

/** `{ "env": "NAME" }`, `{ "env": ["NEW", "OLD"] }` or `{ "resolver": "name" }`. Undefined when it is wrong. */
export function readSecret(
  value: Value | undefined,
  report: Report,
): SecretSource | undefined {
  if (value === undefined) return DEFAULT_SECRET;
  if (value.node.type === "string") {
    reportLiteral(value, report);
    return undefined;
  }
  const members = readObject(value, ["env", "resolver", "install"], report);
  if (members === undefined) return undefined;
  const install = members.get("install");
  if (install !== undefined) {
    report.at(
      install.node,
      "FG108",
      "Secrets from an install system are not available yet",
      'Use { "env": "WEBHOOK_SECRET" } or { "resolver": "resolveSecret" }.',
    );
  }
  const env = members.get("env");
  const resolver = members.get("resolver");
  const variables = env === undefined ? undefined : readVariables(env, report);
  const name =
    resolver === undefined
      ? undefined
      : readString(resolver, report, resolverProblem);
  if (env !== undefined && resolver !== undefined) {
    report.at(
      resolver.node,
      "FG106",
      `${value.path} has both "env" and "resolver"`,
      "Keep one of them.",
    );
    return undefined;
  }
  if (env === undefined && resolver === undefined && install === undefined) {
    report.at(
      value.node,
      "FG105",
      `${value.path} says neither "env" nor "resolver"`,
      'Write { "env": "WEBHOOK_SECRET" } or { "resolver": "resolveSecret" }.',
    );
  }
  if (install !== undefined) return undefined;
  if (variables !== undefined) return { kind: "env", variables };
  return name === undefined ? undefined : { kind: "resolver", name };
}

/** The text may be the secret itself: it is neither repeated nor shown. */
function reportLiteral({ node, path }: Value, report: Report): void {
  const text = String(node.value);
  const isName = text.includes("_") && patterns.variable.test(text);
  report.atSecret(
    node,
    "FG103",
    `${path} must be an object that says where the secret comes from, not a string`,
    isName
      ? `Write { "env": ${quote(text)} }.`
      : 'Keep secrets out of the manifest: write { "env": "WEBHOOK_SECRET" }, and set that variable.',
  );
}

function readVariables(env: Value, report: Report): string[] | undefined {
  const strings = readStrings(env, mostVariables, report);
  if (strings === undefined) return undefined;
  const read = strings.map(({ value }) =>
    readString(value, report, variableProblem),
  );
  const names = read.filter((name) => name !== undefined);
  strings.forEach(({ value, text }, index) => {
    const first = strings.findIndex((other) => other.text === text);
    const node = strings[first]?.value.node;
    if (first < index && node !== undefined) {
      report.at(
        value.node,
        "FG106",
        `The variable ${quote(text)} is named twice, first at ${at(node, report)}`,
        "Keep one of them.",
      );
    }
  });
  return names.length === strings.length ? names : undefined;
}
