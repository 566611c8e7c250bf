import { didYouMean } from "../diagnostics/nearest.js";
import { quote } from "../diagnostics/printable.js";
import { templateHelpers } from "../render/template-helpers.js";

/** What {{#…}} may begin with. */
export const blocks = ["each", "if", "unless", "with"];
export const helpers = Object.keys(templateHelpers);
/** Named values that a block or helper takes: numbers, or yes and no. */
const options: Readonly<Record<string, readonly string[]>> = {
  if: ["includeZero"],
  unless: ["includeZero"],
  value: ["indent", "column"],
};

/** A named value that its block or helper cannot take. */
export interface WrongOption {
  readonly pair: hbs.AST.HashPair;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** Of a call such as {{value x indent=2}}. */
export function wrongOptions(
  name: string,
  hash: hbs.AST.Hash | undefined,
): readonly WrongOption[] {
  const known = options[name] ?? [];
  return (hash?.pairs ?? []).flatMap((pair): WrongOption[] => {
    if (!known.includes(pair.key)) {
      const message = `${quote(name)} has no option ${quote(pair.key)}`;
      return [{ pair, message, hint: didYouMean(pair.key, known) }];
    }
    const { value } = pair.value as { readonly value?: unknown };
    const isNumber = name === "value";
    const fits = isNumber
      ? Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 200
      : typeof value === "boolean";
    if (fits) return [];
    const wanted = isNumber ? "a number from 0 to 200" : "true or false";
    return [
      { pair, message: `The option ${quote(pair.key)} must be ${wanted}` },
    ];
  });
}

/** A name that could be a helper's; undefined for paths such as `a.b` and for literals. */
export function nameOf(node: hbs.AST.Node): string | undefined {
  if (node.type !== "PathExpression") return undefined;
  const { parts, depth, data } = node as hbs.AST.PathExpression;
  return parts.length === 1 && depth === 0 && !data ? parts[0] : undefined;
}

/** A path or literal as it is written. */
export function shown(node: hbs.AST.Node): string {
  const { original } = node as { readonly original?: unknown };
  return quote(String(original ?? "this"));
}

/** Before another sentence. */
export function prefixed(sentence: string | undefined): string {
  return sentence === undefined ? "" : `${sentence} `;
}
