import fc from "fast-check";
import { format } from "prettier";
import { describe, expect, it } from "vitest";
import {
  comment,
  expression,
  identifier,
  literal,
} from "../../../src/render/helpers.js";
import { markdownTable } from "../../../src/render/markdown.js";
import { printJson } from "../../../src/render/json.js";
import type { Json } from "../../../src/schema/catalog.js";

const hostile = [
  "O'Neil",
  'say "hi"',
  `both " and '`,
  "*/ alert(1) /*",
  "${x}",
  "`",
  "\\",
  "a\nb",
  "\u2028",
  "__proto__",
  "日本",
];

describe("literal", () => {
  it.each(hostile)("round-trips %j", (text) => {
    expect(new Function(`return ${literal(text)}`)()).toBe(text);
  });

  it("round-trips any string and is what Prettier prints", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => {
        const code = `f(${literal(text)});\n`;
        expect(new Function(`return ${literal(text)}`)()).toBe(text);
        if (code.length < 60)
          expect(await format(code, { parser: "typescript" })).toBe(code);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe("comment", () => {
  it.each(hostile)("cannot be ended by %j", (text) => {
    expect(new Function(`/* ${comment(text)} */ return 1;`)()).toBe(1);
    expect(new Function(`// ${comment(text)}\nreturn 1;`)()).toBe(1);
  });
});

describe("identifier", () => {
  it("lets names pass and refuses the rest", () => {
    expect(identifier("fileReady")).toBe("fileReady");
    expect(() => identifier("file ready")).toThrow("not an identifier");
    expect(() => identifier("a;b")).toThrow("not an identifier");
  });
});

describe("expression", () => {
  it("is what Prettier prints", async () => {
    const values: Json[] = [
      {},
      [],
      { a: 1, "b-c": [1, 2, 3], d: { e: null, f: [{ g: "h" }] } },
      {
        long: [
          "aaaaaaaaaaaaaaaaaaaaaaaaaa",
          "bbbbbbbbbbbbbbbbbbbbbbbbbbbb",
          "cccccccccccccccccccccccc",
        ],
      },
      ["a", "b"],
      { delays: [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400, 1.5] },
      {
        many: Array.from({ length: 60 }, (_, index) => index * 1000),
        short: [1],
      },
    ];
    for (const value of values) {
      const code = `export const value = ${expression(value, 0, "export const value = ".length)};\n`;
      expect(await format(code, { parser: "typescript" })).toBe(code);
    }
  });
});

describe("printJson", () => {
  it("is what Prettier prints", async () => {
    const value: Json = {
      name: "a",
      list: ["x", "y"],
      nested: { deep: [{ a: 1 }], none: {}, no: [] },
    };
    expect(await format(printJson(value), { parser: "json" })).toBe(
      printJson(value),
    );
  });
});

describe("markdownTable", () => {
  it("is what Prettier prints", async () => {
    const table = `${markdownTable(
      ["Path", "What"],
      [
        ["`a|b`", "x"],
        ["longer name", "two\nlines"],
      ],
    )}\n`;
    expect(await format(table, { parser: "markdown" })).toBe(table);
  });
});
