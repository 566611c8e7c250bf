import { beforeAll, describe, expect, it } from "vitest";

import {
  loadTypeScriptMerge,
  merge,
  type TypeScriptMerge,
} from "../../../../src/reconcile/merge/index.js";

let typescript: TypeScriptMerge;
beforeAll(async () => {
  typescript = await loadTypeScriptMerge();
});

/** Generous: what is not bounded takes minutes or hours. */
const SECONDS_30 = 30_000;

const merged = (path: string, base: string, ours: string, theirs: string) =>
  merge({ path, base, ours, theirs }, { typescript });

/** `count` things; every fiftieth is `changed`, beginning with the one at `first`. */
function many(
  count: number,
  thing: (index: number) => string,
  [first, changed]: readonly [number, (index: number) => string] = [-1, thing],
): string[] {
  return Array.from({ length: count }, (_, at) =>
    at % 50 === first ? changed(at) : thing(at),
  );
}

const lines = (all: readonly string[]) => `${all.join("\n")}\n`;

describe("a merge of very much", () => {
  it.each<[string, (at: number) => string, (all: readonly string[]) => string]>(
    [
      ["a.yaml", (at) => `line ${at}`, lines],
      [".env", (at) => `V${at}=${at}`, lines],
      ["a.json", (at) => `"k${at}":${at}`, (all) => `{${all.join(",")}}`],
      ["a.ts", (at) => `const c${at} = ${at};`, lines],
    ],
  )(
    "keeps every edit of both sides in %s of thousands",
    (path, thing, text) => {
      const count = path === "a.ts" ? 5_000 : 20_000;
      const change = (by: string) => (at: number) =>
        `${thing(at)}`.replace(/(\d+)(;?)$/, `$1${by}$2`);
      const both = Array.from({ length: count }, (_, at) =>
        at % 50 === 10
          ? change("111")(at)
          : at % 50 === 30
            ? change("222")(at)
            : thing(at),
      );
      const result = merged(
        path,
        text(many(count, thing)),
        text(many(count, thing, [10, change("111")])),
        text(many(count, thing, [30, change("222")])),
      );
      expect(result.conflicts).toEqual([]);
      expect(result.text === text(both)).toBe(true);
    },
    SECONDS_30,
  );

  it.each([
    [
      "lines that are all the same",
      "a.yaml",
      lines(many(50_000, () => "same")),
    ],
    ["blank lines", "a.md", `${"\n".repeat(300_000)}end\n`],
    ["one line of prose", "a.md", `${"word, ".repeat(200_000)}\n`],
    [
      "lines at random",
      "a.md",
      lines(many(20_000, (at) => `${(at * 7919) % 97}`)),
    ],
    ["one line of JSON", "a.json", `[${"[1],".repeat(100_000)}[1]]`],
  ])(
    "does not take for ever where there is nothing to hold on to: %s",
    (_, path, text) => {
      const { conflicts, text: result } = merged(
        path,
        text,
        `mine ${text}`.replaceAll("1", "one").replaceAll("same", "own"),
        `theirs ${text}`.replaceAll("1", "two").replaceAll("same", "other"),
      );
      expect(conflicts.length).toBeGreaterThan(0);
      expect(result).toContain("mine");
      expect(result).toContain("theirs");
    },
    SECONDS_30,
  );

  it.each([
    ["a.json", "[", "]"],
    ["a.json", '{"a":', "}"],
    ["a.ts", "f([", "])"],
    ["a.ts", "{", "}"],
  ])("merges %s of 10,000 times %s by line", (path, open, close) => {
    const deep = (middle: string) =>
      `${open.repeat(10_000)}${middle}${close.repeat(10_000)}`;
    const both = merged(path, deep("1"), deep("2"), deep("3"));
    expect(both.conflicts).toHaveLength(1);
    const apart = merged(
      path,
      `${deep("1")}\n\n\nlast\n`,
      `${deep("2")}\n\n\nlast\n`,
      `${deep("1")}\n\n\nchanged\n`,
    );
    expect(apart.conflicts).toEqual([]);
    expect(apart.text).toBe(`${deep("2")}\n\n\nchanged\n`);
    // And the next file is merged by structure as ever.
    const next = merged("b.ts", "f(1);\n", "f(1);\ng();\n", "f(1);\nh();\n");
    expect(next.text).toBe("f(1);\ng();\nh();\n");
  });
});
