import { describe, expect, it } from "vitest";
import { didYouMean, nearest } from "../../../src/diagnostics/nearest.js";

const events = [
  "file.created",
  "file.upload.completed",
  "file.ready",
  "comment.created",
  "comment.completed",
];

describe("nearest", () => {
  it.each([
    ["a typing error", "file.redy", "file.ready"],
    ["two letters swapped", "file.raedy", "file.ready"],
    ["another case", "File.Ready", "file.ready"],
    ["another separator", "file_ready", "file.ready"],
    ["camel case", "fileReady", "file.ready"],
    ["words in another order", "created.comment", "comment.created"],
    ["a unique part", "upload.completed", "file.upload.completed"],
    ["a unique part, short", "upload", "file.upload.completed"],
  ])("finds %s", (_, name, wanted) => {
    expect(nearest(name, events)).toBe(wanted);
  });

  it.each([
    ["an ambiguous part", "completed"],
    ["something else", "invoice.paid"],
    ["nothing", ""],
    ["punctuation", "..."],
    ["a very long text", "file.ready".repeat(100_000)],
  ])("is silent about %s", (_, name) => {
    expect(nearest(name, events)).toBeUndefined();
  });

  it("does not push short words into others", () => {
    expect(nearest("on", ["off", "report"])).toBeUndefined();
    expect(nearest("of", ["off", "report"])).toBe("off");
  });

  it("prefers the first of equals", () => {
    expect(nearest("bat", ["cat", "rat"])).toBe("cat");
  });

  it("has nothing to say without candidates", () => {
    expect(nearest("file.ready", [])).toBeUndefined();
  });

  it("phrases the question", () => {
    expect(didYouMean("file.redy", events)).toBe('Did you mean "file.ready"?');
    expect(didYouMean("zzz", events)).toBeUndefined();
  });
});
