import type { Node } from "jsonc-parser";
import { FrameioGenError } from "../diagnostics/diagnostic.js";
import { quote } from "../diagnostics/printable.js";
import { DEFAULT_PROVIDERS, pathFor } from "./defaults.js";
import { MANIFEST_PATH } from "./manifest.js";
import { outlineOf } from "./outline.js";
import { locator } from "./place.js";
import { insertMember } from "./splice.js";
import { styleOf } from "./style.js";

const LINE_WIDTH = 80;

/** A provider's entry as it is written. */
export interface ProviderText {
  readonly schema: string;
  readonly path?: string;
}

/**
 * Declares a provider in the text of a manifest. Comments and layout stay; one that is declared just so already is left alone.
 *
 * @throws FrameioGenError FG106 when a provider of this name is declared with another schema, or another path than the one given, and when the text cannot be edited
 */
export function addProvider(
  text: string,
  id: string,
  entry: ProviderText,
): string {
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const body = text.slice(mark.length);
  const { root } = outlineOf(body);
  const style = styleOf(body, root);
  const providers = root.children?.find(
    ({ children }) => children?.[0]?.value === "providers",
  )?.children?.[1];
  const known = providers?.children?.find(
    ({ children }) => children?.[0]?.value === id,
  );
  if (known !== undefined) {
    const schema = memberOf(known, "schema");
    const path = memberOf(known, "path") ?? pathFor(id);
    const isOther = schema !== entry.schema;
    if (!isOther && path === (entry.path ?? path)) return text;
    throw new FrameioGenError([
      {
        code: "FG106",
        severity: "error",
        message: `The provider ${quote(id)} is declared already, with another ${isOther ? "schema" : "path"}`,
        file: MANIFEST_PATH,
        ...locator(body)(known.offset),
        hint: isOther
          ? "Choose another `--name`."
          : "Leave out `--path`; to change it, edit it here, and run `npx frameio-gen generate`.",
      },
    ]);
  }
  const { eol, unit, trailingComma } = style;
  const comma = trailingComma ? "," : "";
  if (providers?.type === "object") {
    return (
      mark +
      insertMember(body, providers, style, ({ indent, oneLine }) =>
        oneLine
          ? memberText(id, entry)
          : fitted(id, entry, indent, unit, eol, comma),
      )
    );
  }
  const all = { ...DEFAULT_PROVIDERS, [id]: entry };
  return (
    mark +
    insertMember(body, root, style, ({ indent, oneLine }) => {
      const inner = indent + unit;
      const members = Object.entries(all).map(([name, each]) =>
        oneLine
          ? memberText(name, each)
          : inner + fitted(name, each, inner, unit, eol, comma),
      );
      return oneLine
        ? `"providers": { ${members.join(", ")} }`
        : `"providers": {${eol}${members.join(`,${eol}`)}${comma}${eol}${indent}}`;
    })
  );
}

function memberOf(entry: Node, key: string): unknown {
  return entry.children?.[1]?.children?.find(
    ({ children }) => children?.[0]?.value === key,
  )?.children?.[1]?.value;
}

function memberText(id: string, entry: ProviderText): string {
  return `${JSON.stringify(id)}: { ${membersOf(id, entry).join(", ")} }`;
}

/** On one line where it fits, else one line for each member. */
function fitted(
  id: string,
  entry: ProviderText,
  indent: string,
  unit: string,
  eol: string,
  comma: string,
): string {
  const line = memberText(id, entry);
  if (indent.length + line.length < LINE_WIDTH) return line;
  const members = membersOf(id, entry).map((member) => indent + unit + member);
  return `${JSON.stringify(id)}: {${eol}${members.join(`,${eol}`)}${comma}${eol}${indent}}`;
}

/** The path is written even where it is the default: people look for it there. */
function membersOf(id: string, { schema, path = pathFor(id) }: ProviderText) {
  return [
    `"schema": ${JSON.stringify(schema)}`,
    `"path": ${JSON.stringify(path)}`,
  ];
}
