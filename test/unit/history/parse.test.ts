import { describe, expect, it } from "vitest";

import { parseRecord } from "../../../src/history/parse.js";
import { digest } from "../../../src/lockfile/digest.js";

const file = {
  path: "a.txt",
  before: { text: "a", executable: false },
  after: digest("b"),
};
const record = {
  historyVersion: 1,
  command: "add-webhook comment.created",
  lockfile: { before: "{}", after: digest("{}") },
  files: [file, { path: "b.txt", before: null, after: digest("b") }],
};

describe("parseRecord", () => {
  it("reads what was written", () => {
    expect(parseRecord("1.json", JSON.stringify(record))).toEqual(record);
  });

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a list", []],
    ["another version", { ...record, historyVersion: 2 }],
    ["no command", { ...record, command: 1 }],
    ["a command that moves the cursor", { ...record, command: "\u001b[2J" }],
    ["no lockfile", { ...record, lockfile: null }],
    ["no digest", { ...record, lockfile: { before: "{}", after: "sha" } }],
    ["no files", { ...record, files: {} }],
    ["a path twice", { ...record, files: [file, file] }],
    ["a path that leads out", withFile({ path: "../evil.sh" })],
    ["an absolute path", withFile({ path: "/etc/passwd" })],
    ["git's own folder", withFile({ path: "src/.GIT/config" })],
    ["the lockfile", withFile({ path: ".frameio/lock.json" })],
    ["the staging folder", withFile({ path: ".frameio/staging/x" })],
    ["the history", withFile({ path: ".frameio/history/2.json" })],
    ["neither text", withFile({ before: null, after: null })],
    ["a text that is none", withFile({ before: { text: 1 } })],
    ["a text alone", withFile({ before: "text" })],
    ["a digest that is none", withFile({ after: "b" })],
  ])("refuses %s", (_, value) => {
    const text = JSON.stringify(value) ?? "";
    expect(() => parseRecord("1.json", text)).toThrow(/FG433.*"1\.json"/);
  });
});

function withFile(change: object): unknown {
  return { ...record, files: [{ ...file, ...change }] };
}
