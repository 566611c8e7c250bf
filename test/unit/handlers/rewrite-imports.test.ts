import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rewriteImports } from "../../../src/handlers/syntax/index.js";

const moves = new Map([["src/a/one.ts", "src/b/c/two.ts"]]);

describe("rewriteImports", () => {
  it.each([
    ['import x from "../lib.js";', 'import x from "../../lib.js";'],
    ["import x from '../lib.js'", "import x from '../../lib.js'"],
    ['import "./side.css";', 'import "../../a/side.css";'],
    ['export * from "./other";', 'export * from "../../a/other";'],
    ['type T = import("../t.js").T;', 'type T = import("../../t.js").T;'],
    ["await import(`../lib.js`);", "await import(`../../lib.js`);"],
    ['require("../lib.cjs");', 'require("../../lib.cjs");'],
    ['vi.mock("../lib.js");', 'vi.mock("../../lib.js");'],
    [
      'new URL("./x.json", import.meta.url);',
      'new URL("../../a/x.json", import.meta.url);',
    ],
    ['import self from "./one.js";', 'import self from "./two.js";'],
    ['import x from "pkg";', 'import x from "pkg";'],
    ['import x from "../../../out.js";', 'import x from "../../../out.js";'],
    ['log("../lib.js");', 'log("../lib.js");'],
    ['new URL("./x", "http://x");', 'new URL("./x", "http://x");'],
    ['// import x from "../lib.js"', '// import x from "../lib.js"'],
  ])("of a file that moves: %s", (before, after) => {
    expect(rewriteImports("src/a/one.ts", before, moves)).toBe(after);
  });

  it.each([
    ['import x from "./a/one.js";', 'import x from "./b/c/two.js";'],
    ['import x from "./a/one.ts";', 'import x from "./b/c/two.ts";'],
    ['import x from "./a/one";', 'import x from "./b/c/two";'],
    ['import x from "./a/../a/one.js";', 'import x from "./b/c/two.js";'],
    ['import x from "./a/other.js";', 'import x from "./a/other.js";'],
    ['import x from "./a/./other.js";', 'import x from "./a/./other.js";'],
  ])("of a file that stays: %s", (before, after) => {
    expect(rewriteImports("src/app.ts", before, moves)).toBe(after);
  });

  it("there and back is the text of before", () => {
    const folder = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 3 });
    const file = fc
      .tuple(folder, fc.constantFrom("x", "y", "z"))
      .map(([parts, name]) => ["src", ...parts, name].join("/"));
    fc.assert(
      fc.property(file, file, file, (from, to, target) => {
        fc.pre(from !== to && from !== target && to !== target);
        const names = relative(from, target);
        const text = `// é\r\nimport x from '${names}.js'; /* x */\n`;
        const there = new Map([[`${from}.ts`, `${to}.ts`]]);
        const back = new Map([[`${to}.ts`, `${from}.ts`]]);
        const moved = rewriteImports(`${from}.ts`, text, there);
        expect(moved).toContain(`'${relative(to, target)}.js'`);
        expect(rewriteImports(`${to}.ts`, moved, back)).toBe(text);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

/** By the rules of URLs, independently of ours. */
function relative(from: string, to: string): string {
  const source = from.split("/").slice(0, -1);
  const target = to.split("/");
  while (source.length > 0 && target.length > 1 && source[0] === target[0]) {
    source.shift();
    target.shift();
  }
  const up = source.map(() => "..");
  return [...(up.length > 0 ? up : ["."]), ...target].join("/");
}
