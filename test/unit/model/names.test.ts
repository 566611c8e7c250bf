import { describe, expect, it } from "vitest";
import { importPath, uniqueNames } from "../../../src/model/names.js";

describe("uniqueNames", () => {
  it("numbers repetitions, without regard to case", () => {
    expect(uniqueNames(["a", "A", "b", "a"])).toEqual(["a", "A2", "b", "a3"]);
  });
});

describe("importPath", () => {
  it.each([
    [
      "src/webhooks/file-ready.ts",
      "src/frameio/index.gen.ts",
      "../frameio/index.gen.js",
    ],
    ["src/server.ts", "src/app.ts", "./app.js"],
    [
      "test/webhooks/a/b.test.ts",
      "src/webhooks/a/b.ts",
      "../../../src/webhooks/a/b.js",
    ],
    [
      "src/frameio/routes.gen.ts",
      "src/frameio/kernel/types.gen.ts",
      "./kernel/types.gen.js",
    ],
  ])("%s imports %s", (from, to, expected) => {
    expect(importPath(from, to)).toBe(expected);
  });
});
