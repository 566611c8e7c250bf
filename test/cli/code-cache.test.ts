import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

/** What an installed package keeps of its compiled code. */
describe("the code cache", () => {
  let home = "";
  let cache = "";
  let tool = "";

  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), "code-cache-"));
    tool = join(home, "node_modules/create-frameio-app");
    cache = join(home, "node_modules/.cache/create-frameio-app/code");
    mkdirSync(tool, { recursive: true });
    for (const part of ["dist", "templates", "schemas", "package.json"])
      cpSync(join(ROOT, part), join(tool, part), { recursive: true });
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  function create(env: Record<string, string> = {}) {
    const cwd = mkdtempSync(join(home, "run-"));
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        join(tool, "dist/create-frameio-app.js"),
        "app",
        "--yes",
        "--no-install",
        "--no-git",
      ],
      {
        cwd,
        encoding: "utf8",
        env: { PATH: process.env["PATH"] ?? "", HOME: home, ...env },
      },
    );
    return {
      status,
      stderr,
      made: existsSync(join(cwd, "app/frameio.jsonc")),
    };
  }
  const kept = () =>
    existsSync(cache)
      ? readdirSync(cache, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .sort()
      : [];
  const done = { status: 0, stderr: "", made: true };

  it("is not made where Node's own switch says so", () => {
    expect(create({ NODE_DISABLE_COMPILE_CACHE: "1" })).toEqual(done);
    expect(kept()).toEqual([]);
  });

  it("is made by the first run, among the installed packages, and used by the next", () => {
    expect(create()).toEqual(done);
    const files = kept();
    expect(files.length).toBeGreaterThanOrEqual(2);
    const times = files.map((file) => statSync(file).mtimeMs);
    expect(create()).toEqual(done);
    expect(kept()).toEqual(files);
    expect(files.map((file) => statSync(file).mtimeMs)).toEqual(times);
  });

  it("learns what each command runs, once", () => {
    create();
    const core = () => kept().find((file) => file.includes("-core-")) ?? "";
    const ofNode = core() === "";
    const events = () =>
      spawnSync(
        process.execPath,
        [join(tool, "dist/frameio-gen.js"), "events"],
        {
          cwd: home,
        },
      ).status;
    const size = () => (ofNode ? 0 : statSync(core()).size);
    const before = size();
    expect(events()).toBe(0);
    const after = size();
    // Node's own cache, from 22.1 on, goes by other rules.
    if (!ofNode) expect(after).toBeGreaterThan(before);
    const times = kept().map((file) => statSync(file).mtimeMs);
    expect(events()).toBe(0);
    expect(create()).toEqual(done);
    expect(size()).toBe(after);
    expect(kept().map((file) => statSync(file).mtimeMs)).toEqual(times);
  });

  it("keeps the parser and what merges, too, once they were needed", () => {
    create();
    const before = kept();
    const cwd = mkdtempSync(join(home, "run-"));
    const sides = { base: "1", ours: "2", theirs: "1;\nexport const b = 1" };
    for (const [name, a] of Object.entries(sides))
      writeFileSync(join(cwd, name), `export const a = ${a};\n`);
    const mergeFile = () =>
      spawnSync(
        process.execPath,
        [
          join(tool, "dist/frameio-gen.js"),
          "merge-file",
          "base",
          "ours",
          "theirs",
          "--path=a.ts",
        ],
        { cwd, encoding: "utf8" },
      );
    const merged = {
      status: 0,
      stdout: "export const a = 2;\nexport const b = 1;\n",
      stderr: "",
    };
    expect(mergeFile()).toMatchObject(merged);
    const files = kept();
    // The parser, the merge, and what they share.
    expect(files.length).toBeGreaterThanOrEqual(before.length + 3);
    expect(
      files.some(
        (file) => !before.includes(file) && statSync(file).size > 1_000_000,
      ),
    ).toBe(true);
    expect(mergeFile()).toMatchObject(merged);
    expect(kept()).toEqual(files);
  });

  it.each([
    ["cut", (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ["empty", () => Buffer.alloc(0)],
    [
      "changed",
      (bytes: Buffer) =>
        bytes.map((byte, at) => (at % 97 === 0 ? ~byte : byte)),
    ],
  ])("does no harm when it was %s", (_, spoil) => {
    create();
    for (const file of kept()) writeFileSync(file, spoil(readFileSync(file)));
    expect(create()).toEqual(done);
    expect(create()).toEqual(done);
  });

  it("does no harm where it cannot be written", () => {
    rmSync(join(home, "node_modules/.cache"), { recursive: true, force: true });
    writeFileSync(join(home, "node_modules/.cache"), "");
    expect(create()).toEqual(done);
  });
});

describe("what commands load", () => {
  const size = (chunk: string) =>
    statSync(join(ROOT, "dist/chunks", `${chunk}.js`)).size;

  it("is small where there is nothing to do, and where files are made", () => {
    expect(size("core")).toBeLessThan(200_000);
    expect(size("core") + size("make")).toBeLessThan(300_000);
  });

  it("is ASCII where it is data: else V8 takes twice the memory and time for it", () => {
    const folder = join(ROOT, "dist/providers");
    const files = readdirSync(folder);
    expect(files).toContain("frameio@4.json");
    for (const file of files)
      expect(readFileSync(join(folder, file), "utf8")).toMatch(/^[ -~]*$/);
  });
});
