import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markerLines } from "../../../../src/reconcile/merge/markers.js";
import { merge } from "../../../../src/reconcile/merge/index.js";
import { draws } from "../../../support/draws.js";

const run = (
  path: string,
  base: string | undefined,
  ours: string,
  theirs: string,
) => merge({ path, base, ours, theirs });

describe("merging text by line", () => {
  it.each([
    [
      "edits far apart",
      "Dockerfile",
      "a\nb\nc\nd\n",
      "A\nb\nc\nd\n",
      "a\nb\nc\nD\n",
      "A\nb\nc\nD\n",
    ],
    [
      "edits of neighbouring lines",
      "Dockerfile",
      "a\nb\n",
      "A\nb\n",
      "a\nB\n",
      "A\nB\n",
    ],
    ["the same edit on both sides", "Dockerfile", "a\n", "x\n", "x\n", "x\n"],
    [
      "trailing spaces beside an edit",
      "Dockerfile",
      "a\nb\n",
      "a  \nb\n",
      "a\nB\n",
      "a  \nB\n",
    ],
    [
      "sections added at the same place",
      "README.md",
      "# A\n",
      "# A\n\n## Mine\n",
      "# A\n\n## New\n",
      "# A\n\n## Mine\n\n## New\n",
    ],
    [
      "items added at the same place",
      "README.md",
      "- a\n",
      "- a\n- mine\n",
      "- a\n- new\n",
      "- a\n- mine\n- new\n",
    ],
    [
      "paragraphs added at the same place",
      "README.md",
      "a\n\nz\n",
      "a\n\nmine\n\nz\n",
      "a\n\nnew\n\nz\n",
      "a\n\nmine\n\nnew\n\nz\n",
    ],
    [
      "words of one line",
      "README.md",
      "one two three four five six\n",
      "ONE two three four five six\n",
      "one two three four five SIX\n",
      "ONE two three four five SIX\n",
    ],
    [
      "a table that was laid out anew",
      "README.md",
      "| a | b |\n| - | - |\n| 1 | 2 |\n",
      "| a  | b  |\n| -- | -- |\n| 1  | 2  |\n",
      "| a | b |\n| - | - |\n| 1 | 2 |\n| 3 | 4 |\n",
      "| a  | b  |\n| -- | -- |\n| 1  | 2  |\n| 3 | 4 |\n",
    ],
    [
      "a new section before one that the user deleted",
      "README.md",
      "a\n\n## Old\n\nold\n",
      "a\n",
      "a\n\n## New\n\nnew\n\n## Old\n\nold\n",
      "a\n\n## New\n\nnew\n",
    ],
    [
      "common lines of two files with no base",
      "notes.yml",
      undefined,
      "a\nb\n",
      "a\nb\nc\n",
      "a\nb\nc\n",
    ],
  ])("keeps %s", (_, path, base, ours, theirs, want) => {
    expect(run(path, base, ours, theirs)).toEqual({
      text: want,
      conflicts: [],
    });
  });

  it.each([
    [
      "both changed a line",
      "Dockerfile",
      "a\nb\nc\n",
      "a\nx\nc\n",
      "a\ny\nc\n",
    ],
    [
      "both added at the same place",
      "compose.yml",
      "a\nc\n",
      "a\nx\nc\n",
      "a\ny\nc\n",
    ],
    [
      "both added code at the same place",
      "README.md",
      "```\na\n```\n",
      "```\na\nmine\n```\n",
      "```\na\nnew\n```\n",
    ],
    [
      "one deleted what the other changed",
      "README.md",
      "a\n\nb\n\nc\n",
      "a\n\nc\n",
      "a\n\nB\n\nc\n",
    ],
    [
      "touching words",
      "README.md",
      "one two three four five six\n",
      "one TWO three four five six\n",
      "one Two! three four five six\n",
    ],
    [
      "a child was added where the user deleted its parent",
      "compose.yml",
      "a:\n  b: 1\nc: 2\n",
      "c: 2\n",
      "a:\n  b: 1\n  d: 1\nc: 2\n",
    ],
  ])("reports that %s", (_, path, base, ours, theirs) => {
    const { text, conflicts } = run(path, base, ours, theirs);
    expect(conflicts).toHaveLength(1);
    expect(markerLines(text)).toHaveLength(1);
  });
});

describe("the user's line ends and byte order mark", () => {
  it.each([
    ["CRLF", "A\r\nb\r\nc\r\nd\r\n", "A\r\nb\r\nc\r\nD\r\n"],
    ["a byte order mark", "\uFEFFA\nb\nc\nd\n", "\uFEFFA\nb\nc\nD\n"],
    ["no line end at the end", "A\nb\nc\nd", "A\nb\nc\nD"],
    ["a mixture", "A\nb\r\nc\nd\r\n", "A\nb\r\nc\nD\n"],
  ])("stay: %s", (_, ours, want) => {
    expect(run("Dockerfile", "a\nb\nc\nd\n", ours, "a\nb\nc\nD\n").text).toBe(
      want,
    );
  });

  it("stay when only the template changed", () => {
    expect(run("a.ts", "a;\n", "\uFEFFa;\r\n", "b;\n").text).toBe(
      "\uFEFFb;\r\n",
    );
  });
});

describe("finding unresolved markers", () => {
  it("sees whole conflicts only", () => {
    expect(
      markerLines(
        "a\n<<<<<<< yours\nb\n||||||| base\n=======\nc\n>>>>>>> new\n",
      ),
    ).toEqual([2]);
    expect(markerLines("=======\n<<<<<<< not closed\n")).toEqual([]);
    expect(markerLines("<<<<<<< HEAD\r\n=======\r\n>>>>>>> x\r\n")).toEqual([
      1,
    ]);
  });
});

const texts = fc
  .array(
    fc.constantFrom("a", "b", "c", "d", "- e", "", "f g h i j k l", "```"),
    { maxLength: 9 },
  )
  .map((lines) => lines.map((line) => `${line}\n`).join(""));
const paths = fc.constantFrom(
  "README.md",
  "Dockerfile",
  ".env",
  ".gitignore",
  ".npmrc",
  ".gitattributes",
);
const settings = draws(20_26, 3000);

describe("for any lines", () => {
  it("one side alone is taken as it is, and a second run changes nothing", () => {
    fc.assert(
      fc.property(paths, texts, texts, texts, (path, base, ours, theirs) => {
        expect(run(path, base, ours, base).text).toBe(ours);
        expect(run(path, base, base, theirs).text).toBe(theirs);
        const { text, conflicts } = run(path, base, ours, theirs);
        if (conflicts.length === 0)
          expect(run(path, theirs, text, theirs)).toEqual({
            text,
            conflicts: [],
          });
      }),
      settings,
    );
  });

  it("what a side added is in the result", () => {
    fc.assert(
      fc.property(paths, texts, fc.nat(9), fc.nat(9), (path, base, i, j) => {
        const insert = (at: number, line: string) => {
          const lines = base.split("\n").slice(0, -1);
          lines.splice(at, 0, line);
          return lines.map((x) => `${x}\n`).join("");
        };
        const { text } = run(
          path,
          base,
          insert(i, "MINE=1"),
          insert(j, "NEW=2"),
        );
        expect(text).toContain("MINE=1\n");
        expect(text).toContain("NEW=2\n");
      }),
      settings,
    );
  });
});

describe("enumerations in a line", () => {
  const merged = (base: string, ours: string, theirs: string) => {
    const { text, conflicts } = merge({
      path: "a.md",
      base: `${base}\n`,
      ours: `${ours}\n`,
      theirs: `${theirs}\n`,
    });
    return conflicts.length > 0 ? "conflict" : text.trimEnd();
  };

  it.each([
    ["Events: a.", "Events: a, b.", "Events: a, c.", "Events: a, b, c."],
    ["Events: a.", "Events: a, b, c.", "Events: a, c.", "Events: a, b, c."],
    ["Events: b.", "Events: a, b.", "Events: 0, b.", "Events: a, 0, b."],
    [
      "| x | for a.   |",
      "| x | for a, b. |",
      "| x | for a, c.  |",
      "| x | for a, b, c. |",
    ],
    ["Events: a, b.", "Events: a, b, c.", "Events: a.", "Events: a, c."],
    ["Events: a, b.", "Events: a.", "Events: a, b, c.", "Events: a, c."],
    ["Events: a.", "Events: b.", "Events: c.", "conflict"],
    ["Events: a.", "Events: a, b.", "Event: a.", "conflict"],
  ])("%j, %j and %j give %j", (base, ours, theirs, want) => {
    expect(merged(base, ours, theirs)).toBe(want);
  });
});
