import { comment } from "../render/helpers.js";
import { endedOnce } from "../render/last-line.js";
import { applyKey } from "./apply-key.js";
import type { Fragment, Layer } from "./layer.js";
import { OURS, type Writers } from "./writers.js";

/**
 * The text of one of our files with what the layers put into it.
 *
 * @param writers collects keys that two writers want differently
 */
export function applyFragments(
  target: string,
  text: string,
  layers: readonly Layer[],
  writers: Writers,
): string {
  let result = text;
  for (const layer of layers) {
    const lines: string[] = [];
    for (const fragment of layer.fragments) {
      if (fragment.target !== target) continue;
      const writer = { who: layer.name, file: fragment.file };
      switch (fragment.kind) {
        case "key":
          result = applyKey(target, result, fragment, writer, writers);
          break;
        case "line":
          if (claimLine(target, text, fragment.line, writer, writers))
            lines.push(fragment.line);
          break;
        case "variable":
          if (claimVariable(target, text, fragment, writer, writers))
            result = appended(result, variableLines(fragment));
          break;
        case "import":
          if (claimImport(target, text, fragment, writer, writers))
            result = withImport(result, fragment.statement);
          break;
      }
    }
    if (lines.length > 0)
      result = appended(result, [`# ${layer.name}`, ...lines]);
  }
  return result;
}

type Writer = Parameters<Writers["claim"]>[3];

/** Two lines are about the same thing when they differ in `!` alone, or name the same pattern. */
function claimLine(
  target: string,
  ours: string,
  line: string,
  writer: Writer,
  writers: Writers,
): boolean {
  const keyOf = (each: string) =>
    target === ".gitattributes"
      ? (each.split(/\s/)[0] ?? "")
      : each.replace(/^!/, "");
  const key = keyOf(line);
  const own = ours
    .split("\n")
    .find(
      (each) => !each.startsWith("#") && each !== "" && keyOf(each) === key,
    );
  if (own !== undefined)
    writers.claim(target, key, own, { ...writer, who: OURS });
  return writers.claim(target, key, line, writer);
}

function claimVariable(
  target: string,
  ours: string,
  fragment: Fragment & { readonly kind: "variable" },
  writer: Writer,
  writers: Writers,
): boolean {
  const { name } = fragment;
  if (new RegExp(`^#?${name}=`, "m").test(ours))
    writers.claim(target, name, OURS, { ...writer, who: OURS });
  const text = variableLines(fragment).join("\n");
  return writers.claim(target, name, text, writer);
}

function variableLines({
  name,
  description,
  value,
}: Fragment & { readonly kind: "variable" }): string[] {
  return [
    `# ${comment(description)}`,
    value === "" ? `${name}=` : `#${name}=${value}`,
  ];
}

/** By each name that is bound; an import without names by its module. */
function claimImport(
  target: string,
  ours: string,
  { statement, module }: Fragment & { readonly kind: "import" },
  writer: Writer,
  writers: Writers,
): boolean {
  const own = [...ours.matchAll(/^import [^;]*?"([^"]+)";$/gm)].map(([text]) =>
    text.replaceAll(/\s+/g, " ").replace(/, }/, " }"),
  );
  if (own.includes(statement)) return false;
  for (const each of own)
    for (const name of namesIn(each))
      writers.claim(target, `import ${name}`, each, { ...writer, who: OURS });
  const names = namesIn(statement);
  const keys = names.length > 0 ? names : [JSON.stringify(module)];
  const claims = keys.map((key) =>
    writers.claim(target, `import ${key}`, statement, writer),
  );
  return claims.every(Boolean);
}

function namesIn(statement: string): string[] {
  const clause = /^import (?:type )?([^"]*) from /.exec(statement)?.[1] ?? "";
  return clause
    .split(/[{},]/)
    .map((part) => part.trim().split(/\s/).at(-1) ?? "")
    .filter((name) => name !== "");
}

/** First of all imports: what instruments others has to run before them. */
function withImport(text: string, statement: string): string {
  const first = /^import /m.exec(text)?.index ?? 0;
  return `${text.slice(0, first)}${statement}\n${text.slice(first)}`;
}

function appended(text: string, lines: readonly string[]): string {
  return `${endedOnce(text)}\n${lines.join("\n")}\n`;
}
