import { fstatSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  close,
  retry,
  syncFolder,
  synchronise,
  writeNew,
} from "../../../src/workspace/durable.js";
import { systemDiagnostic } from "../../../src/workspace/system-error.js";
import { temporaryFolder } from "./trees.js";

/** Fails with the codes in turn, then works. Tells how often it was called. */
function failing(...codes: string[]) {
  let calls = 0;
  const action = () => {
    const code = codes[calls++];
    if (code !== undefined) throw Object.assign(new Error(code), { code });
  };
  return { action, calls: () => calls };
}

describe("retry", () => {
  it.each<[string, string[], number[], number, string?]>([
    ["what works at once is done once", [], [1, 1], 1],
    ["what is held for a moment is done later", ["EPERM", "EBUSY"], [1, 1], 3],
    [
      "what stays held fails",
      ["EACCES", "EACCES", "EACCES"],
      [1, 1],
      3,
      "EACCES",
    ],
    ["what fails otherwise fails at once", ["ENOSPC"], [1, 1], 1, "ENOSPC"],
    ["without pauses there is one attempt", ["EPERM"], [], 1, "EPERM"],
  ])("%s", (_, codes, pauses, calls, error) => {
    const attempt = failing(...codes);
    const run = () => retry(attempt.action, pauses);
    if (error === undefined) run();
    else expect(run).toThrow(error);
    expect(attempt.calls()).toBe(calls);
  });
});

describe("writeNew", () => {
  it("never replaces a file", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "a");
    const descriptor = writeNew(file, "1", 0o666, true);
    expect(() => writeNew(file, "2", 0o644)).toThrow("EEXIST");
    await synchronise([{ path: "a", descriptor }], folder);
    expect(readFileSync(file, "utf8")).toBe("1");
    expect(statSync(file).mode & 0o777).toBe(0o666);
    rmSync(folder, { recursive: true });
  });
});

describe("synchronise", () => {
  const opened = (folder: string) =>
    ["a", "b", "c"].map((path) => ({
      path,
      descriptor: writeNew(join(folder, path), path, 0o644),
    }));

  it("closes what it was given", async () => {
    const folder = temporaryFolder();
    const files = opened(folder);
    await synchronise(files, folder);
    for (const { descriptor } of files)
      expect(() => fstatSync(descriptor)).toThrow("EBADF");
    rmSync(folder, { recursive: true });
  });

  it("names the file that the system could not keep, and closes the others", async () => {
    const folder = temporaryFolder();
    const files = opened(folder);
    close(files.slice(1, 2));
    await expect(synchronise(files, folder)).rejects.toMatchObject({
      diagnostics: [{ code: "FG412", file: "b" }],
    });
    for (const { descriptor } of files)
      expect(() => fstatSync(descriptor)).toThrow("EBADF");
    rmSync(folder, { recursive: true });
  });

  it("has no say over a folder that cannot be synchronised", () => {
    expect(() => syncFolder("/no/such/folder")).not.toThrow();
  });
});

describe("systemDiagnostic", () => {
  it.each([
    ["EACCES", "FG408", 'No permission: "src/a.ts" in "/app" (EACCES)'],
    ["EPERM", "FG408", 'No permission: "src/a.ts" in "/app" (EPERM)'],
    [
      "EROFS",
      "FG408",
      'The file system is read-only: "src/a.ts" in "/app" (EROFS)',
    ],
    [
      "ENOSPC",
      "FG409",
      'No space left on the device: "src/a.ts" in "/app" (ENOSPC)',
    ],
    [
      "EDQUOT",
      "FG409",
      'The disk quota is used up: "src/a.ts" in "/app" (EDQUOT)',
    ],
    [
      "EISDIR",
      "FG405",
      'A folder is where a file should be: "src/a.ts" in "/app" (EISDIR)',
    ],
    [
      "ENOTDIR",
      "FG410",
      'A file is where a folder should be: "src/a.ts" in "/app" (ENOTDIR)',
    ],
    [
      "EMFILE",
      "FG411",
      'Too many files are open: "src/a.ts" in "/app" (EMFILE)',
    ],
    [
      "ENAMETOOLONG",
      "FG402",
      'The path is too long: "src/a.ts" in "/app" (ENAMETOOLONG)',
    ],
    ["EBUSY", "FG412", 'Another program uses it: "src/a.ts" in "/app" (EBUSY)'],
    [
      "EWHATEVER",
      "FG412",
      'The system refused: "src/a.ts" in "/app" (EWHATEVER)',
    ],
  ])("%s is %s", (name, code, message) => {
    const error = Object.assign(new Error(name), { code: name });
    expect(systemDiagnostic(error, "src/a.ts", "/app")).toMatchObject({
      code,
      message,
      file: "src/a.ts",
    });
    expect(systemDiagnostic(error, ".", "/app").message).toBe(
      message.replace('"src/a.ts" in ', ""),
    );
  });
});
