import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.js";
import { printable, quote } from "../../../src/diagnostics/printable.js";
import {
  ansi,
  diagnosticsToJson,
  renderDiagnostic,
  renderDiagnostics,
  summarize,
} from "../../../src/diagnostics/render.js";

const unknownEvent: Diagnostic = {
  code: "FG104",
  severity: "error",
  message: 'Unknown event type "file.redy"',
  file: "frameio.jsonc",
  line: 2,
  column: 14,
  length: 11,
  hint: 'Did you mean "file.ready"?',
};
const text = '{\n  { "event": "file.redy" },\n}\n';
const source = (): string => text;

describe("renderDiagnostics", () => {
  it("shows place, line, carets and the next step", () => {
    expect(renderDiagnostic(unknownEvent, { source })).toBe(
      [
        'frameio.jsonc:2:14 error FG104 Unknown event type "file.redy"',
        '  2 |   { "event": "file.redy" },',
        "    |              ^^^^^^^^^^^",
        '  hint: Did you mean "file.ready"?',
      ].join("\n"),
    );
  });

  it("falls back on the hint of the code, and leaves out what is not known", () => {
    expect(
      renderDiagnostic({
        code: "FG107",
        severity: "warning",
        message: "No manifest found",
      }),
    ).toBe(
      [
        "warning FG107 No manifest found",
        "  hint: Run the command in a folder with `frameio.jsonc`, create an app with `npm create frameio-app`, or make one of the project that is here with `npx frameio-gen adopt`.",
      ].join("\n"),
    );
  });

  it.each<[string, Pick<Diagnostic, "file" | "line">, string]>([
    ["a file alone", { file: "frameio.jsonc" }, "frameio.jsonc error"],
    ["a line", { file: "frameio.jsonc", line: 2 }, "frameio.jsonc:2 error"],
  ])("places %s without a frame", (_, place, start) => {
    const rendered = renderDiagnostic(
      { code: "FG104", severity: "error", message: "m", ...place },
      { source },
    );
    expect(rendered.startsWith(start)).toBe(true);
    expect(rendered).not.toContain("^");
  });

  it("separates paragraphs by a blank line and says nothing about nothing", () => {
    expect(
      renderDiagnostics([unknownEvent, unknownEvent]).split("\n\n"),
    ).toHaveLength(2);
    expect(renderDiagnostics([])).toBe("");
  });

  it("counts what is the same on more than a hundred lines", () => {
    const each = Array.from({ length: 130 }, () => unknownEvent);
    const told = renderDiagnostics([
      ...each,
      { code: "FG107", severity: "error", message: "Another" },
    ]);
    expect(told.match(/error FG104/g)).toHaveLength(100);
    expect(told).toContain("error FG107 Another");
    expect(told.split("\n\n").at(-1)).toBe(
      "… and 30 more FG104 in frameio.jsonc; --json has them all",
    );
  });

  it("never shows the line of a secret", () => {
    expect(
      renderDiagnostic({ ...unknownEvent, sensitive: true }, { source }),
    ).not.toContain('"event"');
  });

  it("keeps carets below their text behind tabs, wide lines and other alphabets", () => {
    const lines = ['\t\t"aé😀": 1', `${"x".repeat(300)}HERE${"y".repeat(300)}`];
    const frame = (line: number, column: number, length: number): string[] =>
      renderDiagnostic(
        { ...unknownEvent, line, column, length },
        { source: () => lines.join("\r\n") },
      )
        .split("\n")
        .slice(1, 3);
    const [first = "", firstMark = ""] = frame(1, 6, 2);
    expect([...first].indexOf("😀")).toBe(firstMark.indexOf("^"));
    const [second = "", secondMark = ""] = frame(2, 301, 4);
    expect(
      second.slice(secondMark.indexOf("^"), secondMark.lastIndexOf("^") + 1),
    ).toBe("HERE");
    expect(second.length).toBeLessThan(130);
  });

  it("ignores a byte order mark, and places beyond the text", () => {
    expect(
      renderDiagnostic(unknownEvent, { source: () => `\uFEFF${text}` }),
    ).toBe(renderDiagnostic(unknownEvent, { source }));
    expect(
      renderDiagnostic({ ...unknownEvent, line: 99 }, { source }),
    ).not.toContain("^");
    expect(
      renderDiagnostic({ ...unknownEvent, column: 99 }, { source }),
    ).toContain("^");
  });

  it("colours only when asked to, and then changes nothing else", () => {
    const coloured = renderDiagnostic(unknownEvent, { source, paint: ansi });
    expect(coloured).toContain("\u001b[31merror FG104\u001b[39m");
    // oxlint-disable-next-line no-control-regex
    expect(coloured.replaceAll(/\u001b\[\d+m/g, "")).toBe(
      renderDiagnostic(unknownEvent, { source }),
    );
  });

  it("lets no untrusted text steer the terminal", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.nat(200),
        fc.nat(50),
        (hostile, column, length) => {
          const rendered = renderDiagnostic(
            {
              ...unknownEvent,
              message: hostile,
              hint: hostile,
              file: hostile,
              line: 1,
              column: column + 1,
              length,
            },
            { source: () => hostile },
          );
          expect(rendered).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
          expect(rendered.split("\n").length).toBeLessThanOrEqual(4);
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe("diagnosticsToJson", () => {
  it("fills in title and hint and leaves out what is not known", () => {
    expect(
      diagnosticsToJson([
        unknownEvent,
        { code: "FG107", severity: "error", message: "No manifest found" },
      ]),
    ).toEqual([
      { ...unknownEvent, title: "Unknown event type" },
      {
        code: "FG107",
        severity: "error",
        title: "No manifest found",
        message: "No manifest found",
        hint: "Run the command in a folder with `frameio.jsonc`, create an app with `npm create frameio-app`, or make one of the project that is here with `npx frameio-gen adopt`.",
      },
    ]);
  });
});

describe("summarize", () => {
  it.each<[readonly Diagnostic["severity"][], string]>([
    [[], ""],
    [["error"], "1 error"],
    [["warning", "error", "error"], "2 errors, 1 warning"],
    [["info", "warning"], "1 warning, 1 info"],
  ])("counts %j", (severities, wanted) => {
    expect(
      summarize(severities.map((severity) => ({ ...unknownEvent, severity }))),
    ).toBe(wanted);
  });
});

describe("quote", () => {
  it.each([
    ["plain", '"plain"'],
    ['a"b\\c', '"a\\"b\\\\c"'],
    ["a\nb\u001b[2J", '"a\\nb\\u001b[2J"'],
    ["\u202Etxt", '"\\u202etxt"'],
    ["é日本😀", '"é日本😀"'],
    ["x".repeat(61), `"${"x".repeat(60)}…"`],
  ])("%j", (given, wanted) => {
    expect(quote(given)).toBe(wanted);
  });

  it("leaves ordinary text as it is", () => {
    expect(printable("plain – text")).toBe("plain – text");
  });
});

describe("a conflict", () => {
  const conflict = {
    code: "FG303",
    severity: "error",
    message: "You and the template changed a differently.",
    file: "a.ts",
    line: 3,
    sides: { ours: "const a = 1;\n", theirs: "" },
  } as const;

  it("shows both sides, so that one can be pasted", () => {
    expect(renderDiagnostic(conflict)).toContain(
      "\n  yours:\n    - const a = 1;\n  new: nothing\n",
    );
    expect(diagnosticsToJson([conflict])).toMatchObject([
      { ours: "const a = 1;\n", theirs: "" },
    ]);
  });

  it("shows the beginning of a long side, made harmless", () => {
    const theirs = Array.from({ length: 20 }, (_, i) => `\t${i}\u001b[2J`);
    const sides = { ours: "", theirs: theirs.join("\n") };
    const text = renderDiagnostic({ ...conflict, sides });
    expect(text).toContain("    +     11\\u001b[2J\n    … 8 more\n");
    expect(text).not.toContain("\u001b");
  });
});
