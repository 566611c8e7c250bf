import { spawnSync } from "node:child_process";
import {
  closeSync,
  openSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { temporaryFolder } from "./support/folders.js";
import { bins, run } from "./support/run.js";

/** The three texts as files `base`, `ours` and `theirs`, in a folder of their own. */
function texts(base: string, ours: string, theirs: string): string {
  const cwd = temporaryFolder();
  Object.entries({ base, ours, theirs }).forEach(([name, text]) =>
    writeFileSync(join(cwd, name), text),
  );
  return cwd;
}

async function merge(cwd: string, ...flags: string[]) {
  return run("gen", ["merge-file", "base", "ours", "theirs", ...flags], {
    cwd,
  });
}

const code = texts.bind(
  undefined,
  'import { a } from "./a.js";\n\nexport const all = [a];\n',
  'import { a } from "./a.js";\nimport { mine } from "./mine.js";\n\nexport const all = [a, mine];\n',
  'import { a } from "./a.js";\nimport { theirs } from "./theirs.js";\n\nexport const all = [a, theirs];\n',
);
const merged =
  'import { a } from "./a.js";\nimport { theirs } from "./theirs.js";\nimport { mine } from "./mine.js";\n\nexport const all = [a, mine, theirs];\n';

describe("merge-file", () => {
  it("prints what it merged by structure, and exits with 0", async () => {
    const cwd = code();
    const result = await merge(cwd, "--path", "src/app.ts");
    expect(result).toMatchObject({ code: 0, stdout: merged, stderr: "" });
    expect(readFileSync(join(cwd, "ours"), "utf8")).not.toContain("theirs");
  });

  it("merges by line what has no structure that it knows", async () => {
    const result = await merge(code());
    expect(result.code).toBe(2);
    expect(result.stdout).toContain("<<<<<<<");
  });

  it("--write writes the result into yours", async () => {
    const cwd = code();
    const file = join(cwd, "ours");
    const { ino } = statSync(file);
    const result = await merge(cwd, "--write", "--path=src/app.ts");
    expect(result).toMatchObject({ code: 0, stdout: "" });
    expect(readFileSync(file, "utf8")).toBe(merged);
    expect(statSync(file).ino).toBe(ino);
  });

  it("counts conflicts in its exit code, and marks them with all three sides", async () => {
    const cwd = texts(
      '{ "a": 1, "b": 1, "c": 1 }\n',
      '{ "a": 2, "b": 2, "c": 1 }\n',
      '{ "a": 3, "b": 3, "c": 9 }\n',
    );
    const result = await merge(cwd, "--path", "x.json");
    expect(result.code).toBe(2);
    for (const marker of ["<<<<<<< ", "||||||| ", "=======", ">>>>>>> "])
      expect(
        result.stdout.split("\n").filter((line) => line.startsWith(marker)),
      ).toHaveLength(2);
    expect(result.stdout).toContain('"c": 9');
    expect(result.stderr).toMatch(/^x\.json:1: both sides changed a /m);
    const json = await merge(cwd, "--path", "x.json", "--json");
    expect(json.code).toBe(2);
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: false,
      exitCode: 2,
      conflicts: [{ key: "a" }, { key: "b" }],
      text: result.stdout,
    });
  });

  it("calls the sides what git calls them, with markers as long as git wants them", async () => {
    const cwd = texts('{ "a": 1 }\n', '{ "a": 2 }\n', '{ "a": 3 }\n');
    const args = ["--path=x.json", "-L", "HEAD, mine", "-L", "1a2b", "-L"];
    const result = await merge(cwd, ...args, "a branch", "--marker-size=9");
    expect(result.code).toBe(1);
    const lines = result.stdout.split("\n");
    for (const marker of [
      `${"<".repeat(9)} HEAD, mine`,
      `${"|".repeat(9)} 1a2b`,
      "=".repeat(9),
      `${">".repeat(9)} a branch`,
    ])
      expect(lines).toContain(marker);
    // An older git passes on what it does not know.
    const old = ["--path=x.json", "-L", "%X", "-L", "%S", "-L", "%Y"];
    expect((await merge(cwd, ...old)).stdout).toContain("<<<<<<< yours\n");
  });

  it.each([
    ["--marker-size=0", "a number from 1 to 100"],
    ["--marker-size=x", "a number from 1 to 100"],
    ["--label=a\nb", "more than one line"],
  ])("refuses %j", async (flag, message) => {
    const result = await merge(code(), "--path=a.ts", flag);
    expect(result.code).toBe(255);
    expect(result.stderr).toContain("FG504");
    expect(result.stderr).toContain(message);
  });

  it("counts to 127 at most", async () => {
    const side = (value: number) =>
      JSON.stringify(
        Object.fromEntries(
          Array.from({ length: 200 }, (_, n) => [`k${n}`, value]),
        ),
        null,
        2,
      );
    const result = await merge(
      texts(side(1), side(2), side(3)),
      "--path",
      "x.json",
    );
    expect(result.code).toBe(127);
  });

  it("--ours settles conflicts, and takes the rest of both", async () => {
    const cwd = texts(
      '{\n  "a": 1,\n  "b": 1\n}\n',
      '{\n  "a": 2,\n  "b": 1,\n  "mine": 1\n}\n',
      '{\n  "a": 3,\n  "b": 1,\n  "theirs": 1\n}\n',
    );
    const result = await merge(cwd, "--ours", "--path", "x.json");
    expect(result.code).toBe(0);
    expect(JSON.parse(result.stdout)).toEqual({
      a: 2,
      b: 1,
      mine: 1,
      theirs: 1,
    });
  });

  it("keeps line ends and byte order mark of yours", async () => {
    const cwd = texts("A=1\nB=1\n", "\uFEFFA=1\r\nB=2\r\n", "A=1\nB=1\nC=1\n");
    const result = await merge(cwd, "--path", ".env");
    expect(result).toMatchObject({
      code: 0,
      stdout: "\uFEFFA=1\r\nB=2\r\nC=1\r\n",
    });
  });

  it("takes an empty base for none, as git gives it", async () => {
    const cwd = texts("", "A=1\n", "B=1\n");
    const result = await merge(cwd, "--path", ".env");
    expect(result).toMatchObject({ code: 0, stdout: "A=1\nB=1\n" });
  });

  it("merges TypeScript that does not parse by line", async () => {
    const cwd = texts(
      "const a = [;\n\n\nconst b = 1;\n",
      "const a = [;;\n\n\nconst b = 1;\n",
      "const a = [;\n\n\nconst b = 2;\n",
    );
    const result = await merge(cwd, "--path", "a.ts");
    expect(result).toMatchObject({
      code: 0,
      stdout: "const a = [;;\n\n\nconst b = 2;\n",
    });
  });

  it.each<[string, (cwd: string) => string[], string]>([
    [
      "a file that is missing",
      () => ["base", "ours", "none"],
      "does not exist",
    ],
    ["a folder", () => [".", "ours", "theirs"], "is a folder"],
    [
      "a file that is no text",
      (cwd) => {
        writeFileSync(join(cwd, "theirs"), Buffer.from([0xff, 0xfe, 0]));
        return ["base", "ours", "theirs"];
      },
      "is not UTF-8 text",
    ],
    [
      "a file with null characters",
      (cwd) => {
        writeFileSync(join(cwd, "theirs"), "a\0b");
        return ["base", "ours", "theirs"];
      },
      "is not text",
    ],
    [
      "a file that is too large",
      (cwd) => {
        truncateSync(join(cwd, "theirs"), 17 * 1024 * 1024);
        return ["base", "ours", "theirs"];
      },
      "more than 16 MiB",
    ],
  ])("exits with 255 for %s, and writes nothing", async (_, files, message) => {
    const cwd = texts("a\n", "b\n", "c\n");
    const args = ["merge-file", "--write", ...files(cwd)];
    const result = await run("gen", args, { cwd });
    expect(result).toMatchObject({ code: 255, stdout: "" });
    expect(result.stderr).toContain("FG530");
    expect(result.stderr).toContain(message);
    expect(readFileSync(join(cwd, "ours"), "utf8")).toBe("b\n");
  });

  it.each([
    [["base"]],
    [["base", "ours", "--write"]],
    [["base", "ours", "theirs", "--what"]],
  ])(
    "exits with 255 for a wrong command line, never with a number of conflicts",
    async (args) => {
      const cwd = texts("a\n", "b\n", "c\n");
      const result = await run("gen", ["merge-file", ...args], { cwd });
      expect(result).toMatchObject({ code: 255, stdout: "" });
      expect(result.stderr).toMatch(/FG50[24]/);
      expect(readFileSync(join(cwd, "ours"), "utf8")).toBe("b\n");
    },
  );

  it("exits with 255 where the text cannot be printed, which is no conflict", () => {
    const full = openSync("/dev/full", "w");
    const { status, stderr } = spawnSync(
      process.execPath,
      [bins.gen, "merge-file", "base", "ours", "theirs"],
      { cwd: texts("a\n", "b\n", "c\n"), stdio: ["ignore", full, "pipe"] },
    );
    closeSync(full);
    expect(status).toBe(255);
    expect(stderr.toString()).toContain("cannot be printed (ENOSPC)");
    expect(stderr.toString()).not.toContain("    at ");
  });

  it("explains itself by example", async () => {
    const result = await run("gen", ["merge-file", "--help"], {
      cwd: temporaryFolder(),
    });
    expect(result.code).toBe(0);
    expect(result.stdout).toContain(
      "--path=%P --marker-size=%L -L %X -L %S -L %Y %O %A %B",
    );
  });
});
