import { describe, expect, it } from "vitest";
import { digest } from "../../../src/lockfile/digest.js";
import { basePath, type Lockfile } from "../../../src/lockfile/lockfile.js";
import type { Ownership } from "../../../src/plan/file-plan.js";
import type { Outcome } from "../../../src/reconcile/change-set.js";
import { merge } from "../../../src/reconcile/merge/index.js";
import {
  reconcile,
  type ReconcileOptions,
} from "../../../src/reconcile/reconcile.js";
import type { Tree } from "../../../src/render/tree.js";
import { memoryDisk } from "../../../src/workspace/memory-disk.js";

const options: ReconcileOptions = {
  merge: (input) => merge(input, {}),
  force: false,
  conflicts: "report",
};

function tree(path: string, ownership: Ownership, text?: string): Tree {
  if (text === undefined) return new Map();
  return new Map([[path, { path, ownership, text, executable: false }]]);
}

function lockfile(path: string, ownership: Ownership, text?: string): Lockfile {
  return {
    lockfileVersion: 1,
    toolVersion: "0.0.0",
    toolSpec: "0.0.0",
    inputs: "",
    providers: {},
    files:
      text === undefined ? {} : { [path]: { ownership, digest: digest(text) } },
  };
}

interface Case {
  ownership: Ownership;
  base?: string;
  disk?: string;
  next?: string;
}

function run(
  { ownership, base, disk, next }: Case,
  overrides: Partial<ReconcileOptions> = {},
) {
  const path = "file.md";
  const files: Record<string, string> = {};
  if (disk !== undefined) files[path] = disk;
  if (base !== undefined && ownership === "merged")
    files[basePath(path)] = base;
  return reconcile(
    tree(path, ownership, next),
    lockfile(path, ownership, base),
    memoryDisk(files),
    { ...options, ...overrides },
  );
}

const A = "one\n\ntwo\n\nthree\n";
const USER = "ONE\n\ntwo\n\nthree\n";
const NEW = "one\n\ntwo\n\nTHREE\n";

describe("reconcile", () => {
  const table: [string, Case, Outcome, string | undefined | null][] = [
    ["creates", { ownership: "managed", next: A }, "create", A],
    [
      "updates what is untouched",
      { ownership: "managed", base: A, disk: A, next: NEW },
      "update",
      NEW,
    ],
    [
      "recreates a deleted managed file",
      { ownership: "managed", base: A, next: A },
      "recreate",
      A,
    ],
    [
      "deletes an untouched orphan",
      { ownership: "managed", base: A, disk: A },
      "delete",
      null,
    ],
    [
      "releases an edited orphan",
      { ownership: "managed", base: A, disk: USER },
      "release",
      undefined,
    ],
    [
      "never touches a scaffolded file",
      { ownership: "scaffolded", base: A, disk: USER, next: NEW },
      "keep",
      undefined,
    ],
    [
      "leaves a deleted scaffolded file deleted",
      { ownership: "scaffolded", base: A, next: NEW },
      "stay-deleted",
      undefined,
    ],
    [
      "merges both edits",
      { ownership: "merged", base: A, disk: USER, next: NEW },
      "merge",
      "ONE\n\ntwo\n\nTHREE\n",
    ],
    [
      "keeps the user's edit",
      { ownership: "merged", base: A, disk: USER, next: A },
      "keep",
      undefined,
    ],
    [
      "adopts what is already so",
      { ownership: "managed", disk: A, next: A },
      "adopt",
      undefined,
    ],
  ];

  it.each(table)("%s", (_name, given, outcome, written) => {
    const { outcomes, changes, conflicts } = run(given);
    expect(conflicts).toEqual([]);
    expect(outcomes).toEqual([{ path: "file.md", outcome }]);
    const change = changes.find(({ path }) => path === "file.md");
    if (written === undefined) expect(change).toBeUndefined();
    else if (written === null) expect(change).toMatchObject({ kind: "delete" });
    else expect(change).toMatchObject({ text: written, reason: outcome });
  });

  it("reports an edited managed file, and discards the edit by force", () => {
    const given: Case = {
      ownership: "managed",
      base: A,
      disk: USER,
      next: NEW,
    };
    const reported = run(given);
    expect(reported.changes).toEqual([]);
    expect(reported.conflicts[0]?.diagnostic.code).toBe("FG301");
    expect(reported.files["file.md"]?.digest).toBe(digest(A));
    expect(run(given, { force: true }).changes[0]).toMatchObject({ text: NEW });
  });

  it("does not overwrite a foreign file, not even by force", () => {
    const { changes, conflicts } = run(
      { ownership: "managed", disk: USER, next: A },
      { force: true },
    );
    expect(changes).toEqual([]);
    expect(conflicts[0]?.diagnostic.code).toBe("FG302");
  });

  it("remembers the new base of merged files, and nothing else's", () => {
    const merged = run({ ownership: "merged", next: A });
    expect(merged.changes.map(({ path }) => path)).toEqual([
      basePath("file.md"),
      "file.md",
    ]);
    expect(run({ ownership: "scaffolded", next: A }).changes).toHaveLength(1);
  });

  it("reports what both sides changed differently, and keeps the base", () => {
    const given: Case = {
      ownership: "merged",
      base: A,
      disk: USER,
      next: A.replace("one", "uno"),
    };
    const { changes, conflicts, files } = run(given);
    expect(changes).toEqual([]);
    expect(conflicts[0]?.diagnostic).toMatchObject({
      code: "FG303",
      file: "file.md",
      line: 1,
    });
    expect(files["file.md"]?.digest).toBe(digest(A));
  });

  it("writes markers when asked, refuses to run over them, and forgets a resolved conflict", () => {
    const next = A.replace("one", "uno");
    const inline = run(
      { ownership: "merged", base: A, disk: USER, next },
      { conflicts: "inline" },
    );
    const marked = inline.changes.find(({ path }) => path === "file.md");
    expect(marked).toMatchObject({ kind: "update" });
    const text = marked?.kind === "update" ? marked.text : "";
    expect(text).toContain("<<<<<<<");
    expect(inline.files["file.md"]?.digest).toBe(digest(next));

    const again = run({ ownership: "merged", base: next, disk: text, next });
    expect(again.conflicts[0]?.diagnostic).toMatchObject({
      code: "FG304",
      line: 1,
    });

    const resolved = run({ ownership: "merged", base: next, disk: USER, next });
    expect(resolved.conflicts).toEqual([]);
    expect(resolved.changes).toEqual([]);
  });

  it("does not merge with a base that is not the recorded one", () => {
    const files = { "file.md": USER, [basePath("file.md")]: "tampered\n" };
    const { conflicts } = reconcile(
      tree("file.md", "merged", NEW),
      lockfile("file.md", "merged", A),
      memoryDisk(files),
      options,
    );
    expect(conflicts[0]?.diagnostic.code).toBe("FG305");
  });

  it("leaves prose that the user had before alone, and remembers the new text as base", () => {
    const { changes, outcomes, files } = run({
      ownership: "merged",
      disk: USER,
      next: A,
    });
    expect(outcomes).toEqual([{ path: "file.md", outcome: "keep" }]);
    expect(changes.map(({ path }) => path)).toEqual([basePath("file.md")]);
    expect(files["file.md"]?.digest).toBe(digest(A));
  });

  it("does not mutate its inputs", () => {
    const lock = Object.freeze(lockfile("file.md", "merged", A));
    Object.freeze(lock.files);
    const disk = memoryDisk({ "file.md": USER, [basePath("file.md")]: A });
    expect(() =>
      reconcile(tree("file.md", "merged", NEW), lock, disk, options),
    ).not.toThrow();
  });
});
