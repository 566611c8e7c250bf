/** How a tag begins that opens a level or closes one: a block, an `else if` (each stands within the one before it), or a comment. */
const TAG =
  /\{+[~\s]*(?:(#)|(\^(?!\s*~?\}\}))|(else\s+(?!~?\}\}))|(\/)|(!--|!))?/y;
const WITHIN = /\}\}|"[^"]*"|'[^']*'|[^"'()}]+|./sy;

/**
 * Whether a template nests deeper than so many levels, blocks and expressions in parentheses together. It only counts, so that a
 * template that is no template gets any answer; but in no time, where Handlebars takes minutes for thousands of levels.
 */
export function nestsDeeperThan(most: number, source: string): boolean {
  /** Levels that each open block closes. */
  const blocks: number[] = [];
  let depth = 0;
  let at = source.indexOf("{{");
  while (at !== -1) {
    TAG.lastIndex = at;
    const [begin = "{{", block, inverse, chained, end, comment] =
      TAG.exec(source) ?? [];
    at += begin.length;
    if (comment !== undefined) {
      const closing = source.indexOf(comment === "!" ? "}}" : "--", at);
      at = closing === -1 ? source.length : closing;
    } else {
      if (end !== undefined) depth -= blocks.pop() ?? 0;
      else if (block !== undefined || inverse !== undefined) blocks.push(1);
      else if (chained !== undefined) blocks.push((blocks.pop() ?? 0) + 1);
      if (block ?? inverse ?? chained) depth += 1;
      const { deepest, next } = expression(source, at);
      if (depth + deepest > most) return true;
      at = next;
    }
    at = source.indexOf("{{", at);
  }
  return false;
}

/** The rest of a tag: how deep its parentheses go, and where it ends. */
function expression(source: string, from: number) {
  let [open, deepest] = [0, 0];
  let next = from;
  for (;;) {
    WITHIN.lastIndex = next;
    const [token] = WITHIN.exec(source) ?? [];
    if (token === undefined) return { deepest, next };
    next += token.length;
    if (token === "}}") return { deepest, next };
    if (token === "(") deepest = Math.max(deepest, ++open);
    else if (token === ")") open -= 1;
  }
}
