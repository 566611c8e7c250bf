import fc from "fast-check";
import { type ParseError, parseTree } from "jsonc-parser";
import { describe, expect, it } from "vitest";
import { quickTree } from "../../../src/manifest/quick-tree.js";

/** What readers of manifests go by; undefined for a text with a fault. */
function thoroughTree(text: string) {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, {
    allowTrailingComma: true,
    allowEmptyContent: true,
  });
  return errors.length === 0 ? tree : undefined;
}

const gap = fc.constantFrom(
  "",
  "",
  " ",
  "\n  ",
  "\r\n\t",
  " // a { comment\n",
  "/* [ */",
  "/**/ ",
  "/*/ */",
);
const scalar = fc.oneof(
  fc.constantFrom("true", "false", "null", "0", "-1.5e+3", '""', '"ä // b"'),
  fc.integer().map(String),
  fc.string({ unit: "grapheme" }).map((text) => JSON.stringify(text)),
);

/** Texts that are JSON with comments, gaps and trailing commas anywhere. */
const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc
      .tuple(fc.array(fc.tuple(gap, tie("value"), gap)), fc.boolean(), gap)
      .map(([items, trails, end]) =>
        enclosed("[]", items.map(parts), trails, end),
      ),
    fc
      .tuple(
        fc.array(fc.tuple(gap, fc.string(), gap, gap, tie("value"), gap)),
        fc.boolean(),
        gap,
      )
      .map(([items, trails, end]) =>
        enclosed(
          "{}",
          items.map(([a, key, b, c, inner, d]) =>
            parts([a, JSON.stringify(key), b, ":", c, inner, d]),
          ),
          trails,
          end,
        ),
      ),
  ),
}));
const text = fc.tuple(gap, value, gap).map(parts);

function parts(each: readonly string[]): string {
  return each.join("");
}

function enclosed(
  [open = "", close = ""]: string,
  items: readonly string[],
  trails: boolean,
  end: string,
): string {
  const comma = trails && items.length > 0 ? "," : "";
  return open + items.join(",") + comma + end + close;
}

describe("quickTree", () => {
  it("is the thorough parser's tree, or none", () => {
    let made = 0;
    fc.assert(
      fc.property(text, (each) => {
        const tree = quickTree(each, 99);
        const thorough = thoroughTree(each);
        expect(thorough).toBeDefined();
        if (tree === undefined) expect(each).toContain("\\");
        else {
          made++;
          expect(tree).toEqual(thorough);
        }
      }),
      { seed: 7, numRuns: 500 },
    );
    expect(made).toBeGreaterThan(250);
  });

  it("is none where the thorough parser finds a fault", () => {
    const broken = fc
      .tuple(
        text,
        fc.nat(),
        fc.nat(3),
        fc.constantFrom("", ",", "]", "}", '"', "/", "*", "1", "x", ":", "{"),
      )
      .map(([each, at, length, by]) => {
        const from = at % (each.length + 1);
        return each.slice(0, from) + by + each.slice(from + length);
      });
    fc.assert(
      fc.property(broken, (each) => {
        const tree = quickTree(each, 99);
        if (tree !== undefined) expect(tree).toEqual(thoroughTree(each));
      }),
      { seed: 7, numRuns: 3000 },
    );
  });

  it.each([
    ["nothing", ""],
    ["comments alone", " // a\n/* b */"],
    ["an escape", String.raw`["\n"]`],
    ["a comment that is not closed", "[] /*"],
    ["two values", "1 2"],
    ["a number with a word behind it", "[1x]"],
    ["a number with a zero before it", "[01]"],
    ["a number without its fraction", "[1.]"],
    ["a comma alone", "[,]"],
    ["two commas", "[1,,]"],
    ["a key without value", '{"a":}'],
    ["a key without quotes", "{a: 1}"],
    ["a line end in a string", '["a\nb"]'],
    ["another kind of space", "[\u00a01]"],
    ["an end that is missing", '{"a": [1'],
  ])("is none for %s", (_, each) => {
    expect(quickTree(each, 99)).toBeUndefined();
  });

  it("goes no deeper than it may", () => {
    expect(quickTree("[[1]]", 2)).toEqual(thoroughTree("[[1]]"));
    expect(quickTree("[[[1]]]", 2)).toBeUndefined();
    expect(quickTree("[".repeat(100_000), 32)).toBeUndefined();
  });
});
