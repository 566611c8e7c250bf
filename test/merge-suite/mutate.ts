import {
  hasSyntaxErrors,
  syntaxTree,
} from "../../src/reconcile/merge/typescript/parse.js";

export const edits = [
  "statement",
  "string",
  "number",
  "argument",
  "remark",
  "trailing remark",
  "delete",
  "delete block",
  "rename",
  "member",
  "import name",
  "import line",
  "wrap",
  "swap",
  "rewrite remark",
] as const;

export interface Mutation {
  readonly kind: (typeof edits)[number];
  /** Where in the file, in ten-thousandths. */
  readonly at: number;
}

export const parses = (text: string) =>
  !hasSyntaxErrors(syntaxTree("a.ts", text));

/** Mutates a text where it still parses afterwards. Each mutation leaves a word of its own behind. */
export function mutate(
  base: string,
  side: "user" | "template",
  list: readonly Mutation[],
): { text: string; words: string[] } {
  let text = base;
  const words: string[] = [];
  list.forEach(({ kind, at }, i) => {
    const word = `${side}Word${i}`;
    const lines = text.split("\n");
    const index = Math.floor((at * lines.length) / 10_000);
    const next = changed(kind, lines, index, word);
    if (next === undefined || !parses(next)) return;
    text = next;
    words.push(word);
  });
  return { text, words: words.filter((word) => text.includes(word)) };
}

function changed(
  kind: Mutation["kind"],
  lines: string[],
  index: number,
  word: string,
): string | undefined {
  const line = lines[index] ?? "";
  const indent = /^\s*/.exec(line)?.[0] ?? "";
  const imports = / from "/.test(line);
  switch (kind) {
    case "statement":
      lines.splice(index, 0, `${indent}${word}();`);
      break;
    case "member":
      lines.splice(index, 0, `${indent}${word}: 1,`);
      break;
    case "remark":
      lines.splice(index, 0, `${indent}// ${word}`);
      break;
    case "trailing remark":
      lines[index] = `${line} // ${word}`;
      break;
    case "rewrite remark":
      lines[index] = line.replace(
        /(\/\/ |\/\*\* )(.*?)( \*\/|$)/,
        `$1${word}$3`,
      );
      break;
    case "delete":
      lines.splice(index, 1);
      break;
    case "delete block": {
      const end = lines.findIndex(
        (other, i) => i > index && other.startsWith(`${indent}}`),
      );
      if (end < 0) return undefined;
      lines.splice(index, end - index + 1);
      break;
    }
    case "swap":
      lines.splice(index, 2, lines[index + 1] ?? "", line);
      break;
    case "wrap":
      lines[index] = `${indent}if (${word}) {\n${line}\n${indent}}`;
      break;
    case "string":
      if (!imports) lines[index] = line.replace(/"[^"]*"/, `"${word}"`);
      break;
    case "number":
      lines[index] = line.replace(/\b\d+\b/, word);
      break;
    case "argument":
      lines[index] = line.replace(/\(([\w., ]+)\)/, `($1, ${word})`);
      break;
    case "import name":
      lines[index] = line.replace(/^import \{ /, `import { ${word}, `);
      break;
    case "import line":
      lines.splice(0, 0, `import { ${word} } from "./${word}.js";`);
      break;
    case "rename": {
      const name = /\b(?:const|let|function|class|interface) (\w+)/.exec(line);
      if (!name) return undefined;
      const pattern = new RegExp(`(?<![.\\w"'/])${name[1]}(?![\\w"'/])`, "g");
      return lines.join("\n").replace(pattern, word);
    }
  }
  return lines.join("\n");
}
