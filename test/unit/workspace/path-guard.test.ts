import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collisions } from "../../../src/workspace/collisions.js";
import {
  assertSafePath,
  foldKey,
  isReserved,
  pathProblem,
} from "../../../src/workspace/path-guard.js";

describe("pathProblem", () => {
  it.each([
    "frameio.jsonc",
    ".env.example",
    ".gitignore",
    ".github/workflows/ci.yml",
    ".frameio/base/package.json.base",
    "src/webhooks/file-ready.ts",
    "src/[id]/größe (1).ts",
    "src/console.ts",
    "src/com10/auxiliary.ts",
    "a..b/...c",
    "日本/語.ts",
  ])("accepts %s", (path) => {
    expect(pathProblem(path)).toBeUndefined();
  });

  it.each([
    ["", "is empty"],
    ["/etc/passwd", "is absolute"],
    ["C:/x", "begins with a drive letter"],
    ["c:x", "begins with a drive letter"],
    ["\\\\host\\share", "contains a backslash"],
    ["src\\a.ts", "contains a backslash"],
    ["..\\x", "contains a backslash"],
    ["..", "leads out of the folder"],
    ["../x", "leads out of the folder"],
    ["src/../../x", "leads out of the folder"],
    ["src/..", "leads out of the folder"],
    ["./x", 'has the segment "."'],
    ["src/./x", 'has the segment "."'],
    ["src//x", "has an empty segment"],
    ["src/", "has an empty segment"],
    ["a\0b", "contains a control character"],
    ["a\nb", "contains a control character"],
    ["a\u009bb", "contains a control character"],
    ["a\ud800", "is not valid Unicode"],
    [
      "a.ts:stream",
      "contains a character that Windows does not allow in names",
    ],
    ["a?", "contains a character that Windows does not allow in names"],
    ["src/*.ts", "contains a character that Windows does not allow in names"],
    ["src/a.", "has a segment that ends with a dot or a space"],
    ["src./a", "has a segment that ends with a dot or a space"],
    [".../a", "has a segment that ends with a dot or a space"],
    ["src /a", "has a segment that ends with a dot or a space"],
    ["nul", "has a segment that names a device on Windows"],
    ["src/Con.ts", "has a segment that names a device on Windows"],
    ["src/aux.test.ts", "has a segment that names a device on Windows"],
    ["LPT9/a", "has a segment that names a device on Windows"],
    ["COM¹.txt", "has a segment that names a device on Windows"],
    ["prn .txt", "has a segment that names a device on Windows"],
    [".git/config", "leads into the folder of git"],
    [".git", "leads into the folder of git"],
    [".GIT/hooks/pre-commit", "leads into the folder of git"],
    ["sub/.git/hooks/x", "leads into the folder of git"],
    [".g\u200cit/config", "leads into the folder of git"],
    [".git\ufeff/x", "leads into the folder of git"],
    ["GIT~1/config", "leads into the folder of git"],
    [`src/${"ä".repeat(128)}`, "has a segment of more than 255 bytes"],
  ])("refuses %j: %s", (path, problem) => {
    expect(pathProblem(path)).toBe(problem);
    expect(() => assertSafePath(path)).toThrow(`FG402: The path`);
  });

  it("accepts nothing that leaves the folder when it is resolved, on either kind of system", async () => {
    const { posix, win32 } = await import("node:path");
    const segment = fc.oneof(
      fc.constantFrom("..", ".", "", "/", "\\", "C:", "a", "b.ts", "\\\\", "~"),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 6 }), (segments) => {
        const path = segments.join("/");
        fc.pre(pathProblem(path) === undefined);
        expect(posix.resolve("/root/app", path)).toBe(`/root/app/${path}`);
        expect(win32.resolve("D:\\app", path)).toBe(
          `D:\\app\\${path.replaceAll("/", "\\")}`,
        );
      }),
      { seed: 11, numRuns: 3000 },
    );
  });
});

describe("isReserved", () => {
  it.each<[string, boolean]>([
    [".frameio", true],
    [".frameio/lock.json", true],
    [".Frameio/LOCK.json", true],
    [".frameio/staging", true],
    [".frameio/staging.lock", true],
    [".frameio/staging/new/0", true],
    [".frameio/base/a.base", false],
    [".frameio/lock.jsonc", false],
    [".frameio2/lock.json", false],
    ["src/.frameio/lock.json", false],
    ["frameio.jsonc", false],
  ])("%s: %s", (path, want) => {
    expect(isReserved(path)).toBe(want);
  });
});

describe("foldKey", () => {
  it.each([
    ["README.md", "readme.MD"],
    ["é.ts", "e\u0301.ts"],
    ["straße", "STRASSE"],
    ["Σίσυφος", "ΣΊΣΥΦΟΣ"],
    ["\u212a.ts", "k.ts"],
  ])("takes %s and %s for one", (a, b) => {
    expect(foldKey(a)).toBe(foldKey(b));
  });
});

describe("collisions", () => {
  it.each<[string, string[], string[]]>([
    ["none", ["a.ts", "b.ts", "src/a.ts", "src/lib/a.ts"], []],
    ["same path", ["a", "a"], ['"a" is written twice']],
    ["case", ["a", "A"], ['"A" and "a" are one name on some systems']],
    [
      "normalisation",
      ["é", "e\u0301"],
      ['"e\u0301" and "é" are one name on some systems'],
    ],
    [
      "case of a folder",
      ["src/a", "Src/b"],
      ['"Src/b" and "src" are one name on some systems'],
    ],
    [
      "file and folder",
      ["src/a", "src/a/b"],
      ['"src/a" would be a file and a folder at once'],
    ],
    [
      "file and folder, other case",
      ["src/A/b", "src/a"],
      ['"src/a" would be a file and a folder at once'],
    ],
  ])("%s", (_, paths, want) => {
    expect(collisions(paths).map(({ message }) => message)).toEqual(want);
  });
});
