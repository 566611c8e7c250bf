import type { Json } from "../catalog.js";
import { isObject, type JsonObject } from "../parse-document.js";
import { innerSchemas } from "../subschemas.js";
import { measured } from "./measure-schema.js";

/** As often as the sampler repeats what may be repeated without end. */
const MOST_REPEATS = 100;

/** Characters of the longest text that a sampler may make by an expression, estimated. */
export function longestBy(expression: string): number {
  const open: { total: number; last: number }[] = [];
  let here = { total: 0, last: 0 };
  for (const [token] of expression.matchAll(tokens)) {
    const [, least, most] = /^\{(\d+)(?:,(\d*))?\}/.exec(token) ?? [];
    if (token.startsWith("(")) {
      open.push(here);
      here = { total: 0, last: 0 };
    } else if (token === ")") {
      const length = here.total + here.last;
      const outer = open.pop() ?? { total: 0, last: 0 };
      here = { total: outer.total + outer.last, last: length };
    } else if (/^[*+]/.test(token)) here.last *= MOST_REPEATS;
    else if (least !== undefined) {
      const endless = Number(least) + MOST_REPEATS;
      here.last *= Number(most === "" ? endless : (most ?? least));
    } else if (token !== "?") {
      here = { total: here.total + here.last, last: 1 };
    }
  }
  return (
    open.reduce((sum, { total, last }) => sum + total + last, 0) +
    here.total +
    here.last
  );
}

const tokens =
  /\\[pPu]\{[^}]*\}|\\.|\[(?:\\.|[^\]\\])*\]|\(\?(?:<?[=!]|:|<\w+>)|\{\d+(?:,\d*)?\}|[^]/g;

/** Whether a schema has expressions that may take for ever to find that a text is none of theirs. */
export function mayTakeForEver(schema: Json): boolean {
  return measured(riskOf, schema) > 1;
}

function riskOf(schema: JsonObject, of: (inner: Json) => number): number {
  const { $defs: _, ...own } = schema;
  const { pattern, patternProperties } = own;
  const keys = isObject(patternProperties)
    ? Object.keys(patternProperties)
    : [];
  const isRisky = [pattern, ...keys].some(
    (text) => typeof text === "string" && backtracks(text),
  );
  return Math.max(isRisky ? 2 : 1, ...innerSchemas(own).map(of));
}

/** What is repeated repeats something itself, or two repetitions may share the text between them. Too much found does no harm. */
function backtracks(expression: string): boolean {
  const repeats = expression.match(/[*+}]/g) ?? [];
  return repeats.length > 1 || /\)[*+{]/.test(expression);
}
