import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, it } from "vitest";
import { loadTypeScriptMerge, merge } from "../../src/reconcile/merge/index.js";
import {
  hasSyntaxErrors,
  syntaxTree,
} from "../../src/reconcile/merge/typescript/parse.js";

const typescript = await loadTypeScriptMerge();
const folder = fileURLToPath(
  new URL("../../src/reconcile/merge", import.meta.url),
);
const samples = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .sort()
  .map((name) => readFileSync(join(folder, name), "utf8"));

interface Mutation {
  readonly kind:
    "statement" | "string" | "number" | "argument" | "remark" | "delete";
  /** Where in the file, in thousandths. */
  readonly at: number;
}

const mutations = fc.array(
  fc.record<Mutation>({
    kind: fc.constantFrom(
      "statement",
      "string",
      "number",
      "argument",
      "remark",
      "delete",
    ),
    at: fc.nat(999),
  }),
  { minLength: 1, maxLength: 4 },
);

const parses = (text: string) => !hasSyntaxErrors(syntaxTree("a.ts", text));

/** Mutates a text where it still parses afterwards. Each mutation leaves a word of its own behind. */
function mutate(
  base: string,
  side: string,
  list: readonly Mutation[],
): { text: string; words: string[] } {
  let text = base;
  let words: string[] = [];
  list.forEach(({ kind, at }, i) => {
    const lines = text.split("\n");
    const index = Math.floor((at * lines.length) / 1000);
    const line = lines[index] ?? "";
    const word = `${side}Word${i}`;
    const indent = /^\s*/.exec(line)?.[0] ?? "";
    const inImport = / from "/.test(line);
    if (kind === "statement") lines.splice(index, 0, `${indent}${word}();`);
    else if (kind === "remark") lines.splice(index, 0, `${indent}// ${word}`);
    else if (kind === "delete") lines.splice(index, 1);
    else if (kind === "string" && !inImport)
      lines[index] = line.replace(/"[^"]*"/, `"${word}"`);
    else if (kind === "number") lines[index] = line.replace(/\b\d+\b/, word);
    else lines[index] = line.replace(/\(([\w., ]+)\)/, `($1, ${word})`);
    const next = lines.join("\n");
    if (!parses(next)) return;
    text = next;
    words.push(word);
  });
  words = words.filter((word) => text.includes(word));
  return { text, words };
}

it("never loses a word of real code that was edited at random on both sides", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...samples),
      mutations,
      mutations,
      (base, mine, new_) => {
        const ours = mutate(base, "user", mine);
        const theirs = mutate(base, "template", new_);
        const { text, conflicts } = merge(
          { path: "a.ts", base, ours: ours.text, theirs: theirs.text },
          { typescript },
        );
        const told = conflicts
          .map((conflict) => conflict.base + conflict.ours + conflict.theirs)
          .join("\n");
        for (const word of [...ours.words, ...theirs.words])
          expect(text + told).toContain(word);
        if (conflicts.length > 0) {
          expect(text).toMatch(/^<{7} yours$/m);
          return;
        }
        expect(parses(text)).toBe(true);
        const again = merge(
          { path: "a.ts", base: theirs.text, ours: text, theirs: theirs.text },
          { typescript },
        );
        expect(again.text).toBe(text);
      },
    ),
    { seed: 20_26, numRuns: 300 },
  );
}, 120_000);
