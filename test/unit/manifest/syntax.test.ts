import { describe, expect, it } from "vitest";
import { parseManifest } from "../../../src/manifest/parse.js";
import { providers } from "./providers.js";

function found(text: string): string[] {
  const { manifest, diagnostics } = parseManifest(text, { providers });
  expect(manifest).toBeUndefined();
  return diagnostics.map(
    ({ code, line, column, message }) => `${line}:${column} ${code} ${message}`,
  );
}

describe("syntax", () => {
  it.each<[string, string, string[]]>([
    ["nothing", "", ["1:1 FG101 The manifest is empty"]],
    ["a byte order mark alone", "\uFEFF", ["1:1 FG101 The manifest is empty"]],
    ["comments alone", "// later\n", ["1:1 FG101 The manifest is empty"]],
    [
      "a missing comma",
      '{\n  "name": "a"\n  "target": "node"\n}',
      ["3:3 FG101 A comma is missing"],
    ],
    [
      "a missing colon",
      '{ "name" "a" }',
      ["1:10 FG101 A colon is missing after the key"],
    ],
    [
      "a missing value",
      '{ "name": }',
      ['1:11 FG101 A value is expected, not "}"'],
    ],
    [
      "a missing brace",
      '{\n  "name": "a"\n',
      ["3:1 FG101 A closing brace is missing"],
    ],
    [
      "a missing bracket",
      '{ "webhooks": [',
      ["1:16 FG101 A closing bracket is missing"],
    ],
    [
      "an open string",
      '{ "name": "a\n}',
      ["1:11 FG101 The string is not closed"],
    ],
    [
      "an open comment",
      '{ "name": "a" } /* x',
      ["1:17 FG101 The comment is not closed"],
    ],
    [
      "single quotes",
      "{ \"name\": 'a' }",
      ["1:11 FG101 \"'a'\" is not valid here"],
    ],
    [
      "a key without quotes",
      '{ name: "a" }',
      ['1:3 FG101 "name" is not valid here'],
    ],
    [
      "a second value",
      '{ "name": "a" } {}',
      ['1:17 FG101 Nothing may follow the manifest\'s value, but "{" does'],
    ],
    [
      "a bad escape",
      '{ "name": "\\x" }',
      ["1:11 FG101 The string has an invalid escape"],
    ],
    [
      "a bad unicode escape",
      '{ "name": "\\u12" }',
      ["1:11 FG101 The string has an invalid \\u escape"],
    ],
    [
      "a control character",
      '{ "name": "a\tb" }',
      ["1:11 FG101 The string has a control character"],
    ],
    [
      "a half number",
      '{ "limits": { "bodyBytes": 1e } }',
      ["1:28 FG101 The number is not complete"],
    ],
    [
      "a script",
      "process.exit()",
      ['1:1 FG101 "process.exit()" is not valid here'],
    ],
    [
      "merge markers",
      '{\n<<<<<<< HEAD\n  "name": "a"\n=======\n  "name": "b"\n>>>>>>> theirs\n}',
      [
        '2:1 FG109 Unresolved merge conflict: "<<<<<<< HEAD"',
        '6:1 FG109 Unresolved merge conflict: ">>>>>>> theirs"',
      ],
    ],
    [
      "merge markers with CRLF",
      "{\r\n<<<<<<< HEAD\r\n}",
      ['2:1 FG109 Unresolved merge conflict: "<<<<<<< HEAD"'],
    ],
    [
      "huge nesting",
      `{ "a": ${"[".repeat(100_000)}`,
      ["1:39 FG101 The manifest is nested more than 32 levels deep"],
    ],
    [
      "a huge text",
      " ".repeat(2 * 1024 * 1024),
      ["1:1 FG101 The manifest is larger than 1 MiB"],
    ],
  ])("reports %s", (_, text, wanted) => {
    expect(found(text)).toEqual(wanted);
  });

  it("finds other mistakes beside a missing comma", () => {
    expect(
      found('{\n  "name": "A"\n  "webhooks": [{ "event": "file.redy" }]\n}'),
    ).toEqual([
      '2:11 FG103 The name "A" is not a valid npm package name',
      "3:3 FG101 A comma is missing",
      '3:27 FG104 Unknown event type "file.redy"',
    ]);
  });

  it.each(["\n", "\r\n", "\r"])("counts lines that end with %j", (eol) => {
    expect(
      found(
        ["\uFEFF{", "  // é😀", '  "name": "a", /* 😀 */ "x": 1', "}"].join(
          eol,
        ),
      ),
    ).toEqual(['3:25 FG102 Unknown key "x"']);
  });

  it("takes a line of equals signs in a comment for what it is", () => {
    expect(
      parseManifest('/*\n=======\n*/ { "name": "a" }', { providers })
        .diagnostics,
    ).toEqual([]);
  });
});
