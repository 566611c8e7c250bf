import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FrameioGenError } from "../../../src/diagnostics/diagnostic.js";
import { digest } from "../../../src/lockfile/digest.js";
import { isFresh } from "../../../src/lockfile/fresh.js";
import type { Lockfile } from "../../../src/lockfile/lockfile.js";
import { parseLockfile } from "../../../src/lockfile/parse.js";
import { printLockfile } from "../../../src/lockfile/print.js";
import { memoryDisk } from "../../../src/workspace/memory-disk.js";
import { pathProblem } from "../../../src/workspace/path-guard.js";

const example: Lockfile = {
  lockfileVersion: 1,
  toolVersion: "0.1.0",
  toolSpec: "0.1.0",
  inputs: digest("inputs"),
  providers: { frameio: { schema: "frameio@4", digest: digest("schema") } },
  files: {
    "src/b.ts": { ownership: "scaffolded", digest: digest("b") },
    "package.json": { ownership: "merged", digest: digest("package") },
    "src/a.gen.ts": { ownership: "managed", digest: digest("a") },
  },
};

/** `code line message` of everything that was thrown. */
function faults(text: string): string[] {
  try {
    parseLockfile(text);
    return [];
  } catch (error) {
    if (!(error instanceof FrameioGenError)) throw error;
    return error.diagnostics.map(
      ({ code, line, message, file }) =>
        `${file} ${code}${line === undefined ? "" : `:${line}`} ${message}`,
    );
  }
}

describe("digest", () => {
  it("is the SHA-256 of the bytes", () => {
    const abc =
      "sha256-ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    expect(digest("abc")).toBe(abc);
    expect(digest(new TextEncoder().encode("abc"))).toBe(abc);
    expect(digest("ä")).toBe(digest(Buffer.from([0xc3, 0xa4])));
  });
});

describe("printLockfile", () => {
  it("is sorted, one line for each entry, and ends with one newline", () => {
    expect(printLockfile(example)).toBe(`{
  "lockfileVersion": 1,
  "toolVersion": "0.1.0",
  "toolSpec": "0.1.0",
  "inputs": "${digest("inputs")}",
  "providers": {
    "frameio": { "schema": "frameio@4", "digest": "${digest("schema")}" }
  },
  "files": {
    "package.json": { "ownership": "merged", "digest": "${digest("package")}" },
    "src/a.gen.ts": { "ownership": "managed", "digest": "${digest("a")}" },
    "src/b.ts": { "ownership": "scaffolded", "digest": "${digest("b")}" }
  }
}
`);
  });

  it("is read back as it was, whatever the names, and does not depend on their order", () => {
    const name = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
      .filter((path) => pathProblem(path) === undefined);
    const files = fc.uniqueArray(
      fc.tuple(
        fc.oneof(name, fc.constantFrom("constructor", "__proto__", "a b")),
        fc.constantFrom("managed", "scaffolded", "merged"),
        fc.string(),
      ),
      { selector: ([path]) => path.toUpperCase().normalize("NFKD") },
    );
    fc.assert(
      fc.property(files, (entries) => {
        const make = (list: typeof entries): Lockfile => ({
          ...example,
          files: Object.fromEntries(
            list.map(([path, ownership, text]) => [
              path,
              { ownership, digest: digest(text) } as const,
            ]),
          ),
        });
        const text = printLockfile(make(entries));
        expect(printLockfile(make(entries.toReversed()))).toBe(text);
        expect(printLockfile(parseLockfile(text))).toBe(text);
        expect(Object.entries(parseLockfile(text).files)).toHaveLength(
          entries.length,
        );
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});

describe("parseLockfile", () => {
  const text = printLockfile(example);
  const withFile = (path: string) =>
    printLockfile({
      ...example,
      files: { [path]: { ownership: "managed", digest: digest("") } },
    });

  it.each<[string, string, string[]]>([
    ["no JSON", "{", ["FG420 It is not valid JSON"]],
    ["empty", "", ["FG420 It is not valid JSON"]],
    ["an array", "[]", ["FG420 It is not a JSON object"]],
    ["null", "null", ["FG420 It is not a JSON object"]],
    ["no version", "{}", ['FG420 "lockfileVersion" must be 1']],
    [
      "a newer version",
      '{"lockfileVersion":7}',
      [
        "FG422 The lockfile has version 7; this version of the tool knows version 1",
      ],
    ],
    [
      "nothing but a version: every fault is told",
      '{"lockfileVersion":1,"toolSpec":3,"inputs":"","files":[]}',
      [
        'FG420 "toolVersion" must be a text that is not empty',
        'FG420 "toolSpec" must be a text that is not empty',
        'FG420 "inputs" must be a text that is not empty',
        'FG420 "providers" must be an object',
        'FG420 "files" must be an object',
      ],
    ],
    [
      "bad entries",
      text
        .replace('"merged"', '"mine"')
        .replace(digest("a"), "sha1-xyz")
        .replace(/\{ "ownership": "scaffolded".*/, "null"),
      [
        'FG420 "files", entry "package.json": "ownership" must be "managed", "scaffolded" or "merged"',
        'FG420 "files", entry "src/a.gen.ts": "digest" must be "sha256-" and 64 hexadecimal digits',
        'FG420 "files", entry "src/b.ts": must be an object',
      ],
    ],
    [
      "a path out of the project",
      withFile("../.bashrc"),
      ['FG402 The path "../.bashrc" leads out of the folder'],
    ],
    [
      "the tool's own files",
      withFile(".frameio/lock.json"),
      [
        'FG402 The path ".frameio/lock.json" belongs to the tool\'s own bookkeeping',
      ],
    ],
    [
      "a merge base",
      withFile(".frameio/base/package.json.base"),
      [
        'FG402 The path ".frameio/base/package.json.base" belongs to the tool\'s own bookkeeping',
      ],
    ],
    [
      "two names for one file",
      withFile("a.ts").replace(
        /( +"a.ts": .*)\n/,
        `$1,\n"A.ts": { "ownership": "managed", "digest": "${digest("")}" }\n`,
      ),
      ['FG404 "a.ts" and "A.ts" are one name on some systems'],
    ],
  ])("refuses %s", (_, given, want) => {
    expect(faults(given)).toEqual(
      want.map((line) => `.frameio/lock.json ${line}`),
    );
  });

  it.each([
    ["ours", "<<<<<<< HEAD"],
    ["base", "||||||| 8b70b8e"],
    ["theirs", ">>>>>>> feature"],
    ["theirs, CRLF", ">>>>>>> feature\r"],
  ])("names the line of a merge marker: %s", (_, marker) => {
    expect(faults(text.replace("  },\n", `  },\n${marker}\n`))).toEqual([
      ".frameio/lock.json FG421:9 The lockfile holds an unresolved merge conflict",
    ]);
  });

  it("accepts CRLF and a byte order mark, as an editor may leave them", () => {
    expect(parseLockfile(`\uFEFF${text.replaceAll("\n", "\r\n")}`)).toEqual(
      parseLockfile(text),
    );
  });

  it("keeps the digest of templates, where there are any", () => {
    const templates = digest("x");
    const lockfile: Lockfile = { ...example, templates };
    expect(parseLockfile(printLockfile(lockfile)).templates).toBe(templates);
    expect(printLockfile(example)).not.toContain("templates");
    const broken = printLockfile(lockfile).replace(templates, "sha1-x");
    expect(() => parseLockfile(broken)).toThrow(/hexadecimal/);
  });

  it("keeps the states of migrations", () => {
    const migrated: Lockfile = {
      ...example,
      migrations: { "b-second": "failed", "a-first": "done" },
    };
    const printed = printLockfile(migrated);
    expect(printed).toContain(
      '  "migrations": {\n    "a-first": "done",\n    "b-second": "failed"\n  }\n}\n',
    );
    expect(printLockfile(parseLockfile(printed))).toBe(printed);
    expect(faults(printed.replace('"failed"', '"maybe"'))).toEqual([
      `.frameio/lock.json FG420 "migrations", entry "b-second": must be "done" or "failed"`,
    ]);
  });

  it("finds nothing that was not recorded", () => {
    expect(parseLockfile(text).files["constructor"]).toBeUndefined();
    expect(parseLockfile(text).providers["toString"]).toBeUndefined();
  });

  it("never fails in another way than by diagnostics", () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(text.length),
        fc.string(),
        (json, at, junk) => {
          faults(json);
          faults(`{"lockfileVersion":1,"files":${json},"providers":${json}}`);
          faults(text.slice(0, at) + junk + text.slice(at + junk.length));
        },
      ),
      { seed: 5, numRuns: 300 },
    );
  });
});

describe("isFresh", () => {
  const disk = {
    "package.json": "edited",
    "src/a.gen.ts": "a",
    "src/b.ts": "edited",
  };
  it.each<[string, boolean, Record<string, string>, string]>([
    ["nothing changed in managed files", true, disk, digest("inputs")],
    ["other inputs", false, disk, digest("others")],
    [
      "a managed file was edited",
      false,
      { ...disk, "src/a.gen.ts": "b" },
      digest("inputs"),
    ],
    ["a managed file is gone", false, { "src/b.ts": "b" }, digest("inputs")],
    ["a handler is gone", false, { "src/a.gen.ts": "a" }, digest("inputs")],
  ])("%s: %s", (_, want, files, inputs) => {
    const question = { inputs, lockfile: example, disk: memoryDisk(files) };
    expect(isFresh(question)).toBe(want);
  });
});
