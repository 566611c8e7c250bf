import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digest } from "../../../src/lockfile/digest.js";
import { basePath, type Lockfile } from "../../../src/lockfile/lockfile.js";
import { applyEdits, type FileEdit } from "../../../src/reconcile/file-edit.js";
import { merge, takeOurs } from "../../../src/reconcile/merge/index.js";
import { reconcile } from "../../../src/reconcile/reconcile.js";
import {
  applyChangeSet,
  memoryDisk,
  type MemoryFiles,
} from "../../../src/workspace/memory-disk.js";

function lockfile(files: MemoryFiles): Lockfile {
  return {
    lockfileVersion: 1,
    toolVersion: "0.0.0",
    toolSpec: "0.0.0",
    inputs: "",
    providers: {},
    files: Object.fromEntries(
      Object.entries(files).map(([path, text]) => [
        path,
        { ownership: "scaffolded", digest: digest(text) },
      ]),
    ),
  };
}

describe("applyEdits", () => {
  const path = fc.constantFrom("a.ts", "b.ts", "c.ts", "d.ts");
  const text = fc.constantFrom("one", "two", "three");
  const edit = fc.oneof(
    fc.record({ kind: fc.constant("write" as const), path, text }),
    fc.record({ kind: fc.constant("delete" as const), path }),
    fc.record({
      kind: fc.constant("move" as const),
      from: path,
      to: path,
      text,
    }),
  ) satisfies fc.Arbitrary<FileEdit>;

  it("shows what the change set then does", () => {
    fc.assert(
      fc.property(
        fc.dictionary(path, text),
        fc.array(edit, { maxLength: 6 }),
        (files, edits) => {
          const edited = applyEdits(memoryDisk(files), undefined, edits);
          const changes = edited.onto([]);
          const after = applyChangeSet(files, { changes, lockfile: null });
          for (const name of ["a.ts", "b.ts", "c.ts", "d.ts"])
            expect(edited.disk.read(name)?.text).toBe(after[name]);
          for (const change of changes)
            expect(change.expects).toBe(
              memoryDisk(files).read(change.path)?.digest ?? null,
            );
          const paths = changes.map((change) => change.path);
          expect(paths).toEqual([...new Set(paths)].toSorted());
        },
      ),
      { seed: 9, numRuns: 500 },
    );
  });

  it("moves what is remembered of a file, its base too", () => {
    const files = { "a.md": "mine", [basePath("a.md")]: "base" };
    const lock = lockfile({ "a.md": "base" });
    const edits: FileEdit[] = [
      { kind: "move", from: "a.md", to: "b.md", text: "mine" },
    ];
    const edited = applyEdits(memoryDisk(files), lock, edits);
    expect(edited.lockfile?.files).toEqual({ "b.md": lock.files["a.md"] });
    const changes = edited.onto([]);
    expect(applyChangeSet(files, { changes, lockfile: null })).toEqual({
      "b.md": "mine",
      [basePath("b.md")]: "base",
    });
  });
});

describe("what is no longer generated", () => {
  const run = (disk: string, paths: string[], edited: boolean) => {
    const { outcomes } = reconcile(
      new Map(),
      lockfile({ "a.ts": "made" }),
      memoryDisk({ "a.ts": disk }),
      {
        merge: (input) => merge(input, {}),
        force: false,
        conflicts: "report",
        remove: { paths: new Set(paths), edited },
      },
    );
    return outcomes[0]?.outcome;
  };

  it.each([
    ["untouched", "made", ["a.ts"], false, "delete"],
    ["edited", "mine", ["a.ts"], false, "release"],
    ["edited, by force", "mine", ["a.ts"], true, "delete"],
    ["not asked for", "made", ["b.ts"], true, "release"],
  ])("is deleted only as asked: %s", (_, disk, paths, edited, want) => {
    expect(run(disk, paths, edited)).toBe(want);
  });
});

it("takes the user's side of every conflict", () => {
  const ours = '{\r\n  "a": 1, // mine\r\n  "b": 2\r\n}\r\n';
  const theirs = '{\n  "a": 3,\n  "b": 4,\n  "c": 5\n}\n';
  const path = "x.json";
  const merged = merge({ path, base: undefined, ours, theirs });
  expect(merged.conflicts).toHaveLength(2);
  const taken = takeOurs(merged);
  expect(taken).toContain('"a": 1');
  expect(taken).toContain('"b": 2');
  expect(taken).toContain('"c": 5');
  expect(taken).not.toMatch(/[<>|=]{7}/);
  const text = "plain\n=======\ntext\n";
  expect(takeOurs({ text, conflicts: [] })).toBe(text);
});
